/** The requests that a person saved under a name: what may be saved, and how it is stored. Pure. */

/** One of them. */
export interface SavedRequest {
  readonly name: string;
  /** As it stood in the editor: it need not be JSON. */
  readonly text: string;
}

/** Requests that are kept. With the longest texts they take a third of the storage that browsers give a page. */
export const saved_max = 50;

/** Longest text kept, in characters. */
export const text_characters_max = 30_000;

/** Longest name kept, in characters; a longer one is cut. */
export const name_characters_max = 60;

/** Why a request is not saved. */
export type Refusal = "no_name" | "too_many" | "too_long";

/**
 * The list with one more, or with that name's new text; in the order of the names.
 *
 * @example
 * ```ts
 * import { withSaved } from "./saved_requests.ts";
 * import assert from "node:assert/strict";
 *
 * const saved = withSaved([{ name: "b", text: "{}" }], " a ", '{"op":"time"}');
 * assert.deepEqual(saved, [{ name: "a", text: '{"op":"time"}' }, { name: "b", text: "{}" }]);
 * assert.equal(withSaved([], " ", "{}"), "no_name");
 * ```
 */
export function withSaved(
  saved: readonly SavedRequest[],
  name: string,
  text: string,
): readonly SavedRequest[] | Refusal {
  const called = Array.from(name.trim()).slice(0, name_characters_max).join("");
  if (called === "") return "no_name";
  if (text.length > text_characters_max) return "too_long";
  const others = withoutSaved(saved, called);
  if (others.length >= saved_max) return "too_many";
  return [...others, { name: called, text }].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The list without the one of that name. */
export function withoutSaved(saved: readonly SavedRequest[], name: string): readonly SavedRequest[] {
  return saved.filter((one) => one.name !== name);
}

/** From storage. What is not as this version writes it, is left out. */
export function readSaved(stored: string | null): readonly SavedRequest[] {
  try {
    const list: unknown = JSON.parse(stored ?? "[]");
    return (Array.isArray(list) ? list : []).flatMap((one): readonly SavedRequest[] => {
      const { name, text } = Object(one);
      return typeof name === "string" && typeof text === "string" ? [{ name, text }] : [];
    }).slice(0, saved_max);
  } catch {
    return [];
  }
}
