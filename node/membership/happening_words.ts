/** The log's words for what the membership does. */
import type { Happening } from "../../discovery/state/happening.ts";

/** A log message of one kind of happening; `{about}` and the others stand for its fields. */
const words: Readonly<Record<Happening["kind"], string | undefined>> = {
  "dialling": "Dialling {about}",
  "reached": "Reached {about}",
  "reached lecture node": "Reached a lecture node at {about}",
  "healed": "Answers again: {about}",
  "dialled back": "Verified {about}",
  "own address confirmed": "Confirmed by others is our own address {about}",
  "own address doubted": "Nobody confirms any longer our own address {about}",
  "learned": "Learned {count} from {about}",
  "told": undefined,
  "announcement": "Heard the announcement of {about}",
  "lost touch": "Lost touch with {about}",
  "suspect": "Suspects {about}",
  "never reached": "Never reached yet {about}",
  "stale": "Takes for dead {about}",
  "forgotten": "Forgot {about}",
  "closing": "Closes ({reason}) {about}",
  "closed": "Closed by the other end with {code}: {about}",
  "blocked": "Blocks {about}",
  "unblocked": "Blocks no more {about}",
};

/**
 * A happening as a log message; undefined where it is not logged.
 *
 * @example
 * ```ts
 * import { tellInWords } from "./happening_words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(tellInWords({ kind: "stale", about: "ws://a/ws" }), "Takes for dead {about}");
 * assert.equal(tellInWords({ kind: "learned", about: "ws://a/ws", count: 0 }), undefined);
 * assert.equal(tellInWords({ kind: "told", about: "ws://a/ws", keys: ["ws://b/ws"] }), undefined);
 * ```
 */
export function tellInWords({ kind, count }: Happening): string | undefined {
  return count === 0 ? undefined : words[kind];
}
