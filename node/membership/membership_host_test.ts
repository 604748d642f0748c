import assert from "node:assert/strict";
import { forget_unreached_s, heard_per_source_group_max, local_max } from "../../discovery/limits.ts";
import {
  rows_reviewed_at_once,
  rows_written_at_once,
  shutdown_grace_ms,
  write_behind_ms,
} from "../limits.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { row, rows } from "../../storage/test_rows.ts";
import { type Dial, dial } from "../sockets/dialer.ts";
import { startNode } from "../node.ts";
import { locate } from "../../discovery/address/group.ts";
import type { Tell } from "../../discovery/state/happening.ts";
import { StorageError } from "../../storage/storage.ts";
import { HandClock } from "../hand_clock.ts";
import { logOf } from "../logging.ts";
import { MembershipHost } from "./membership_host.ts";
import { steadyClock } from "../steady_clock.ts";
import { until } from "../test_until.ts";
import { isPeer } from "../../discovery/state/link.ts";

const start = (network: Parameters<typeof startNode>[0]["network"], storage = new MemoryStorage()) =>
  startNode({ port: 0, host: "127.0.0.1", storage, network });

const addressOf = ({ port }: { port: number }) => `ws://127.0.0.1:${port}/ws`;

/** How a stop may find a node. That nothing is left over is what Deno's sanitizers check. */
Deno.test("a node that is stopped while it starts, or while it dials, leaves nothing behind", async () => {
  await start({ join: ["ws://127.0.0.1:1/ws"] }).stop();
  let dials = 0;
  const hanging: Dial = ({ signal }) => {
    dials++;
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const node = start({ join: ["ws://127.0.0.1:1/ws"], dial: hanging });
  await until(() => dials > 0);
  await node.stop();
});

Deno.test("a node stops in time although a neighbour does not answer its close", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = listener.addr.port;
  const upgraded = Promise.withResolvers<void>();
  // Upgrades and then only reads. The key's answer is computed as RFC 6455 says.
  const deaf = (async () => {
    const conn = await listener.accept();
    const buffer = new Uint8Array(4096);
    const head = new TextDecoder().decode(buffer.subarray(0, await conn.read(buffer) ?? 0));
    const key = /sec-websocket-key: (\S+)/i.exec(head)![1]! + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key)));
    const answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${hash.toBase64()}\r\n\r\n`;
    await conn.write(new TextEncoder().encode(answer));
    upgraded.resolve();
    while (await conn.read(buffer).catch(() => null) !== null);
    conn.close();
  })();
  const node = start({ join: [`ws://127.0.0.1:${port}/ws`] });
  await upgraded.promise;
  await until(() =>
    [...node.membership!.links.values()].some((link) =>
      link.kind === "outbound" && link.stage === "handshake"
    )
  );
  const start_ms = performance.now();
  await node.stop();
  assert.ok(performance.now() - start_ms < 2 * shutdown_grace_ms);
  await deaf;
  listener.close();
});

Deno.test("what a node learned is stored a little later, and the rest when it stops", async () => {
  // A hundred times as fast: five seconds are 50 ms.
  const clock = steadyClock(100);
  const [first, second] = [new MemoryStorage(), new MemoryStorage()];
  // MemoryStorage is empty once it is closed.
  let left = 0;
  second.close = () => void (left = second.count());
  const a = start({ clock }, first);
  const b = start({ clock, join: [addressOf(a)] }, second);
  await until(() => first.count() === 1 && second.count() === 1);
  assert.ok(write_behind_ms > 0);
  await Promise.all([a.stop(), b.stop()]);
  assert.equal(left, 1);
});

Deno.test("stored rows that a start did not take over are forgotten or taken over later", async () => {
  class Unread extends MemoryStorage {
    override load(): [] {
      return [];
    }
  }
  const storage = new Unread();
  const now_ms = Date.now();
  const [old, ...fresh] = rows(rows_reviewed_at_once + 1).map((each) => ({ ...each, last_heard_ms: now_ms }));
  const forgotten_ms = now_ms - 2 * forget_unreached_s * 1000;
  storage.save([{ ...old!, first_heard_ms: forgotten_ms, last_heard_ms: forgotten_ms }, ...fresh]);
  const dial: Dial = () => Promise.reject(new Error("nobody is there"));
  const node = start({ clock: steadyClock(100), dial }, storage);
  await until(() => storage.count() === fresh.length && node.membership!.book.size === fresh.length);
  assert.equal(storage.find(old!.key), undefined);
  await node.stop();
});

Deno.test("an address that nobody can dial leaves the store of an earlier version, and is not dialled", async () => {
  const storage = new MemoryStorage();
  const dialled: string[] = [];
  const dial: Dial = ({ target }) => {
    dialled.push(target.host);
    return Promise.reject(new Error("nobody is there"));
  };
  const now_ms = Date.now();
  const kept = row("ws://a.example/ws", { last_heard_ms: now_ms });
  storage.save([
    kept,
    ...["0.0.0.0", "224.0.0.1", "[fe80::1]"].map((host) => {
      const addr = `ws://${host}:9000/ws`;
      return { ...kept, addr, key: addr, last_success_ms: now_ms, successes: 1 };
    }),
  ]);
  const node = start({ clock: steadyClock(100), dial }, storage);
  await until(() => storage.count() === 1 && dialled.length > 0);
  await node.stop();
  assert.deepEqual([...new Set(dialled)], ["a.example"]);
});

Deno.test("a registered address that memory has no room for is listed, stored, and recalled", async () => {
  const storage = new MemoryStorage();
  const dial: Dial = () => Promise.reject(new Error("nobody is there"));
  const node = start({ dial }, storage);
  const client = new WebSocket(addressOf(node));
  await new Promise((resolve) => client.onopen = resolve);
  const ask = (op: string, args: object) => {
    const answered = new Promise<string>((resolve) => client.onmessage = ({ data }) => resolve(data));
    client.send(JSON.stringify({ op, args }));
    return answered;
  };
  const addresses = Array.from({ length: local_max + 500 }, (_, n) => `ws://peer-${n}.example:9000/ws`);
  await ask("register", { addr: addresses });
  const { local } = node.membership!.book;
  assert.deepEqual([local.rows.length, node.peers_count], [local_max, addresses.length]);
  const { peers } = JSON.parse(await ask("peers", { limit: 10_000 })).response;
  assert.deepEqual(new Set(peers), new Set(addresses));
  const absent = addresses.filter((addr) => node.membership!.book.get(addr) === undefined);
  assert.equal(absent.length, 500);
  storage.save([{ ...storage.find(absent[0]!)!, failures: 2, last_try_ms: Date.now() }]);
  await ask("register", { addr: absent[0] });
  assert.equal(node.membership!.book.get(absent[0]!)!.contact!.failures, 2);
  assert.equal(local.rows.length, local_max);
  const closed = new Promise((resolve) => client.onclose = resolve);
  client.close();
  await closed;
  await node.stop();
  assert.equal(storage.count(), addresses.length);
});

Deno.test("a store that breaks down ends neither the process nor the node", async () => {
  class Broken extends MemoryStorage {
    saves = 0;
    override save(): void {
      this.saves++;
      throw new TypeError("a bug");
    }
  }
  const storage = new Broken();
  const clock = steadyClock(100);
  const [a, b] = [start({ clock }), start({ clock }, storage)];
  const c = start({ clock, join: [addressOf(a), addressOf(b)] });
  await until(() => storage.saves >= 2);
  await Promise.all([a.stop(), b.stop(), c.stop()]);
});

Deno.test("a node joins by a name whose first address is dead, and keeps the one that answered", async () => {
  for (const first of ["127.0.0.9", "::1"]) {
    const seed = start({});
    const resolve = () => Promise.resolve([first, "127.0.0.1"]);
    const join = `ws://seed.example:${seed.port}/ws`;
    const node = start({ join: [join], dial: (request) => dial(request, { resolve }) });
    await until(() => [...node.membership!.links.values()].some(isPeer));
    const row = node.membership!.book.get(join)!;
    assert.deepEqual([row.ip, row.scope], ["127.0.0.1", "loopback"]);
    await Promise.all([node.stop(), seed.stop()]);
  }
});

Deno.test("a node that reaches itself notices and never holds that connection", async () => {
  const node = start({ clock: steadyClock(10) });
  const again = `ws://localhost:${node.port}/ws`;
  const client = new WebSocket(addressOf(node));
  await new Promise((resolve) => client.onopen = resolve);
  const answered = new Promise((resolve) => client.onmessage = resolve);
  client.send(JSON.stringify({ op: "register", args: { addr: again } }));
  await answered;
  const entry = () => node.membership!.book.get(again);
  await until(() => (entry()?.contact?.avoid_until_s ?? 0) > 0);
  assert.deepEqual([...node.membership!.links.values()].filter(({ outbound }) => outbound), []);
  const closed = new Promise((resolve) => client.onclose = resolve);
  client.close();
  await closed;
  await node.stop();
});

/** A host that was not started: nothing happens by itself, and its clock stands. */
function idleHost(storage: MemoryStorage, tell: Tell = () => {}) {
  const clock = new HandClock();
  const nothing = () => {};
  const watcher = { tell, changedPeer: nothing, touched: nothing, passed: nothing };
  const dial: Dial = () => Promise.reject(new Error("nobody is there"));
  const connect = () => {
    throw new Error("nobody is there");
  };
  const host = new MembershipHost({
    membership: {},
    storage,
    dial,
    clock,
    log: logOf("node"),
    watcher,
    connect,
  });
  return { host, clock };
}

Deno.test("what a stranger's flood pushes out of the book leaves the store as fast, not five seconds later", async () => {
  const storage = new MemoryStorage();
  const { host } = idleHost(storage);
  const flood = rows(heard_per_source_group_max + 2 * rows_written_at_once);
  for (const each of flood) {
    await storage.register([each]);
    host.registered([locate(each.addr)!], { ip: "8.8.8.8", scope: "public" }, true);
  }
  assert.ok(storage.count() <= heard_per_source_group_max + rows_written_at_once, `${storage.count()} rows`);
  host.stop();
});

Deno.test("a connection that the membership has let go of gets no network op answered", () => {
  const { host, clock } = idleHost(new MemoryStorage());
  const { network } = host.inboundEnd({ ip: "8.8.8.8", scope: "public" });
  const args = { v: 1, net: "foxchain", nonce: "theirs" };
  network.run("hello", (membership, now_ms, link) => membership.hello(now_ms, link, args));
  assert.equal(network.allows("sample"), true);
  const [link] = host.membership.links.keys();
  host.order((operator) => operator.disconnect(link!));
  assert.equal(network.allows("sample"), false);
  host.stop();
  assert.equal(clock.timers, 0);
});

Deno.test("a row that has left, but that the store can't remove yet, is not looked at again: it leaves once", async () => {
  class Unwritable extends MemoryStorage {
    override remove(): void {
      throw new StorageError("unwritable", { en: "The peer store can't be written.", zh: "停" });
    }
  }
  const storage = new Unwritable();
  const addr = "ws://224.0.0.1:9000/ws";
  storage.save([{ ...row("ws://a.example/ws"), addr, key: addr }]);
  const told: string[] = [];
  const { host, clock } = idleHost(storage, ({ kind, about }) => void told.push(`${kind} ${about}`));
  await host.start();
  for (let turn = 0; turn < 4; turn++) clock.pass(write_behind_ms);
  assert.deepEqual(told, [`forgotten ${addr}`]);
  host.stop();
});
