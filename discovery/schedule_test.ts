import assert from "node:assert/strict";
import { stateOf } from "./book/entry.ts";
import * as limits from "./limits.ts";
import { ClientLink, InboundLink, OutboundLink } from "./link.ts";
import { tick } from "./schedule.ts";
import { State } from "./state.ts";
import { at, seeded, stranger } from "./book/test_entries.ts";

Deno.test("among those to redial for ever are only good peers that this node dialled", () => {
  const now_s = 1_000_000;
  for (
    const [successes, outbound] of [
      [limits.good_successes_min, true],
      [limits.good_successes_min - 1, true],
      [limits.good_successes_min, false],
    ] as const
  ) {
    const state = new State({ random: seeded(1), nonce: "own", now_ms: now_s * 1000, dial: false });
    const entry = state.book.hear(now_s, at("ws://8.8.8.8/ws"), stranger)!;
    const first_success_s = now_s - limits.good_span_s;
    Object.assign(entry.dialled(), { successes, first_success_s, last_success_s: now_s, reliability: 1 });
    const client = new ClientLink(1, "8.8.8.8", stranger, state.now_ms);
    const link = state.add((id) =>
      outbound
        ? new OutboundLink(id, entry, "fresh", false)
        : new InboundLink(client, "inbound", "theirs", null)
    );
    Object.assign(link, { stage: "network", entry, heard_ms: state.now_ms + limits.sweep_ms });
    const is_good = successes === limits.good_successes_min;
    assert.equal(stateOf(entry) === "good", is_good);
    tick(state.at(state.sweep_ms));
    assert.equal(
      state.reconnects.next(({ target }) => target.addr),
      is_good && outbound ? entry.target.addr : undefined,
    );
  }
});

Deno.test("a tick that is due at once comes after the shortest pause all the same", () => {
  const state = new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000, dial: false });
  const client = new ClientLink(1, "8.8.8.8", stranger, state.now_ms);
  const link = state.add(() => new InboundLink(client, "overflow", "theirs", null));
  link.until_ms = state.now_ms + 1;
  tick(state);
  assert.equal(state.due_ms, state.now_ms + limits.tick_min_ms);
});
