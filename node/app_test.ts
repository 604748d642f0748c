import assert from "node:assert/strict";
import { assets } from "../static/assets.ts";
import { type AppHost, createApp } from "./app.ts";
import { PageLines } from "./page/page_lines.ts";
import { SteeringKey } from "./page/steering_key.ts";
import type { Caller } from "./sockets/caller.ts";

const upgrade_headers = {
  "host": "localhost:9000",
  "upgrade": "websocket",
  "connection": "Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

function appWith(parts: Partial<AppHost> = {}) {
  return createApp({
    host_names: ["node.example"],
    upgrade: () => new Response("upgraded"),
    probe: () => {},
    fault: () => "f00d",
    ...parts,
  });
}

/** A request as `Deno.serve` would hand it over. */
async function ask(
  path: string,
  headers: Record<string, string> = {},
  parts: Partial<AppHost> = {},
  method = "GET",
) {
  const remoteAddr = { transport: "tcp" as const, hostname: "127.0.0.1", port: 50000 };
  const request = new Request(`http://localhost:9000${path}`, {
    headers: { host: "localhost:9000", ...headers },
    method,
  });
  return await appWith(parts).request(request, undefined, { remoteAddr });
}

Deno.test("the app sends every file of the page with its type, an ETag, and headers that lock the page in", async () => {
  for (const [path, { content_type, load }] of assets) {
    const body = await load();
    const answer = await ask(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), content_type);
    assert.ok(answer.headers.get("etag"));
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.match(answer.headers.get("content-security-policy")!, /default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(answer.headers.get("content-security-policy")!, /unsafe/);
    assert.equal(answer.headers.get("strict-transport-security"), null);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), new Uint8Array(bytes));
  }
});

Deno.test("the app answers 304 to who has the file already, and the whole file to who has another", async () => {
  const first = await ask("/");
  await first.body?.cancel();
  const again = await ask("/", { "if-none-match": first.headers.get("etag")! });
  assert.deepEqual([again.status, await again.text()], [304, ""]);
  const other = await ask("/", { "if-none-match": '"another"' });
  assert.equal(other.status, 200);
  await other.body?.cancel();
});

Deno.test("a browser that takes gzip gets the page's text compressed, and its ETag holds for that too", async () => {
  for (const [path, { content_type, load }] of assets) {
    const body = await load();
    const plain = await ask(path);
    const answer = await ask(path, { "accept-encoding": "gzip, deflate, br" });
    const is_text = typeof body === "string";
    assert.equal(
      answer.headers.get("content-encoding"),
      is_text ? "gzip" : null,
      `${path} ${content_type}`,
    );
    if (!is_text) continue;
    assert.equal(answer.headers.get("vary"), "Accept-Encoding");
    assert.equal(plain.headers.get("content-encoding"), null);
    const unpacked = answer.body!.pipeThrough(new DecompressionStream("gzip"));
    assert.equal(await new Response(unpacked).text(), body);
    const again = await ask(path, {
      "accept-encoding": "gzip",
      "if-none-match": answer.headers.get("etag")!,
    });
    assert.equal(again.status, 304);
  }
});

Deno.test("the app answers 421 under a name that is not its own, but health and /ws under any", async () => {
  for (const path of ["/", "/static/app.js", "/unknown"]) {
    const answer = await ask(path, { host: "evil.example:9000" });
    assert.equal(answer.status, 421);
    assert.match(await answer.text(), /"evil\.example:9000"/);
  }
  for (const path of ["/healthz", "/readyz"]) {
    assert.equal((await ask(path, { host: "evil.example" })).status, 200);
  }
  assert.equal(await (await ask("/ws", { ...upgrade_headers, host: "evil.example" })).text(), "upgraded");
  assert.equal((await ask("/", { host: "node.example:9000" })).status, 200);
});

Deno.test("the app says whether the node is ready", async () => {
  assert.equal(await (await ask("/readyz")).text(), "ready\n");
  const probe = () => {
    throw new Error("The disk is full.");
  };
  const answer = await ask("/readyz", {}, { probe });
  assert.deepEqual([answer.status, await answer.text()], [503, "not ready: The disk is full.\n"]);
  assert.equal((await ask("/healthz", {}, { probe })).status, 200);
});

Deno.test("the app hands an upgrade on with its caller, whatever its Origin and the case of its tokens", async () => {
  const callers: Caller[] = [];
  const upgrade = (_request: Request, caller: Caller) => {
    callers.push(caller);
    return new Response("upgraded");
  };
  await ask("/ws", { ...upgrade_headers, upgrade: "WebSocket" }, { upgrade });
  await ask("/ws", { ...upgrade_headers, origin: "https://evil.example" }, { upgrade });
  assert.deepEqual(callers, [
    { ip: "127.0.0.1", scope: "loopback", local: true },
    { ip: "127.0.0.1", scope: "public", local: false },
  ]);
});

Deno.test("the app refuses what can't become a WebSocket, in a sentence", async () => {
  const cases: readonly (readonly [Record<string, string>, number, RegExp])[] = [
    [{}, 426, /WebSocket client/],
    [{ ...upgrade_headers, "sec-websocket-version": "8" }, 426, /version 13/],
    [{ ...upgrade_headers, "sec-websocket-key": "" }, 400, /Sec-WebSocket-Key/],
  ];
  for (const [headers, status, text] of cases) {
    const answer = await ask("/ws", headers);
    assert.equal(answer.status, status);
    assert.match(await answer.text(), text);
  }
  assert.equal((await ask("/ws", upgrade_headers, {}, "POST")).status, 400);
  assert.equal((await ask("/ws")).headers.get("upgrade"), "websocket");
});

Deno.test("the app says where the page is to who looks elsewhere", async () => {
  const answer = await ask("/nothing");
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /The page is at \/, the WebSocket at \/ws\./);
});

Deno.test("the app makes of a bug a 500 with a request id, and logs it", async () => {
  const bug = new Error("bug");
  const faults: unknown[] = [];
  const answer = await ask("/ws", upgrade_headers, {
    upgrade() {
      throw bug;
    },
    fault(route, error) {
      faults.push([route, error]);
      return "f00d";
    },
  });
  assert.deepEqual([answer.status, await answer.text()], [500, "Internal error, request id f00d.\n"]);
  assert.deepEqual(faults, [["/ws", bug]]);
});

Deno.test("the names of a class are told to a page with the key, and to nobody else", async () => {
  const key = new SteeringKey();
  const names = [{ key: "ws://10.0.0.7:9000/ws", name: "张三", number: "1", class_name: "" }];
  const live = {
    key,
    names: () => names,
    events: () => new Response(),
    metrics: () => Promise.reject(new Error("nobody asks")),
    history: () => Promise.resolve([]),
    steering: () => undefined,
  };
  const told = await ask("/names", { "x-foxchain-key": key.text }, { live });
  assert.deepEqual([told.status, await told.json()], [200, { names }]);
  assert.equal(told.headers.get("cache-control"), "no-store");
  const strangers = [{}, { "x-foxchain-key": "guessed" }, {
    "x-foxchain-key": key.text,
    "origin": "http://evil.example",
  }];
  for (const headers of strangers) {
    const answer = await ask("/names", headers as Record<string, string>, { live });
    assert.ok([401, 403].includes(answer.status));
    assert.doesNotMatch(await answer.text(), /张三/);
  }
});

Deno.test("GET /said tells a page what an op wrote for its request, and no page of another origin", async () => {
  const lines = new PageLines();
  const [own, other] = ["0123456789abcdef".repeat(2), "f".repeat(32)];
  const live = {
    key: new SteeringKey(),
    said: (page: string, request: number) => lines.take(page, request),
    events: () => new Response(),
    metrics: () => Promise.reject(new Error("nobody asks")),
    history: () => Promise.resolve([]),
    steering: () => undefined,
  };
  lines.keep(own, 3, "fox");
  const said = (query: string, headers: Record<string, string>) => ask(`/said${query}`, headers, { live });
  const foreign = { "x-foxchain-page": own, origin: "http://evil.example" };
  assert.equal((await said("?request=3", foreign)).status, 403);
  for (const [query, tag] of [["?request=3", ""], ["?request=3", "me"], ["", own], ["?request=x", own]]) {
    assert.equal((await said(query!, { "x-foxchain-page": tag! })).status, 400, `${query} ${tag}`);
  }
  const nothing = { lines: [], left_out: 0 };
  assert.deepEqual(await (await said("?request=3", { "x-foxchain-page": other })).json(), nothing);
  const answer = await said("?request=3", { "x-foxchain-page": own });
  assert.deepEqual(await answer.json(), { lines: ["fox"], left_out: 0 });
  assert.equal(answer.headers.get("cache-control"), "no-store");
});
