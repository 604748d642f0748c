/** What may be typed as a node's address. */
import assert from "node:assert/strict";
import { nodeUrl, ownUrl } from "./node_url.ts";

const page = { protocol: "http:", host: "localhost:9000" };

Deno.test("a page that came by https talks to its node by wss", () => {
  assert.equal(ownUrl({ protocol: "https:", host: "fox.example" }), "wss://fox.example/ws");
});

const cases: readonly [typed: string, url: string | undefined][] = [
  ["", "ws://localhost:9000/ws"],
  ["  ", "ws://localhost:9000/ws"],
  [" ws://a:9000/ws ", "ws://a:9000/ws"],
  ["ws://a:9000", "ws://a:9000"],
  ["WSS://a/other?x=1", "WSS://a/other?x=1"],
  ["http://localhost:9100/", "ws://localhost:9100/ws"],
  ["https://fox.example", "wss://fox.example/ws"],
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
