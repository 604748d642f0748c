/**
 * What an address costs in Redis, and what loading costs a node: `deno run --allow-all bench/redis_rows.ts` starts a server of its
 * own and prints a table. Sizes are the server's own (`MEMORY USAGE`, all samples); times are the node's processor time.
 */
import process from "node:process";
import { address_characters_max } from "../discovery/address/limits.ts";
import { parseAddress } from "../discovery/address/address.ts";
import { until } from "../node/test_until.ts";
import { peers_max_max, redis_news_max, redis_news_rows_max } from "../storage/limits.ts";
import { never_dialled, type PeerRow } from "../storage/peer_row.ts";
import { keysOf } from "../storage/redis/rows/keys.ts";
import { RedisStore } from "../storage/redis/redis_store.ts";
import { faultOf } from "../storage/redis/test_nodes.ts";
import { TestRedis } from "../storage/redis/test_redis.ts";
import { table } from "./table.ts";

const net = "bench";
const keys = keysOf(net, "a");
/** No rewrite of the log meanwhile: its growth is what registers cost. */
const settings = ["--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0"];
const rows_at_once = 2_000;
/** Longer than anything here takes. */
const limit_ms = 120_000;

/** How the addresses look. */
const kinds = {
  usual: (at: number) => `ws://peer-${at}.example:9000/ws`,
  longest: (at: number) => `ws://peer-${at}.example:9000/`.padEnd(address_characters_max, "x"),
};

function rowOf(addr: string, rest: Partial<PeerRow> = {}): PeerRow {
  const { key, host } = parseAddress(addr).address!;
  const now_ms = Date.now();
  const heard = { first_heard_ms: now_ms, last_heard_ms: now_ms };
  const source = { source_group: "203.0", source_scope: "public" } as const;
  return { ...never_dialled, key, addr, ip: null, group: host, ...source, ...heard, ...rest };
}

/** What a node knows of an address that it dials often. */
function dialled(): Partial<PeerRow> {
  const now_ms = Date.now();
  const times = { last_try_ms: now_ms, last_success_ms: now_ms, first_success_ms: now_ms };
  const counts = { successes: 1234, failures: 1, reliability: Math.random() };
  return { ip: "203.0.113.77", ...times, ...counts, state: "good", speaks: "network" };
}

async function numberFrom(redis: TestRedis, ...command: readonly string[]): Promise<number> {
  return Number((await redis.ask(...command)).slice(1).split("\r\n")[0]);
}

function memory(redis: TestRedis, key: string): Promise<number> {
  return numberFrom(redis, "MEMORY", "USAGE", key, "SAMPLES", "0");
}

async function logBytes(redis: TestRedis): Promise<number> {
  return Number(/^aof_current_size:(\d+)/m.exec(await redis.ask("INFO", "persistence"))![1]);
}

function open(redis: TestRedis, node_id: string): Promise<RedisStore> {
  return RedisStore.open(redis.place, { net, node_id, rows_max: peers_max_max });
}

/**
 * Runs work, and says what processor time it took, and the most between two turns of the event loop: so long nobody is answered. The
 * time of a clock would depend on what else the machine does.
 */
async function watched(work: () => Promise<void>): Promise<{ cpu_ms: number; silent_ms: number }> {
  const used_ms = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const begun_ms = used_ms();
  let silent_ms = 0;
  let last_ms = begun_ms;
  const look = () => {
    silent_ms = Math.max(silent_ms, used_ms() - last_ms);
    last_ms = used_ms();
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return { cpu_ms: used_ms() - begun_ms, silent_ms };
}

async function measure(kind: keyof typeof kinds, count: number): Promise<readonly (string | number)[]> {
  await using redis = await TestRedis.start(settings);
  const addrs = Array.from({ length: count }, (_, at) => kinds[kind](at));
  const store = await open(redis, "a");
  for (let at = 0; at < count; at += rows_at_once) {
    await store.register(addrs.slice(at, at + rows_at_once).map((addr) => rowOf(addr)));
  }
  const shared = await memory(redis, keys.peers) + await memory(redis, keys.heard);
  store.save(addrs.map((addr) => rowOf(addr, dialled())));
  await until(async () => await numberFrom(redis, "HLEN", keys.own) === count, "all is written", limit_ms);
  const own = await memory(redis, keys.own);
  const before = await logBytes(redis);
  for (let at = 0; at < 500; at++) await store.register([rowOf(kinds[kind](count + at))]);
  const per_register = (await logBytes(redis) - before) / 500;
  await store.close();

  let again: RedisStore | undefined;
  const start = await watched(async () => void (again = await open(redis, "a")));
  const gap = await watched(async () => {
    await redis.ask("CLIENT", "KILL", "TYPE", "normal");
    await until(() => faultOf(again!) !== "", "the store has noticed", limit_ms, 2);
    await until(() => faultOf(again!) === "", "the store takes writes again", limit_ms, 2);
    // Not before all is loaded anew.
    await again!.close();
  });
  const figures = [
    shared / count,
    own / count,
    per_register,
    start.cpu_ms,
    start.silent_ms,
    gap.cpu_ms,
    gap.silent_ms,
  ];
  return [
    count.toLocaleString("en"),
    kind,
    ...figures.map((figure) => Math.round(figure).toLocaleString("en")),
  ];
}

/** What the stream takes when it is full, with entries of one address and of as many as fit. */
async function measureNews(rows: number): Promise<readonly (string | number)[]> {
  await using redis = await TestRedis.start(["--save", ""]);
  const store = await open(redis, "a");
  let next = 0;
  for (let entry = 0; entry < redis_news_max + 200; entry++) {
    // One after the other: what comes while others are on their way shares an entry.
    await store.register(Array.from({ length: rows }, () => rowOf(kinds.usual(next++))));
  }
  const [entries, bytes] = [await numberFrom(redis, "XLEN", keys.news), await memory(redis, keys.news)];
  await store.close();
  return [rows, entries.toLocaleString("en"), (bytes / 2 ** 20).toFixed(1)];
}

const figures: (readonly (string | number)[])[] = [];
for (const count of [10_000, 100_000]) {
  for (const kind of ["usual", "longest"] as const) figures.push(await measure(kind, count));
}
const head =
  "addresses | kind | shared, bytes each | own of one node, bytes each | log, bytes per register | " +
  "load at start, ms | silent at most, ms | load after a gap, ms | silent at most, ms";
console.log(table(head, figures));
console.log();
const news = [await measureNews(1), await measureNews(redis_news_rows_max)];
console.log(table("addresses an entry | entries kept | stream, MiB", news));
console.log(
  `\n${new Date().toISOString().slice(0, 10)}, Deno ${Deno.version.deno}, load ${
    Deno.loadavg()[0]!.toFixed(1)
  }`,
);
