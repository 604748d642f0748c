/** What may be typed as a node's address. */
import assert from "node:assert/strict";
import { nodeUrl, ownUrl } from "./node_url.ts";

const page = { protocol: "http:", host: "localhost:9000", pathname: "/" };

Deno.test("a page that came by https talks to its node by wss", () => {
  assert.equal(ownUrl({ protocol: "https:", host: "fox.example", pathname: "/" }), "wss://fox.example/ws");
});

Deno.test("a page that lies in a folder of its host has its node beside it", () => {
  const proxied = { protocol: "http:", host: "fox.example", pathname: "/a/fox/" };
  assert.equal(ownUrl(proxied), "ws://fox.example/a/fox/ws");
  assert.equal(nodeUrl("", proxied), "ws://fox.example/a/fox/ws");
  assert.equal(nodeUrl("localhost:9000", proxied), "ws://localhost:9000/ws");
  assert.equal(ownUrl({ ...proxied, pathname: "/fox/index.html" }), "ws://fox.example/fox/ws");
});

const cases: readonly [typed: string, url: string | undefined][] = [
  ["", "ws://localhost:9000/ws"],
  ["  ", "ws://localhost:9000/ws"],
  [" ws://a:9000/ws ", "ws://a:9000/ws"],
  ["ws://a:9000", "ws://a:9000"],
  ["WSS://a/other?x=1", "WSS://a/other?x=1"],
  ["http://localhost:9100/", "ws://localhost:9100/ws"],
  ["https://fox.example", "wss://fox.example/ws"],
  ["https://fox.example/?lang=zh#network", "wss://fox.example/ws"],
  ["https://fox.example/fox/?lang=zh", "wss://fox.example/fox/ws"],
  ["localhost:9100", "ws://localhost:9100/ws"],
  ["[::1]:9000", "ws://[::1]:9000/ws"],
  ["localhost:9100/p2p", "ws://localhost:9100/p2p"],
  ["ws://", undefined],
  ["ws://a:99999/ws", undefined],
  ["ws://a/ws#part", undefined],
  ["not an address", undefined],
  ["ws://a b/ws", undefined],
  ["ftp://a/", undefined],
  ["javascript:alert(1)", undefined],
];

for (const [typed, url] of cases) {
  Deno.test(`typing ${JSON.stringify(typed)} means ${url ?? "nothing"}`, () => {
    assert.equal(nodeUrl(typed, page), url);
  });
}
