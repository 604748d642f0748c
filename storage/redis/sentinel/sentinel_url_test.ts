import assert from "node:assert/strict";
import { isRedisUrl } from "../server/redis_url.ts";
import { isSentinelUrl, readSentinelUrl } from "./sentinel_url.ts";

function read(text: string) {
  const place = readSentinelUrl(text);
  assert.ok(!("fault" in place), `${text}: ${"fault" in place && place.fault.en}`);
  return place;
}

Deno.test("readSentinelUrl() takes the spellings of other programs, and shows one", () => {
  for (const scheme of ["redis-sentinel", "redis+sentinel", "valkey-sentinel", "VALKEY+Sentinel"]) {
    const text = `${scheme}://a:1,b:2/mymaster/3`;
    assert.ok(isSentinelUrl(text) && isRedisUrl(text), text);
    const { sentinels, master, database, tls, shown } = read(text);
    assert.deepEqual([sentinels.map(({ host, port }) => `${host}:${port}`), master, database, tls], [
      ["a:1", "b:2"],
      "mymaster",
      3,
      false,
    ]);
    assert.equal(shown, "redis-sentinel://a:1,b:2/mymaster/3");
  }
  for (const scheme of ["rediss-sentinel", "valkeys+sentinel"]) {
    const { tls, shown } = read(`${scheme}://a/m`);
    assert.deepEqual([tls, shown], [true, "rediss-sentinel://a:26379/m/0"]);
  }
});

Deno.test("a sentinel that is named twice has one voice", () => {
  const { sentinels, shown } = read("redis-sentinel://a,A:26379,b/m");
  assert.deepEqual([sentinels.length, shown], [2, "redis-sentinel://a:26379,b:26379/m/0"]);
});

Deno.test("readSentinelUrl() never shows a password, and takes every character that is escaped in one", () => {
  const place = read("redis-sentinel://fox:s%40e%2Cc%2Fr%3Aet@a,b:26380/mymaster");
  assert.deepEqual([place.username, place.password], ["fox", "s@e,c/r:et"]);
  assert.equal(place.shown, "redis-sentinel://a:26379,b:26380/mymaster/0");
  const from_environment = readSentinelUrl("redis-sentinel://a/m", { server: "one", sentinels: "two" });
  assert.ok(!("fault" in from_environment));
  assert.deepEqual([from_environment.password, from_environment.sentinel_password], ["one", "two"]);
  assert.doesNotMatch(from_environment.shown, /one|two/);
});

Deno.test("readSentinelUrl() says of a bad URL what is missing, in both languages, without its password", () => {
  const cases: readonly (readonly [text: string, says: RegExp])[] = [
    ["redis-sentinel://a,b", /lacks the name/],
    ["redis-sentinel://a,b/", /looks like/],
    ["redis-sentinel://a,b/0", /lacks the name/],
    ["redis-sentinel://a,b/0#mymaster", /looks like/],
    ["redis-sentinel://a,b?sentinelMasterId=m", /looks like/],
    ["redis-sentinel://a/my master", /lacks the name/],
    ["redis-sentinel:///mymaster", /looks like/],
    ["redis-sentinel://a,,b/mymaster", /looks like/],
    ["redis-sentinel://a:0/mymaster", /looks like/],
    ["redis-sentinel://a:65536/mymaster", /looks like/],
    ["redis-sentinel://a:/mymaster", /looks like/],
    ["redis-sentinel://::1/mymaster", /looks like/],
    ["redis-sentinel://a/mymaster/12345", /looks like/],
    ["redis-sentinel://a/mymaster/x", /looks like/],
    ["redis-sentinel://a/mymaster/0/1", /looks like/],
    ["redis-sentinel://fox:se%cret@a/mymaster", /looks like/],
    ["redis-sentinel://fox:se/cret@a/mymaster", /looks like/],
    ["redis-sentinel:a/mymaster", /looks like/],
    ["redis://a", /looks like/],
  ];
  for (const [text, says] of cases) {
    const place = readSentinelUrl(text);
    assert.ok("fault" in place, text);
    assert.match(place.fault.en, says, text);
    assert.match(place.fault.zh, /网址/);
    assert.doesNotMatch(place.fault.en + place.fault.zh, /cret/);
  }
});
