import assert from "node:assert/strict";
import { dial } from "./dials.ts";
import { State } from "./state.ts";
import { dialledEntryOf } from "./book/test_entries.ts";

Deno.test("a node that drops hello hears it again with one dial in ten: it may have been upgraded", () => {
  for (
    const [speaks, random, skips] of [
      ["plain", 0.899, true],
      ["plain", 0.9, false],
      ["lecture", 0.5, false],
      ["network", 0.5, false],
      ["unknown", 0.5, false],
    ] as const
  ) {
    const state = new State({ random: () => random, nonce: "own", now_ms: 1_000_000 });
    dial(state, dialledEntryOf("ws://8.8.8.8/ws", { speaks }), "fresh");
    assert.deepEqual([...state.links.values()].map((link) => link.kind === "outbound" && link.skips_hello), [
      skips,
    ]);
  }
});
