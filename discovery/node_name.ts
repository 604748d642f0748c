/** The name that a node gives itself: a hint for people, never an identity. Anybody can claim any name. */
import { node_name_characters_max } from "./limits.ts";
import type { Scope } from "./address/scope.ts";
import type { Words } from "./words.ts";

/**
 * What moves a cursor, breaks a line or turns the direction of what follows: control characters, line separators, marks of
 * direction, halves of a character. Joiners stay: some scripts need them.
 */
const unprintable =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

/**
 * Why a text can't be a node's name, as a sentence; undefined where it can.
 *
 * @example
 * ```ts
 * import { nameFault } from "./node_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(nameFault("张三 🦊"), undefined);
 * assert.match(nameFault("a\tb")!.en, /control characters/);
 * assert.match(nameFault("x".repeat(41))!.en, /40 characters/);
 * ```
 */
export function nameFault(text: string): Words | undefined {
  if (text.trim() === "") return { en: "A name must not be empty.", zh: "名字不能为空。" };
  if (unprintable.test(text)) {
    return {
      en: "A name must have no line breaks or control characters.",
      zh: "名字里不能有换行或控制字符。",
    };
  }
  if ([...text].length > node_name_characters_max) {
    return {
      en: `A name may have ${node_name_characters_max} characters.`,
      zh: `名字最多 ${node_name_characters_max} 个字符。`,
    };
  }
}

/** A name that came from another node; undefined for one that no node may have. */
export function heardName(name: string | undefined): string | undefined {
  return name === undefined || nameFault(name) !== undefined ? undefined : name.trim();
}

/** What of a `hello` bears the name: nothing towards a public peer. */
export function namePart(name: string, scope: Scope): { readonly name?: string } {
  return name === "" || scope === "public" ? {} : { name };
}
