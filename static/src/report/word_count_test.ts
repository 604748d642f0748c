/** How the summary's characters are counted. */
import assert from "node:assert/strict";
import { countCharacters } from "./word_count.ts";

const texts: readonly [text: string, characters: number][] = [
  ["", 0],
  [" \n", 0],
  ["节点", 2],
  ["节点，P2P。", 7],
  [" a b ", 3],
  ["𠀀", 1],
  ["e\u0301", 1],
  ["👩‍🔬", 1],
  ["字".repeat(200), 200],
];

for (const [text, characters] of texts) {
  Deno.test(`${JSON.stringify(text.slice(0, 12))} has ${characters} characters`, () => {
    assert.equal(countCharacters(text), characters);
  });
}
