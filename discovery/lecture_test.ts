import assert from "node:assert/strict";
import { askLecture } from "./lecture.ts";
import * as limits from "./limits.ts";
import { LectureLink, OutboundLink } from "./link.ts";
import { entryOf } from "./book/test_entries.ts";
import { State } from "./state.ts";

Deno.test("a lecture node's list is read again after half the pause at the earliest and one and a half at the latest", () => {
  for (const [random, pauses] of [[0, 0.5], [0.5, 1], [0.999, 1.499]] as const) {
    const state = new State({ random: () => random, nonce: "own", now_ms: 1_000_000 });
    const link = state.add((id) =>
      new LectureLink(new OutboundLink(id, entryOf("ws://8.8.8.8/ws"), "fresh", true))
    );
    const ask = (now_ms: number) => {
      state.at(now_ms);
      askLecture(state, link);
      const effect = state.effects.splice(0)[0]!;
      return effect.kind === "send" ? effect.op : effect.kind;
    };
    const due_ms = 1_000_000 + Math.ceil(limits.lecture_peers_ms * pauses);
    assert.deepEqual([ask(1_000_000), ask(due_ms - 1), ask(due_ms)], ["peers", "ping", "peers"]);
  }
});
