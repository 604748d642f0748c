/** One stream, many tabs. */
import assert from "node:assert/strict";
import type { NodeView, PeerView, Snapshot } from "../../live_messages.ts";
import { type Stream, StreamHub, type StreamMessage } from "./stream_hub.ts";

const node = { agent: "foxchain/0.1.0" } as NodeView;
const [a, b] = ["a", "b"].map((key) => ({ key, addr: key }) as PeerView);
const empty: Snapshot = { node, peers: [], links: [], events: [] };

class TestStream extends EventTarget {
  readyState = 1;
  close(): void {
    this.readyState = 2;
  }
  tell(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
}

class TestTab {
  readonly heard: StreamMessage[] = [];
  postMessage(message: StreamMessage): void {
    this.heard.push(message);
  }
  /** Types, and the peers of snapshots. */
  get told(): unknown[] {
    return this.heard.map((message) => {
      if (message.type !== "snapshot") return message.type;
      return (JSON.parse(message.data) as Snapshot).peers.map(({ key }) => key);
    });
  }
}

function startHub() {
  const streams: TestStream[] = [];
  const hub = new StreamHub(() => {
    streams.push(new TestStream());
    return streams.at(-1)! as unknown as Stream;
  });
  const join = () => {
    const tab = new TestTab();
    hub.join(tab);
    return tab;
  };
  return { hub, streams, join };
}

Deno.test("ten tabs share one stream, and each hears every change", () => {
  const { streams, join } = startHub();
  const tabs = Array.from({ length: 10 }, join);
  assert.equal(streams.length, 1);
  streams[0]!.tell("snapshot", empty);
  streams[0]!.tell("change", { peers: [a] });
  for (const { told } of tabs) assert.deepEqual(told, [[], "change"]);
});

Deno.test("a tab that joins later is told what the others know", () => {
  const { streams, join } = startHub();
  join();
  streams[0]!.tell("snapshot", { ...empty, peers: [a] });
  streams[0]!.tell("change", { peers: [b], peers_gone: ["a"], events: [{ id: 1 }] });
  const late = join();
  assert.equal(streams.length, 1);
  assert.deepEqual(late.told, [["b"]]);
  const [first] = late.heard;
  assert.ok(first?.type === "snapshot");
  assert.deepEqual(JSON.parse(first.data).events, [{ id: 1 }]);
});

Deno.test("the last tab that leaves closes the stream, and a next one opens another", () => {
  const { hub, streams, join } = startHub();
  const [one, two] = [join(), join()];
  hub.leave(one);
  assert.equal(streams[0]!.readyState, 1);
  hub.leave(two);
  assert.equal(streams[0]!.readyState, 2);
  streams[0]!.tell("snapshot", empty); // a late word of the stream before
  const three = join();
  assert.deepEqual([streams.length, three.told], [2, []]);
  streams[1]!.tell("snapshot", { ...empty, peers: [b] });
  assert.deepEqual([two.told, three.told], [[], [["b"]]]);
});

Deno.test("a stream that broke is left to the browser; a tab that joins meanwhile is told so", () => {
  const { streams, join } = startHub();
  const early = join();
  streams[0]!.tell("snapshot", empty);
  streams[0]!.fail(0);
  const late = join();
  streams[0]!.tell("snapshot", { ...empty, peers: [a] });
  assert.deepEqual(early.told, [[], "error", ["a"]]);
  assert.deepEqual(late.told, ["error", ["a"]]);
  assert.equal(streams.length, 1);
});

Deno.test("a stream that was refused is opened again by the first tab that joins anew", () => {
  const { hub, streams, join } = startHub();
  const [one, two] = [join(), join()];
  streams[0]!.fail(2);
  assert.deepEqual([...one.heard, ...two.heard], Array(2).fill({ type: "error", closed: true }));
  const three = join();
  hub.leave(one);
  hub.leave(two);
  assert.equal(streams.length, 2);
  streams[1]!.tell("snapshot", empty);
  assert.deepEqual([one.told, three.told], [["error"], [[]]]);
});
