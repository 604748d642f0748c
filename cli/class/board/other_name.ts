/** Compares the name that a node gives itself with the one on the class list. */

/**
 * Whether a node calls itself otherwise than the list calls its student. Spaces and upper case say nothing, and the number
 * counts as a name, too.
 *
 * @example
 * ```ts
 * import { isOtherName } from "./other_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isOtherName("wang xiaoming 2021001", { name: "Wang Xiaoming", number: "2021001" }), false);
 * assert.equal(isOtherName("李四", { name: "张三", number: "" }), true);
 * ```
 */
export function isOtherName(
  said: string,
  { name, number }: { readonly name: string; readonly number: string },
): boolean {
  const heard = folded(said);
  return ![name, number].map(folded).some((known) => known !== "" && heard.includes(known));
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/[\s·._-]/gu, "");
}
