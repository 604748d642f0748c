import assert from "node:assert/strict";
import { Hono } from "hono";
import { change_ms, changes_unread_max, event_streams_elsewhere_max } from "./limits.ts";
import { RawClient } from "../../tests/raw_client.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { EventReader } from "./event_reader.ts";
import { EventStreams } from "./event_streams.ts";
import { HandClock } from "../hand_clock.ts";
import { LiveFeed } from "./live_feed.ts";
import { logOf } from "../logging.ts";
import { type NetworkOptions, startNode } from "../node.ts";
import { SteeringKey } from "./steering_key.ts";

const start = (network?: NetworkOptions) =>
  startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network, agent: "foxchain/test" });
const addressOf = ({ port }: { port: number }) => `ws://127.0.0.1:${port}/ws`;

async function register(port: number, addr: string): Promise<void> {
  using client = await RawClient.connect(port);
  await client.ask(JSON.stringify({ op: "register", args: { addr } }));
}

Deno.test("GET /events of a lecture node lists what is stored, and what is registered later within a second", async () => {
  const node = start();
  await register(node.port, "ws://first.example/ws");
  const reader = await EventReader.open(node.port);
  const { node: shown, peers, links, events } = await reader.snapshot();
  assert.deepEqual([shown.agent, shown.net, shown.port], ["foxchain/test", null, node.port]);
  assert.deepEqual(peers.map(({ addr, state }) => [addr, state]), [["ws://first.example/ws", "listed"]]);
  assert.deepEqual([links, events, shown.counts.listed], [[], [], 1]);
  const start_ms = performance.now();
  await register(node.port, "ws://Second.example/ws");
  const { peers: later } = await reader.until(({ peers }) => peers !== undefined);
  assert.ok(performance.now() - start_ms < 1000);
  assert.deepEqual(later!.map(({ key, addr, state }) => [key, addr, state]), [
    ["ws://second.example/ws", "ws://Second.example/ws", "listed"],
  ]);
  await reader.close();
  await node.stop();
});

Deno.test("GET /events shows who joins, what the connection is, and who leaves", async () => {
  const seed = start({});
  const reader = await EventReader.open(seed.port, "?traffic=1");
  assert.deepEqual((await reader.snapshot()).links, []);
  const node = start({ join: [addressOf(seed)] });
  const seen = { ops: new Set<string>(), roles: new Set<string>() };
  const { events } = await reader.until(({ events, links, traffic }) => {
    for (const { op } of traffic ?? []) seen.ops.add(op);
    for (const { role } of links ?? []) seen.roles.add(role);
    return events?.some(({ kind }) => kind === "joined") ?? false;
  });
  const joined = events!.find(({ kind }) => kind === "joined")!;
  assert.deepEqual([joined.about, joined.direction], [addressOf(node), "in"]);
  assert.ok(seen.ops.has("hello") && seen.roles.has("inbound"));
  const { peers } = await reader.until(({ peers }) => peers?.some(({ state }) => state === "tried") ?? false);
  const row = peers!.find(({ key }) => key === addressOf(node))!;
  assert.deepEqual([row.speaks, row.agent], ["network", "foxchain/test"]);
  assert.ok(row.links.length > 0);
  await node.stop();
  const gone = await reader.until(({ events }) => events?.some(({ kind }) => kind === "left") ?? false);
  assert.ok(gone.links_gone!.length > 0);
  await reader.close();
  await seed.stop();
});

Deno.test("GET /events tells the key to nobody, and no page of another site may follow", async () => {
  const key = new SteeringKey();
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network: {}, key });
  const told = async (headers: Record<string, string>) => {
    const reader = await EventReader.open(node.port, "", headers);
    const snapshot = await reader.snapshot();
    await reader.close();
    return JSON.stringify(snapshot);
  };
  for (const headers of [{}, { "x-foxchain-key": key.text }]) {
    const text = await told(headers as Record<string, string>);
    assert.ok(text.includes('"node":'));
    assert.ok(!text.includes(key.text) && !/token|"key":"[0-9a-f]+"/.test(text), text);
  }
  await assert.rejects(told({ origin: "https://evil.example" }), /^Error: 403/);
  await assert.rejects(told({ "sec-fetch-site": "cross-site" }), /^Error: 403/);
  await node.stop();
});

Deno.test("GET /events has so many places for others, and one more for the person at this machine", async () => {
  const node = start({});
  const elsewhere = { "x-forwarded-for": "203.0.113.7" };
  const readers: EventReader[] = [];
  for (let count = 0; count < event_streams_elsewhere_max; count++) {
    readers.push(await EventReader.open(node.port, "", elsewhere));
  }
  await assert.rejects(EventReader.open(node.port, "", elsewhere), /^Error: 503/);
  readers.push(await EventReader.open(node.port));
  await readers.shift()!.close();
  // The place is free once the node has noticed.
  for (let left = 200; left > 0; left--) {
    const reader = await EventReader.open(node.port, "", elsewhere).catch(() => undefined);
    if (reader === undefined) continue;
    readers.push(reader);
    break;
  }
  assert.equal(readers.length, event_streams_elsewhere_max + 1);
  const start_ms = performance.now();
  await node.stop();
  assert.ok(performance.now() - start_ms < 1000, "Streams do not hold up the stop.");
  for (const reader of readers) while (await reader.next() !== undefined);
});

Deno.test("a reader that does not read is dropped once too many changes wait for it", async () => {
  const clock = new HandClock();
  const node = { agent: "foxchain/test", net: null, addresses: [], port: 9000, outbound: 0 };
  const feed = new LiveFeed({ storage: new MemoryStorage(), clock, node });
  const streams = new EventStreams({ feed, log: logOf("test") });
  const caller = { ip: "127.0.0.1", scope: "loopback", local: true } as const;
  const app = new Hono().get("/events", (c) => streams.answer(c, caller));
  const answer = await app.request("/events");
  const happen = (times: number) => {
    for (let count = 0; count < times; count++) {
      feed.tell({ kind: "stale", about: "ws://a/ws" });
      clock.pass(change_ms);
    }
  };
  // The response itself holds one message more, which nobody has read yet.
  happen(changes_unread_max);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(streams.size, 1);
  happen(3);
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual([streams.size, clock.timers], [0, 0]);
  await answer.body!.cancel();
});
