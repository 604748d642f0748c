/** What the lab offers to send, and the address of a node's page. */
import assert from "node:assert/strict";
import { factsOf } from "./evidence.ts";
import { messageFor, pageUrl } from "./messages.ts";
import { sent_steps } from "./steps.ts";

Deno.test("each offered message is meant for its step", () => {
  for (const step of sent_steps) {
    const facts = factsOf({ request: messageFor(step.id, "ws://a/ws"), answer: `{"status":${step.status}}` });
    assert.ok(
      step.aims(facts, { registered: ["ws://a/ws"], moment: { sent_s: 0, got_s: 0, same_clock: true } }),
      step.id,
    );
  }
});

Deno.test("register offers the address it is given", () => {
  assert.deepEqual(JSON.parse(messageFor("register", "ws://a/ws")), {
    op: "register",
    args: { addr: "ws://a/ws" },
  });
});

const pages: readonly [string, string | undefined][] = [
  ["ws://localhost:9000/ws", "http://localhost:9000/"],
  ["WSS://fox.example/ws?x=1", "https://fox.example/"],
  ["javascript:alert(1)", undefined],
  ["ws://", undefined],
];

for (const [node_url, page_url] of pages) {
  Deno.test(`the page of ${node_url} is ${page_url ?? "not known"}`, () =>
    assert.equal(pageUrl(node_url), page_url));
}
