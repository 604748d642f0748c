import assert from "node:assert/strict";
import { languages } from "../language.ts";
import { all_sentences, inWords } from "./words.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

for (const [id, { text, next }] of Object.entries(all_sentences)) {
  Deno.test(`the sentence ${id} says the same values in both languages`, () => {
    for (const words of [text, ...(next === undefined ? [] : [next])]) {
      for (const language of languages) assert.ok(words[language].trim().length > 1);
      assert.deepEqual(placeholders(words.en), placeholders(words.zh));
      assert.match(words.zh, /\p{Script=Han}|^foxchain /u);
    }
  });
}

Deno.test("what came from the network can't steer the terminal", () => {
  const values = { url: "ws://a/ws", cause: "\u001b[2Jgone\u202e" };
  const { text } = inWords({ id: "way_no_node", values }, "en");
  assert.match(text, /\\u001b\[2Jgone\\u202e/);
});

Deno.test("no sentence claims what can't be known: one that names several causes says that it can't tell", () => {
  for (const id of ["way_unreachable", "way_silent"]) {
    assert.match(all_sentences[id]!.text.en, /isolation.* or .*can't be told from here/);
    assert.match(all_sentences[id]!.text.zh, /分辨不出/);
  }
});
