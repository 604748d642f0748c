/** Several notes of a store as one. */
import type { Words } from "../../discovery/words.ts";

/**
 * The notes after one another; undefined where there is none.
 *
 * @example
 * ```ts
 * import { joinedNotes } from "./notes.ts";
 * import assert from "node:assert/strict";
 *
 * const [one, two] = [{ en: "One.", zh: "一。" }, { en: "Two.", zh: "二。" }];
 * assert.deepEqual(joinedNotes([one, undefined, two]), { en: "One. Two.", zh: "一。二。" });
 * assert.equal(joinedNotes([undefined]), undefined);
 * ```
 */
export function joinedNotes(notes: readonly (Words | undefined)[]): Words | undefined {
  const said = notes.filter((note) => note !== undefined);
  if (said.length === 0) return undefined;
  return { en: said.map(({ en }) => en).join(" "), zh: said.map(({ zh }) => zh).join("") };
}
