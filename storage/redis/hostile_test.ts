/** What another program puts under foxchain's keys: no page or dialler is steered by it, and no node ends by it. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { forget_reached_s } from "../../discovery/book/limits.ts";
import { redis_clock_apart_max_ms, redis_text_characters_max } from "../limits.ts";
import { ownText, sharedText } from "./rows/row_texts.ts";
import { base_ms, faultOf, fresh, openNode, redisTest } from "./test_nodes.ts";

const peers = "{foxchain:test}:peers";
const heard = "{foxchain:test}:heard";
const news = "{foxchain:test}:news";

/** A text as foxchain writes it, with some fields replaced. */
function text(addr: string, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...JSON.parse(sharedText(fresh(addr))), ...changes });
}

/** Key and text of what is no row. */
const no_rows: readonly (readonly [key: string, text: string])[] = [
  ["ws://a/", "what?"],
  ["ws://a/", "null"],
  ["ws://a/", "[]"],
  ["ws://a/", '{"__proto__":{"addr":"ws://a"}}'],
  ["ws://a/", "[".repeat(20_000)],
  ["ws://a/", text("ws://a", { pad: "x".repeat(redis_text_characters_max) })],
  ["ws://a/", text("ws://a", { addr: 5 })],
  ["ws://a/", text("ws://a", { addr: "ws://b" })],
  ["ws://a/", text("ws://a", { addr: "javascript:alert(1)" })],
  ["ws://a/", text("ws://a", { source_scope: "everywhere" })],
  ["ws://a/", text("ws://a", { source_group: { a: 1 } })],
  ["ws://a/", text("ws://a", { source_group: "g".repeat(257) })],
  ["ws://a/", text("ws://a", { first_heard_ms: -1 })],
  ["ws://a/", text("ws://a", { first_heard_ms: 1e300 })],
  ["ws://a/", text("ws://a", { first_heard_ms: "5" })],
  // Keys that are not the canonical form, or that nobody could dial.
  ["ws://A/", text("ws://A")],
  ["ws://a:80/", text("ws://a")],
  ["ws://0.0.0.0/", text("ws://a", { addr: "ws://0.0.0.0" })],
  ["<img src=x>", text("ws://a", { addr: "<img src=x>" })],
  ["", text("ws://a")],
];

redisTest("what is no row is left alone and told of, at the start and among the news", async (redis) => {
  await using a = await openNode(redis, "a");
  await a.register([fresh("ws://kept"), fresh("ws://later")]);
  for (const [key, text] of no_rows) {
    await redis.ask("DEL", peers);
    await redis.ask("HSET", peers, "ws://kept/", sharedText(fresh("ws://kept")), key, text);
    await redis.ask("XADD", news, "*", "rows", JSON.stringify([[key, base_ms, text]]));
    await using b = await openNode(redis, "b");
    assert.deepEqual(b.page(10), ["ws://kept"], text.slice(0, 80));
    assert.match(b.note!.en, /1 of the fields of \{foxchain:test\}:peers .* ignored.*redis-cli HDEL/);
    assert.match(b.note!.zh, /redis-cli HDEL/);
  }
  await using b = await openNode(redis, "b");
  await b.register([fresh("ws://marker")]);
  await until(() => a.count() === 3);
  assert.deepEqual(new Set(a.page(10)), new Set(["ws://kept", "ws://later", "ws://marker"]));
  assert.equal(faultOf(a), "");
});

redisTest(
  "an address whose field another program took is written over, when it is registered",
  async (redis) => {
    await redis.ask("HSET", peers, "ws://a/", "what?", "ws://b/", "what?");
    await using a = await openNode(redis, "a");
    await a.register([fresh("ws://a")]);
    a.save([fresh("ws://b")]);
    await until(async () => (await redis.ask("HGET", peers, "ws://b/")).includes("ws://b"));
    await using b = await openNode(redis, "b");
    assert.deepEqual([new Set(b.page(10)), b.note], [new Set(["ws://a", "ws://b"]), undefined]);
  },
);

redisTest("group and IP follow from the address, whatever a text says of them", async (redis) => {
  await redis.ask(
    "HSET",
    peers,
    "ws://9.9.9.9/",
    text("ws://9.9.9.9", { group: "elsewhere", ip: "127.0.0.1" }),
  );
  await redis.ask("HSET", peers, "ws://x.example/", text("ws://x.example", { group: 7, ip: "127.0.0.1" }));
  await using a = await openNode(redis, "a");
  const places = a.walk(10).map(({ ip, group }) => ({ ip, group }));
  assert.deepEqual(places, [{ ip: "9.9.9.9", group: "9.9" }, { ip: null, group: "x.example" }]);
});

redisTest("times that are none, or in the future, steer nothing", async (redis) => {
  const names = ["none", "low", "high", "future"];
  for (const name of names) await redis.ask("HSET", peers, `ws://${name}/`, text(`ws://${name}`));
  await redis.ask("ZADD", heard, "-inf", "ws://low/", "inf", "ws://high/", "9e15", "ws://future/");
  await using a = await openNode(redis, "a");
  const times = Object.fromEntries(
    a.walk(10).map(({ addr, last_heard_ms }) => [addr.slice(5), last_heard_ms]),
  );
  const { future, ...others } = times;
  assert.deepEqual(others, { none: base_ms, low: base_ms, high: base_ms });
  assert.ok(future! <= Date.now() + redis_clock_apart_max_ms);
  // The first look sweeps, too.
  const score = async (key: string) => Number((await redis.ask("ZSCORE", heard, key)).split("\r\n")[1]);
  await until(async () => await score("ws://future/") <= Date.now() + redis_clock_apart_max_ms);
  assert.ok(await score("ws://high/") <= Date.now() + redis_clock_apart_max_ms);
});

redisTest("an own part that is none counts as never dialled", async (redis) => {
  const good = JSON.parse(ownText(fresh("ws://a", { ip: "1.2.3.4", successes: 3, state: "good" })));
  const bad: readonly Readonly<Record<string, unknown>>[] = [
    { failures: 1.5 },
    { failures: -1 },
    { reliability: 2 },
    { reliability: null },
    { state: "best" },
    { speaks: 7 },
    { anchor: 1 },
    { ip: "localhost" },
    { ip: ["1.2.3.4"] },
    { group: null },
    { last_success_ms: 1e300 },
    { forgotten_ms: "yes" },
  ];
  const key = "ws://a/";
  await redis.ask("HSET", peers, key, text("ws://a"));
  await redis.ask("ZADD", heard, String(base_ms), key);
  for (const changes of [{}, ...bad]) {
    await redis.ask("HSET", "{foxchain:test}:own:a", key, JSON.stringify({ ...good, ...changes }));
    await using a = await openNode(redis, "a");
    assert.equal(a.find(key)!.successes, Object.keys(changes).length === 0 ? 3 : 0, JSON.stringify(changes));
  }
});

redisTest("news of odd kinds end nothing", async (redis) => {
  await using a = await openNode(redis, "a");
  await a.register([fresh("ws://x")]);
  const odd = [
    ["rows", "null"],
    ["rows", "7"],
    ["rows", "[7,null,[[]]]"],
    ["removed", '[["ws://x/",null],["ws://x/","9"],7,["ws://x/",-5]]'],
    ["removed", '{"length":1}'],
    ["constructor", "[]"],
    ["", ""],
  ] as const;
  for (const fields of odd) await redis.ask("XADD", news, "*", ...fields);
  await using b = await openNode(redis, "b");
  await b.register([fresh("ws://marker")]);
  await until(() => a.count() === 2);
  assert.equal(faultOf(a), "");
});

redisTest(
  "a node whose date is wrong removes nothing for the others, and its addresses stay",
  async (redis) => {
    const week_ms = forget_reached_s * 1000;
    await using a = await openNode(redis, "a");
    await a.register([fresh("ws://x")]);
    await using ahead = await openNode(redis, "ahead", { now_ms: () => Date.now() + 2 * week_ms });
    assert.match(ahead.note!.en, /clock is 336\.0 hours ahead of Redis's/);
    assert.match(ahead.note!.zh, /快 336\.0 小时/);
    ahead.remove(["ws://x/"]);
    await using behind = await openNode(redis, "behind", { now_ms: () => 5_000 });
    assert.match(behind.note!.en, /behind/);
    await behind.register([fresh("ws://y", { first_heard_ms: 5_000, last_heard_ms: 5_000 })]);
    await until(() => a.count() === 2);
    const score = Number((await redis.ask("ZSCORE", heard, "ws://y/")).split("\r\n")[1]);
    assert.ok(Math.abs(score - Date.now()) < 60_000, `${score}`);
    // The first look of a node sweeps.
    await until(async () => (await redis.ask("EXISTS", "{foxchain:test}:alive:a")).includes(":1"));
    assert.match(await redis.ask("HLEN", peers), /^:2/);
  },
);

redisTest("a date that jumps while a node runs takes no address from the others", async (redis) => {
  let now_ms = base_ms;
  await using a = await openNode(redis, "a", { now_ms: () => now_ms });
  await using b = await openNode(redis, "b");
  await a.register([fresh("ws://x")]);
  now_ms += 2 * forget_reached_s * 1000;
  a.remove(["ws://x/"]);
  await a.register([fresh("ws://marker")]);
  await until(() => b.count() === 2);
  assert.match(await redis.ask("HEXISTS", "{foxchain:test}:own:a", "ws://x/"), /^:1/);
  assert.deepEqual([a.page(10), b.find("ws://x/")?.addr], [["ws://marker"], "ws://x"]);
});
