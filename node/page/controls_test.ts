import assert from "node:assert/strict";
import { control_bytes_max } from "./limits.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { StorageError } from "../../storage/storage.ts";
import { createApp } from "../app.ts";
import type { Steering } from "./control_orders.ts";
import { EventReader } from "./event_reader.ts";
import { type RunningNode, startNode } from "../node.ts";
import { drawKey, SteeringKey } from "./steering_key.ts";

const key = new SteeringKey();
const body = JSON.stringify({ addr: "ws://peer.example:9000/ws" });
const own = { "host": "localhost:9000", "x-foxchain-key": key.text };
const page = { ...own, "origin": "http://localhost:9000", "sec-fetch-site": "same-origin" };

/** How the order is asked, and what goes wrong with it. */
interface Parts {
  readonly path?: string;
  readonly text?: string;
  readonly remote?: string;
  readonly steers?: boolean;
  readonly error?: Error;
}

/** Asks a node that does whatever it is told; says how often it was told something. */
async function post(
  headers: Record<string, string>,
  { path = "/control/dial", text = body, remote = "127.0.0.1", steers = true, error }: Parts = {},
) {
  let orders = 0;
  const steering: Steering = {
    order: () => {
      if (error !== undefined) throw error;
      return void orders++ as never;
    },
    forget: () => false,
  };
  const app = createApp({
    host_names: ["node.example"],
    upgrade: () => new Response(),
    probe: () => {},
    fault: () => "f00d",
    live: {
      key,
      events: () => new Response(),
      history: () => Promise.resolve([]),
      metrics: () => Promise.reject(),
      steering: () => steers ? steering : undefined,
    },
  });
  const request = new Request(`http://localhost:9000${path}`, { method: "POST", headers, body: text });
  const remoteAddr = { transport: "tcp" as const, hostname: remote, port: 50000 };
  const answer = await app.request(request, undefined, { remoteAddr });
  const said = await answer.text();
  return { status: answer.status, orders, error: said.startsWith("{") ? JSON.parse(said).error : said };
}

const accepted: [string, Record<string, string>, string?][] = [
  ["the node's own page", page],
  ["a program on this machine", own],
  ["the node's own page under 127.0.0.1", {
    ...page,
    host: "127.0.0.1:9000",
    origin: "http://127.0.0.1:9000",
  }],
  ["the node's own page over IPv6", { ...page, host: "[::1]:9000", origin: "http://[::1]:9000" }, "::1"],
  ["IPv4 as IPv6", own, "::ffff:127.0.0.1"],
  ["the node's own page on another computer of the LAN", {
    ...page,
    host: "192.168.1.7:9000",
    origin: "http://192.168.1.7:9000",
  }, "192.168.1.8"],
  ["the node's own page under its public name", {
    ...page,
    host: "node.example",
    origin: "https://node.example",
  }, "203.0.113.7"],
  ["a page behind a proxy that says so", { ...page, "x-forwarded-for": "203.0.113.7" }],
];

for (const [who, headers, remote] of accepted) {
  Deno.test(`a control takes orders from ${who}`, async () => {
    assert.deepEqual(await post(headers, { remote }), { status: 200, orders: 1, error: undefined });
  });
}

const without = { "host": "localhost:9000" };
const refused: [string, number, Record<string, string>, string?][] = [
  ["a page of another origin", 403, { ...own, origin: "https://evil.example" }],
  ["a page of another port", 403, { ...own, origin: "http://localhost:8000" }],
  ["a page without an origin (a frame in a sandbox)", 403, { ...own, origin: "null" }],
  ["a page of another site that hides its origin", 403, { ...own, "sec-fetch-site": "cross-site" }],
  ["a rebound DNS name", 421, { ...page, host: "evil.example:9000", origin: "http://evil.example:9000" }],
  ["a Host that begins as a local one", 421, { ...own, host: "127.0.0.1:80@evil.example" }],
  ["the person at this machine without the key", 401, without],
  ["the node's own page without the key", 401, { ...without, origin: "http://localhost:9000" }],
  ["a neighbour of the LAN without the key", 401, { host: "192.168.1.7:9000" }, "192.168.1.8"],
  ["a proxy that says so, without the key", 401, { ...without, "x-forwarded-for": "127.0.0.1" }],
  ["an empty key", 401, { ...page, "x-foxchain-key": "" }],
  ["the key of another node", 401, { ...page, "x-foxchain-key": drawKey() }],
  ["a part of the key", 401, { ...page, "x-foxchain-key": key.text.slice(1) }],
  ["the key twice", 401, { ...page, "x-foxchain-key": `${key.text}, ${key.text}` }],
  ["the key as a browser's password", 401, { ...without, authorization: `Bearer ${key.text}` }],
  ["the key in another header", 401, { ...without, "x-foxchain-token": key.text }],
];

for (const [who, status, headers, remote] of refused) {
  Deno.test(`a control refuses ${who}`, async () => {
    const answer = await post(headers, { remote });
    assert.deepEqual([answer.status, answer.orders], [status, 0]);
    assert.match(answer.error, /\.\n?$/);
  });
}

const unfit: [string, number, Parameters<typeof post>[1]][] = [
  ["an unknown name", 404, { path: "/control/reboot" }],
  ["a name that every object has", 404, { path: "/control/constructor" }],
  ["no JSON", 400, { text: "{" }],
  ["JSON that is no object", 400, { text: "[]" }],
  ["no address", 400, { text: "{}" }],
  ["an address nobody could dial", 400, { text: '{"addr":"http://a.example/"}' }],
  ["a connection that is no number", 400, { path: "/control/disconnect", text: '{"link":"1"}' }],
  ["a block of no time", 400, { path: "/control/block", text: '{"addr":"ws://a/ws","seconds":0.5}' }],
  ["a block of more than a day", 400, {
    path: "/control/block",
    text: '{"addr":"ws://a/ws","seconds":86401}',
  }],
  ["a body over the limit", 413, { text: body + " ".repeat(control_bytes_max - body.length + 1) }],
  ["anything on a node without a network", 409, { steers: false }],
];

for (const [what, status, parts] of unfit) {
  Deno.test(`a control answers ${status} to ${what}`, async () => {
    const answer = await post(page, parts);
    assert.deepEqual([answer.status, answer.orders], [status, 0]);
    assert.match(answer.error, /\w/);
  });
}

const fit: [string, Parameters<typeof post>[1]][] = [
  ["a body of just the limit", { text: body + " ".repeat(control_bytes_max - body.length) }],
  ["a block of a second", { path: "/control/block", text: '{"addr":"ws://a/ws","seconds":1}' }],
  ["a block of a day", { path: "/control/block", text: '{"addr":"ws://a/ws","seconds":86400}' }],
  ["the end of a block", { path: "/control/unblock" }],
  ["the end of a connection", { path: "/control/disconnect", text: '{"link":1}' }],
];

for (const [what, parts] of fit) {
  Deno.test(`a control takes ${what}`, async () => {
    const { status, orders } = await post(page, parts);
    assert.deepEqual([status, orders], [200, 1]);
  });
}

/** Orders something of a real node. */
async function order({ port }: RunningNode, name: string, body: object): Promise<[number, object]> {
  const answer = await fetch(`http://127.0.0.1:${port}/control/${name}`, {
    method: "POST",
    headers: { "x-foxchain-key": key.text, "origin": `http://127.0.0.1:${port}` },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.json()];
}

const start = (storage = new MemoryStorage()) =>
  startNode({ port: 0, host: "127.0.0.1", storage, key, network: {}, agent: "foxchain/test" });

Deno.test("a student dials a node, cuts the link, sees it kept away, lets it come back and forgets it", async () => {
  const storage = new MemoryStorage();
  const [node, other] = [start(storage), start()];
  const addr = `ws://127.0.0.1:${other.port}/ws`;
  const reader = await EventReader.open(node.port);
  await reader.snapshot();
  assert.deepEqual(await order(node, "dial", { addr }), [200, {}]);
  await reader.until(({ events }) => events?.some(({ kind }) => kind === "joined") ?? false);
  assert.equal((await order(node, "dial", { addr }))[0], 409);
  assert.equal((await order(node, "forget", { addr }))[0], 409);
  assert.deepEqual(await order(node, "block", { addr, seconds: 60 }), [200, {}]);
  const blocked = await reader.until(({ peers }) =>
    peers?.some((peer) => peer.blocked_until_ms !== null) ?? false
  );
  assert.ok(blocked.events!.some(({ kind, about }) => kind === "blocked" && about === addr));
  assert.equal([...node.membership!.links.values()].filter(({ outbound }) => outbound).length, 0);
  assert.equal((await order(node, "dial", { addr }))[0], 409);
  assert.deepEqual(await order(node, "unblock", { addr }), [200, {}]);
  // Nobody has to order it: a free place is filled.
  const back = await reader.until(({ links }) => links?.some(({ stage }) => stage === "network") ?? false);
  const { id } = back.links!.find(({ stage }) => stage === "network")!;
  await other.stop();
  await reader.until(({ links_gone }) => links_gone?.includes(id) ?? false);
  assert.equal((await order(node, "disconnect", { link: id }))[0], 404);
  // The node may be dialling it again at this moment.
  let forgotten = 409;
  while (forgotten === 409) [forgotten] = await order(node, "forget", { addr });
  assert.deepEqual([forgotten, node.membership!.book.get(addr), storage.page(10)], [200, undefined, []]);
  assert.equal((await order(node, "forget", { addr }))[0], 404);
  await reader.close();
  await node.stop();
});

Deno.test("an order that the store refuses gets 409 and the store's words, any other fault 500", async () => {
  const full = new StorageError("full", { en: "The disk is full.", zh: "停" });
  const refused = await post(own, { error: full });
  assert.deepEqual([refused.status, refused.error], [409, "The disk is full."]);
  assert.equal((await post(own, { error: new Error("a bug") })).status, 500);
});
