/** How the summary is counted: as Word does. */
import assert from "node:assert/strict";
import { countWords } from "./word_count.ts";

const texts: readonly [text: string, characters: number][] = [
  ["", 0],
  [" \n", 0],
  ["节点", 2],
  ["节点，P2P。", 5],
  [" a b ", 2],
  ["𠀀", 1],
  ["e\u0301", 1],
  ["it’s client-server, isn't it?", 4],
  ["用“peers”查询……", 8],
  ["端口9000和9001", 5],
  ["ws://localhost:9000/ws", 1],
  ["かな 한글", 4],
  ["字".repeat(200), 200],
];

for (const [text, characters] of texts) {
  Deno.test(`${JSON.stringify(text.slice(0, 12))} counts ${characters}`, () => {
    assert.equal(countWords(text), characters);
  });
}
