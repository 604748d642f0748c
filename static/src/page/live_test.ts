import assert from "node:assert/strict";
import type { NodeView, PeerView } from "../../live_messages.ts";
import { TestTimers } from "../console/test_timers.ts";
import { right, TestPage, wrong } from "./test_steering.ts";
import { Live, reopen_max_ms, reopen_min_ms } from "./live.ts";

const node = { agent: "foxchain/0.1.0" } as NodeView;

function peer(key: string): PeerView {
  return { key, addr: key } as PeerView;
}

class Stream extends EventTarget {
  closed = false;
  readyState = 1;
  close(): void {
    this.closed = true;
    this.readyState = 2;
  }
  /** What EventSource does when it is answered anything but 200. */
  refuse(): void {
    this.readyState = 2;
    this.dispatchEvent(new Event("error"));
  }
  tell(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

function startLive(
  timers = new TestTimers(),
  page = new TestPage(),
): { live: Live; streams: [string, Stream][] } {
  const streams: [string, Stream][] = [];
  const live = new Live(
    (url) => {
      const stream = new Stream();
      streams.push([url, stream]);
      return stream as unknown as EventSource;
    },
    timers,
    page.steering,
  );
  live.start();
  return { live, streams };
}

Deno.test("a snapshot replaces what was known, and listeners hear what went", () => {
  const { live, streams } = startLive();
  const heard: unknown[] = [];
  live.listen(({ peers_gone }) => heard.push(peers_gone));
  const snapshot = { node, peers: [peer("a")], links: [], events: [] };
  streams[0]![1].tell("snapshot", snapshot);
  streams[0]![1].tell("snapshot", { ...snapshot, peers: [peer("b")] });
  assert.deepEqual([...live.peers.keys()], ["b"]);
  assert.deepEqual(heard, [[], ["a"]]);
});

Deno.test("a change adds, replaces and removes rows", () => {
  const { live, streams } = startLive();
  const [, stream] = streams[0]!;
  stream.tell("snapshot", { node, peers: [peer("a"), peer("b")], links: [], events: [] });
  stream.tell("change", { peers: [{ ...peer("a"), failures: 1 }, peer("c")], peers_gone: ["b"] });
  assert.deepEqual([...live.peers.values()].map(({ key, failures }) => [key, failures ?? 0]), [["a", 1], [
    "c",
    0,
  ]]);
});

Deno.test("a broken stream is told once, and a new snapshot ends that", () => {
  const { live, streams } = startLive();
  const statuses: string[] = [];
  live.listen(() => statuses.push(live.status));
  const [, stream] = streams[0]!;
  stream.dispatchEvent(new Event("error"));
  stream.dispatchEvent(new Event("error"));
  stream.tell("snapshot", { node, peers: [], links: [], events: [] });
  assert.deepEqual(statuses, ["lost", "open"]);
});

Deno.test("starting with traffic closes the stream before", () => {
  const { live, streams } = startLive();
  live.start(true);
  assert.deepEqual(streams.map(([url, { closed }]) => [url, closed]), [["events", true], [
    "events?traffic=1",
    false,
  ]]);
});

const empty = { node, peers: [], links: [], events: [] };

Deno.test("a refused stream is opened again, with pauses that double up to their longest", () => {
  const timers = new TestTimers();
  const { streams } = startLive(timers);
  for (let pause_ms = reopen_min_ms; streams.length < 10; pause_ms = Math.min(reopen_max_ms, 2 * pause_ms)) {
    const { length } = streams;
    streams.at(-1)![1].refuse();
    timers.pass(pause_ms - 1);
    assert.equal(streams.length, length);
    timers.pass(1);
    assert.equal(streams.length, length + 1);
  }
  // A stream that opens makes the next pause short again.
  streams.at(-1)![1].tell("snapshot", empty);
  streams.at(-1)![1].refuse();
  timers.pass(reopen_min_ms);
  assert.equal(streams.length, 11);
});

Deno.test("a stream that only broke is left to the browser", () => {
  const timers = new TestTimers();
  const { streams } = startLive(timers);
  const [, stream] = streams[0]!;
  stream.readyState = 0;
  stream.dispatchEvent(new Event("error"));
  assert.deepEqual([timers.count, streams.length], [0, 1]);
});

Deno.test("a refused stream with traffic is opened with traffic again, and only once", () => {
  const timers = new TestTimers();
  const { live, streams } = startLive(timers);
  const [, plain] = streams[0]!;
  plain.refuse();
  live.start(true);
  assert.equal(timers.count, 0);
  // A late word of the stream before changes nothing.
  plain.refuse();
  assert.equal(timers.count, 0);
  streams[1]![1].refuse();
  streams[1]![1].refuse();
  assert.equal(timers.count, 1);
  timers.pass(reopen_max_ms);
  assert.deepEqual(streams.map(([url]) => url), ["events", "events?traffic=1", "events?traffic=1"]);
});

Deno.test("listeners hear that the page may steer, and that it no longer may after the node came back with another key", async () => {
  const page = new TestPage("", right);
  const { live, streams } = startLive(new TestTimers(), page);
  const heard: boolean[] = [];
  live.listen(() => heard.push(live.may_steer));
  await page.steering.take();
  assert.deepEqual([heard, page.asked.length], [[true], 1]);
  const [, stream] = streams[0]!;
  stream.tell("snapshot", empty);
  await page.steering.take();
  assert.equal(page.asked.length, 1, "a first snapshot asks nothing");

  page.key = wrong;
  stream.dispatchEvent(new Event("error"));
  const refused = Promise.withResolvers<void>();
  page.steering.listen(refused.resolve);
  stream.tell("snapshot", empty);
  await refused.promise;
  assert.equal(heard.at(-1), false);
});
