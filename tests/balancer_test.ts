/** Three nodes over one Redis behind a real nginx with deploy/nginx.conf: what its clients notice when something ends. */
import assert from "node:assert/strict";
import { until } from "../node/test_until.ts";
import { clients_per_ip_max, idle_timeout_s } from "../node/limits.ts";
import { event_keep_alive_ms } from "../node/page/limits.ts";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { has_sentinel, sentinel_note, TestSentinels } from "../storage/redis/sentinel/test_sentinels.ts";
import { EntryClient, listed, Registering } from "./balanced_clients.ts";
import {
  BalancedNodes,
  type BalancedOptions,
  balancedTests,
  balancerConfiguration,
} from "./balanced_nodes.ts";
import { nginx_note, nginx_path } from "./nginx.ts";
import { RawClient } from "./raw_client.ts";

const must_run = Deno.env.get("CI") === "true" && Deno.build.os === "linux";

const test = balancedTests({
  name: "behind nginx",
  note: `${nginx_note}${redis_note}`,
  ignore: (nginx_path === undefined || !has_redis) && !must_run,
});

test("a client that comes back elsewhere sees the same set within a second", async (all) => {
  const entry = `wss://${all.host}/ws`;
  const addresses = Array.from({ length: 100 }, (_, n) => `ws://peer${n}.example:9000/ws`);
  using first = await EntryClient.connect(entry);
  assert.equal((await first.ask({ op: "register", args: { addr: addresses } })).status, 202);
  // The first goes on: so the entry gives each of the others a node that has nobody.
  using second = await EntryClient.connect(entry);
  using third = await EntryClient.connect(entry);
  await until(async () => (await clientsOf(all)).every((count) => count === 1), "one client at each node");
  for (const client of [second, third]) {
    await until(
      async () => {
        const { response } = await client.ask({ op: "peers" });
        return new Set((response as { peers: string[] }).peers).isSupersetOf(new Set(addresses));
      },
      "the same set",
      1_000,
    );
  }
});

test("a node that is killed is missed by its own clients alone, which are served again at once", async (all) => {
  const clients = new Registering(`wss://${all.host}/ws`, 12, 20);
  await acknowledgedByAll(clients);
  const killed_ms = performance.now();
  await end(all, 0, "SIGKILL");
  await acknowledgedByAll(clients);
  const wait_ms = Math.max(...clients.waits_ms(killed_ms));
  await all.restart(0);
  await isUsed(all, 0);
  await clients.stop();
  const { refused, failed, cut } = clients.all;
  assert.equal(refused, 0, "nginx tried another node by itself");
  assert.ok(failed + cut <= 4, `one request of each of its clients at most: ${failed} failed, ${cut} cut`);
  assert.ok(wait_ms < 5_000, `${wait_ms} ms without service`);
  await listedEverywhere(all, clients.acknowledged);
});

test("the nodes are started anew one after the other, and nothing acknowledged is lost", async (all) => {
  const clients = new Registering(`wss://${all.host}/ws`, 12, 20);
  for (const number of [0, 1, 2]) {
    await acknowledgedByAll(clients);
    await end(all, number, "SIGTERM");
    await all.restart(number);
    await isUsed(all, number);
  }
  await acknowledgedByAll(clients);
  await clients.stop();
  assert.equal(clients.all.refused, 0);
  await listedEverywhere(all, clients.acknowledged);
});

/** nginx counts failures by itself, unless it is told not to. It forgets them after 10 s; here late, for slow machines. */
const remembering: BalancedOptions = { replaced: [["max_fails=0", "max_fails=1 fail_timeout=1h"]] };
for (const [what, options] of [["at once", {}], ["late, if nginx counted failures", remembering]] as const) {
  test(`nodes that were all away are used again ${what}`, async (all) => {
    const entry = `wss://${all.host}/ws`;
    for (const number of [0, 1, 2]) await end(all, number, "SIGKILL");
    await assert.rejects(EntryClient.connect(entry), /502/);
    await Promise.all([0, 1, 2].map((number) => all.restart(number)));
    using held = new DisposableStack();
    const connect = () => EntryClient.connect(entry).then((client) => held.use(client));
    if (options === remembering) await assert.rejects(connect(), /502/);
    else for (let count = 0; count < 6; count++) await connect();
  }, options);
}

test("a Redis that stands still takes no node out: they go on with what they have", async (all) => {
  const entry = `wss://${all.host}/ws`;
  using client = await EntryClient.connect(entry);
  const register = async (addr: string) => (await client.ask({ op: "register", args: { addr } })).status;
  assert.equal(await register("ws://kept.example/ws"), 202);
  all.redis.signal("SIGSTOP");
  try {
    assert.equal(await register("ws://later.example/ws"), 503);
    for (const number of [1, 2, 3]) {
      await until(async () => (await all.fetch(`/node${number}/readyz`)).status === 503, "red");
      assert.equal((await all.fetch(`/node${number}/healthz`)).status, 200);
    }
    for (let count = 0; count < 6; count++) {
      using newcomer = await EntryClient.connect(entry);
      const { status, response } = await newcomer.ask({ op: "peers" });
      assert.equal(status, 200);
      assert.ok((response as { peers: string[] }).peers.includes("ws://kept.example/ws"));
    }
  } finally {
    all.redis.signal("SIGCONT");
  }
  await until(async () => await register("ws://later.example/ws") === 202, "registered again");
});

Deno.test({
  name:
    `behind nginx a Redis that fails over keeps what was acknowledged, and no connection is cut${nginx_note}${sentinel_note}`,
  ignore: (nginx_path === undefined || !has_sentinel) && !must_run,
  async fn() {
    await using redis = await TestSentinels.start();
    await using all = await BalancedNodes.start({ db: redis.url });
    const clients = new Registering(`wss://${all.host}/ws`, 6, 20);
    await acknowledgedByAll(clients);
    await (await redis.master()).kill();
    await acknowledgedByAll(clients);
    await clients.stop();
    const { failed, cut, refused } = clients.all;
    assert.ok(failed > 0, "503 while there was no master");
    assert.deepEqual([cut, refused], [0, 0]);
    await listedEverywhere(all, clients.acknowledged);
  },
});

test("a client that is refused for having too many places can't lie about its IP, and others are not refused", async (all) => {
  using _held = await holdPlaces(all.nodes[0]!.port, "127.0.0.9");
  const node1 = `wss://${all.host}/node1/ws`;
  for (const lie of ["Accept", "X-Forwarded-For", "X-Real-IP"]) {
    const headers = { [lie]: "203.0.113.7" };
    await assert.rejects(EntryClient.connect(node1, { from: "127.0.0.9", headers }), /503/);
  }
  using _other = await EntryClient.connect(node1, { from: "127.0.0.10" });
  await assert.rejects(EntryClient.connect(node1, { from: "127.0.0.9" }), /503/);
});

/** Counts what a refused client was answered as a failure of the node: what the file leaves out. */
const counting: BalancedOptions = {
  replaced: [
    ["max_fails=0", "max_fails=1 fail_timeout=1h"],
    ["next_upstream error timeout", "next_upstream error timeout http_503"],
  ],
};
for (
  const [what, options] of [["takes no node away from others", {}], [
    "would, if its 503 counted",
    counting,
  ]] as const
) {
  test(`a client that is refused for having too many places ${what}`, async (all) => {
    using _held = await holdPlaces(all.nodes[0]!.port, "127.0.0.9");
    const held = clients_per_ip_max;
    (await visit(all, "127.0.0.9")).dispose();
    await until(async () => `${await clientsOf(all)}` === `${held},0,0`, "all gone");
    using _others = await visit(all, "127.0.0.10");
    const [first, ...rest] = await clientsOf(all);
    if (options === counting) assert.equal(first, held);
    else assert.deepEqual([first, ...rest], [held + 1, 1, 1]);
  }, options);
}

Deno.test("nginx's patience is longer than the silence between two pings, and between two words of the events", () => {
  const minutes = /proxy_read_timeout (\d+)m;/.exec(balancerConfiguration(1, ["a", "b", "c"]))![1];
  assert.ok(Number(minutes) * 60 > 2 * idle_timeout_s);
  assert.ok(Number(minutes) * 60_000 > 2 * event_keep_alive_ms);
});

/** Clients that hold a place at each node; the one that asks over HTTP has none. */
function clientsOf(all: BalancedNodes): Promise<number[]> {
  return Promise.all(all.nodes.map(async ({ port }) => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return [...text.matchAll(/^foxchain_places_taken\{.*\} (\d+)$/gm)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  }));
}

/** Takes all places that a source may have at one node, past nginx: the node believes what 127.0.0.1 says of its caller. */
async function holdPlaces(port: number, ip: string): Promise<Disposable> {
  const held = new DisposableStack();
  for (let count = 0; count < clients_per_ip_max; count++) {
    held.use(await RawClient.connect(port, { "X-Forwarded-For": ip }));
  }
  return held;
}

/** Three clients of one IP, which the entry would lead to three nodes. */
async function visit(all: BalancedNodes, from: string): Promise<DisposableStack> {
  const clients = new DisposableStack();
  for (let count = 0; count < 3; count++) {
    await EntryClient.connect(`wss://${all.host}/ws`, { from }).then((one) => clients.use(one), () => {});
  }
  return clients;
}

async function end(all: BalancedNodes, number: number, signal: Deno.Signal): Promise<void> {
  all.nodes[number]!.signal(signal);
  await all.nodes[number]!.ended;
}

/** Waits until each client had five more answers. */
async function acknowledgedByAll({ courses }: Registering): Promise<void> {
  const wanted = courses.map(({ acknowledged }) => acknowledged.length + 5);
  await until(() => courses.every(({ acknowledged }, n) => acknowledged.length >= wanted[n]!), "served");
}

/** Waits until the entry leads new clients to a node that was started anew. */
async function isUsed(all: BalancedNodes, number: number): Promise<void> {
  await until(async () => {
    using _client = await EntryClient.connect(`wss://${all.host}/ws`);
    return (await clientsOf(all))[number]! > 0;
  }, "used again");
}

async function listedEverywhere(all: BalancedNodes, addresses: readonly string[]): Promise<void> {
  for (const number of [1, 2, 3]) {
    const there = await listed(`wss://${all.host}/node${number}/ws`);
    assert.deepEqual(addresses.filter((addr) => !there.has(addr)), [], `node ${number}`);
  }
}
