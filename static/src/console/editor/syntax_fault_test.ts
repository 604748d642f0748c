/** Mistakes that students make in JSON are found where they are, and told in words. */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { syntaxFault } from "./syntax_fault.ts";
import { editor_words } from "./words.ts";

const { en: words, zh } = editor_words;

const cases: readonly [text: string, from: number, words: string][] = [
  ["", 0, words.empty],
  [" \n", 2, words.empty],
  ["{'op': 1}", 1, words.quotes],
  ["{“op”: 1}", 1, words.quotes],
  ['{"a"：1}', 4, words.full_width("：")],
  ['{"a":1，"b":2}', 6, words.full_width("，")],
  ['{"a": "x\n}', 6, words.unclosed_text],
  ['{"op": "peers', 7, words.unclosed_text],
  ['{"a":"\\x"}', 5, words.bad_text],
  ['{"a":"tab\there"}', 5, words.bad_text],
  ['{"op": True}', 7, words.literal("True")],
  ['{"op": None}', 7, words.literal("None")],
  ['{"a":NaN}', 5, words.literal("NaN")],
  ["// note\n{}", 0, words.comment],
  ["{} # note", 3, words.comment],
  ['{"op": "peers",}', 15, words.trailing_comma],
  ['{"a":[1,]}', 8, words.trailing_comma],
  ['{"op": "peers"', 14, words.unclosed],
  ["[1,2", 4, words.unclosed],
  ['{"op": "time"}\n{"op": "time"}', 15, words.second_message],
  ["{}x", 2, words.second_message],
  ['{"a":1 "b":2}', 7, words.no_comma],
  ["[1 2]", 3, words.no_comma],
  ["[01]", 2, words.unexpected("1")],
  ['{"op" "peers"}', 6, words.no_colon],
  ['{"a":}', 5, words.no_value],
  ['{op: "x"}', 1, words.unquoted("op")],
  ['{"a":+1}', 5, words.unexpected("+")],
  ['{"a":01}', 6, words.unexpected("1")],
];

for (const [text, from, expected] of cases) {
  Deno.test(`${JSON.stringify(text)}: ${expected}`, () => {
    const fault = syntaxFault(text, words);
    assert.deepEqual([fault?.from, fault?.words], [from, expected]);
    assert.match(syntaxFault(text, zh)!.words, /\p{Script=Han}/u);
  });
}

Deno.test("whatever is JSON has no fault, whatever is not has one inside the text", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.tuple(fc.json(), fc.nat(), fc.string()).map(([json, at, extra]) => {
      return json.slice(0, at % (json.length + 1)) + extra;
    }),
  );
  fc.assert(fc.property(texts, (text) => {
    const fault = syntaxFault(text, words);
    let valid = true;
    try {
      JSON.parse(text);
    } catch {
      valid = false;
    }
    assert.equal(fault === undefined, valid);
    assert.ok(!fault || 0 <= fault.from && fault.from <= fault.to && fault.to <= text.length);
  }));
});

Deno.test("a text that is nested too deeply is judged, too", () => {
  assert.equal(syntaxFault("[".repeat(10_000), words)?.severity, "error");
});
