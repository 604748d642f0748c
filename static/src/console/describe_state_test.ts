/** Each state is told in words, in both languages. */
import assert from "node:assert/strict";
import type { Cause, State } from "./connection_state.ts";
import { describeState } from "./describe_state.ts";
import { state_words } from "./state_words.ts";

const page = { protocol: "http:", host: "localhost:9000", pathname: "/" };
const url = "ws://localhost:9100/ws";
const { en } = state_words;

function failed(cause: Cause, at = url): State {
  return { kind: "failed", url: at, cause };
}

function waiting(cause: Cause): State {
  return { kind: "waiting", url, cause, retry_at_ms: 0 };
}

const cases: readonly [State, text: string, hint: string][] = [
  [{ kind: "idle" }, en.idle, ""],
  [{ kind: "connecting", url, slow: false }, en.connecting(url), ""],
  [{ kind: "connecting", url, slow: true }, en.connecting(url), en.slow],
  [{ kind: "connecting", url: "ws://localhost/ws", slow: true }, en.connecting("ws://localhost/ws"), en.port],
  [{ kind: "open", url }, en.open(url), ""],
  [{ kind: "disconnected", url }, en.disconnected(url), ""],
  [failed({ kind: "not_an_address" }, "x y"), en.not_an_address("x y"), en.not_an_address_hint],
  [failed({ kind: "forbidden" }), en.forbidden(url), en.forbidden_hint],
  [failed({ kind: "unreachable" }), en.unreachable(url), en.unreachable_hint],
  [failed({ kind: "unreachable" }, "ws://a:1/"), en.unreachable("ws://a:1/"), en.path],
  [waiting({ kind: "dropped" }), en.dropped(url), en.dropped_hint],
  [waiting({ kind: "unreachable" }), en.still_unreachable(url), en.unreachable_hint],
  [waiting({ kind: "closed", code: 1001, reason: "" }), en.closed(url), "It is shutting down."],
  [
    waiting({ kind: "closed", code: 1012, reason: "" }),
    en.closed(url),
    "It frees what its connections hold and is back in a moment.",
  ],
  [waiting({ kind: "closed", code: 4000, reason: "why" }), en.closed(url), "Close code 4000 (“why”)."],
];

for (const [state, text, hint] of cases) {
  Deno.test(`${JSON.stringify(state)} is told: ${text}`, () => {
    assert.deepEqual(describeState(state, en, page), { text, hint });
    const chinese = describeState(state, state_words.zh, page);
    assert.match(chinese.text, /\p{Script=Han}/u);
    assert.equal(chinese.hint === "", hint === "");
  });
}

Deno.test("a page that came by https says why it can't open ws:", () => {
  const { hint } = describeState(failed({ kind: "forbidden" }, "ws://a.example:9000/ws"), en, {
    protocol: "https:",
    host: "fox.example",
    pathname: "/",
  });
  assert.equal(hint, en.mixed);
});
