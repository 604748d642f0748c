import assert from "node:assert/strict";
import type { NodeView, PeerView } from "../../live_messages.ts";
import { Live } from "./live.ts";

const node = { agent: "foxchain/0.1.0" } as NodeView;

function peer(key: string): PeerView {
  return { key, addr: key } as PeerView;
}

class Stream extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  tell(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

function startLive(): { live: Live; streams: [string, Stream][] } {
  const streams: [string, Stream][] = [];
  const live = new Live((url) => {
    const stream = new Stream();
    streams.push([url, stream]);
    return stream as unknown as EventSource;
  });
  live.start();
  return { live, streams };
}

Deno.test("a snapshot replaces what was known, and listeners hear what went", () => {
  const { live, streams } = startLive();
  const heard: unknown[] = [];
  live.listen(({ peers_gone }) => heard.push(peers_gone));
  const snapshot = { token: "t", node, peers: [peer("a")], links: [], events: [] };
  streams[0]![1].tell("snapshot", snapshot);
  streams[0]![1].tell("snapshot", { ...snapshot, peers: [peer("b")] });
  assert.deepEqual([...live.peers.keys()], ["b"]);
  assert.deepEqual(heard, [[], ["a"]]);
  assert.equal(live.may_steer, true);
});

Deno.test("a change adds, replaces and removes rows", () => {
  const { live, streams } = startLive();
  const [, stream] = streams[0]!;
  stream.tell("snapshot", { token: null, node, peers: [peer("a"), peer("b")], links: [], events: [] });
  stream.tell("change", { peers: [{ ...peer("a"), failures: 1 }, peer("c")], peers_gone: ["b"] });
  assert.deepEqual([...live.peers.values()].map(({ key, failures }) => [key, failures ?? 0]), [["a", 1], [
    "c",
    0,
  ]]);
  assert.equal(live.may_steer, false);
});

Deno.test("a broken stream is told once, and a new snapshot ends that", () => {
  const { live, streams } = startLive();
  const statuses: string[] = [];
  live.listen(() => statuses.push(live.status));
  const [, stream] = streams[0]!;
  stream.dispatchEvent(new Event("error"));
  stream.dispatchEvent(new Event("error"));
  stream.tell("snapshot", { token: null, node, peers: [], links: [], events: [] });
  assert.deepEqual(statuses, ["lost", "open"]);
});

Deno.test("starting with traffic closes the stream before", () => {
  const { live, streams } = startLive();
  live.start(true);
  assert.deepEqual(streams.map(([url, { closed }]) => [url, closed]), [["/events", true], [
    "/events?traffic=1",
    false,
  ]]);
});
