import assert from "node:assert/strict";
import { Hono } from "hono";
import { keyFault, keyRoutes, needsKey } from "./key_guard.ts";
import { code_bytes_max } from "./limits.ts";
import { drawKey, SteeringKey } from "./steering_key.ts";

const host = "localhost:9000";

function ask(key: SteeringKey, headers: Record<string, string>, body = "{}") {
  return new Hono().route("/key", keyRoutes(key)).request("/key", {
    method: "POST",
    headers: { host, ...headers },
    body,
  });
}

Deno.test("keyFault() tells a missing key from a wrong one, and both from a page of another site", () => {
  const key = new SteeringKey();
  const faultOf = (headers: Record<string, string>) => keyFault(new Headers({ host, ...headers }), key);
  assert.equal(faultOf({ "x-foxchain-key": key.text }), undefined);
  assert.match(faultOf({})!.error, /^This needs the node's key/);
  assert.match(faultOf({ "x-foxchain-key": drawKey() })!.error, /^The key does not fit/);
  assert.equal(faultOf({ "x-foxchain-key": key.text, origin: "https://evil.example" })!.status, 403);
});

Deno.test("needsKey() lets a route answer only those that bear the key", async () => {
  const key = new SteeringKey();
  const app = new Hono().get("/names", needsKey(key), (c) => c.text("names"));
  const with_key = await app.request("/names", { headers: { host, "x-foxchain-key": key.text } });
  assert.deepEqual([with_key.status, await with_key.text()], [200, "names"]);
  const without = await app.request("/names", { headers: { host } });
  assert.deepEqual([without.status, without.headers.get("www-authenticate")], [401, "FoxchainKey"]);
});

Deno.test("POST /key tells whether the key fits, never the key, and is not kept", async () => {
  const key = new SteeringKey();
  const cases: [Record<string, string>, boolean][] = [
    [{}, false],
    [{ "x-foxchain-key": drawKey() }, false],
    [{ "x-foxchain-key": key.text }, true],
  ];
  for (const [headers, fits] of cases) {
    for (const body of ["", "{}", '{"code":null}']) {
      const answer = await ask(key, headers, body);
      assert.deepEqual([answer.status, await answer.json()], [200, { fits }]);
      assert.equal(answer.headers.get("cache-control"), "no-store");
    }
  }
});

Deno.test("a page that may not order anything is not told that its key fits", async () => {
  const key = new SteeringKey();
  const headers = { "x-foxchain-key": key.text, origin: "http://localhost:8080" };
  const answer = await ask(key, headers);
  assert.deepEqual([answer.status, (await answer.json()).fits], [403, undefined]);
});

Deno.test("POST /key gives the key for its code once", async () => {
  const key = new SteeringKey();
  const code = key.drawCode();
  const first = await ask(key, {}, JSON.stringify({ code }));
  assert.deepEqual([first.status, await first.json()], [200, { fits: true, key: key.text }]);
  assert.equal(first.headers.get("cache-control"), "no-store");
  const second = await ask(key, {}, JSON.stringify({ code }));
  assert.deepEqual([second.status, await second.json()], [403, { fits: false }]);
});

Deno.test("POST /key refuses what is no code, and stays ready for the right one", async () => {
  const key = new SteeringKey();
  const code = key.drawCode();
  for (const body of ["{", "null", '{"code":["x"]}', '{"code":7}', "\\0"]) {
    assert.equal((await ask(key, {}, body)).status, 400, body);
  }
  for (const wrong of ["", "x", key.text, drawKey(), `${code} `]) {
    assert.equal((await ask(key, {}, JSON.stringify({ code: wrong }))).status, 403, wrong);
  }
  const right = JSON.stringify({ code });
  const padded = (bytes: number) => right + " ".repeat(bytes - right.length);
  assert.equal((await ask(key, {}, padded(code_bytes_max + 1))).status, 413);
  assert.equal((await ask(key, { origin: "https://evil.example" }, right)).status, 403);
  assert.equal((await ask(key, { "sec-fetch-site": "cross-site" }, right)).status, 403);
  assert.equal((await ask(key, {}, padded(code_bytes_max))).status, 200);
});
