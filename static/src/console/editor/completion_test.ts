/** What is proposed where; the cursor is written as |. */
import assert from "node:assert/strict";
import type { OpDescription } from "../op_description.ts";
import { proposalsAt } from "./completion.ts";
import { editor_words } from "./words.ts";

const ops: readonly OpDescription[] = [
  { name: "peers", summary: "List them.", args: { properties: { limit: { description: "At most." } } } },
  {
    name: "register",
    summary: "",
    args: {
      properties: { addr: {}, detail: { type: "boolean" }, kind: { enum: ["a", 5] } },
      required: ["addr"],
    },
  },
];

const names = ['"op": ', '"args": ', '"id": '];

/** Marked text, the proposals' texts, and what is replaced. */
const cases: readonly [marked: string, texts: string[], replaced: string][] = [
  ["{|", names, ""],
  ["{|}", names, ""],
  ["{ | }", names, ""],
  ['{"|', names, '"'],
  ['{"o|"}', names, '"o"'],
  ['{"o|": 5}', ['"op"', '"args"', '"id"'], '"o"'],
  ['{"op": "peers", |}', names, ""],
  ['{"op": "|"}', ['"peers"', '"register"'], '""'],
  ['{"op": "re|', ['"peers"', '"register"'], '"re'],
  ['{"op": re|}', ['"peers"', '"register"'], "re"],
  ['{"op": "peers", "args": {"|"}}', ['"limit": '], '""'],
  ['{"op": "register", "args": {|}}', ['"addr": ', '"detail": ', '"kind": '], ""],
  ['{"args": {"|"}, "op": "peers"}', ['"limit": '], '""'],
  ['{"op": "register", "args": {"detail": t|}}', ["true", "false"], "t"],
  ['{"op": "register", "args": {"kind": "|"}}', ['"a"', "5"], '""'],
];

for (const [marked, texts, replaced] of cases) {
  Deno.test(`in ${marked} comes ${texts.join(" or ")}`, () => {
    const text = marked.replace("|", "");
    const found = proposalsAt(text, marked.indexOf("|"), ops, editor_words.en);
    assert.deepEqual(found?.proposals.map(({ text }) => text), texts);
    assert.equal(text.slice(found!.from, found!.to), replaced);
  });
}

const nothing = [
  "|",
  "|{}",
  "[|]",
  '{"op": "peers"}|',
  '{"op": "peers"|}',
  '{"id": "|"}',
  '{"op": "unknown", "args": {"|"}}',
  '{"op": "register", "args": {"addr": "|"}}',
  '{"op": "peers", "args": {"limit": {"|"}}}',
  '{"other": {"op": "|"}}',
];

for (const marked of nothing) {
  Deno.test(`in ${marked} nothing is proposed`, () => {
    assert.equal(proposalsAt(marked.replace("|", ""), marked.indexOf("|"), ops, editor_words.en), undefined);
  });
}

Deno.test("a proposal says what it is for, in the node's own words where it has some", () => {
  const abouts = (marked: string) =>
    proposalsAt(marked.replace("|", ""), marked.indexOf("|"), ops, editor_words.zh)!.proposals.map((
      { about },
    ) => about);
  assert.deepEqual(abouts("{|}")[0], editor_words.zh.about_op);
  assert.deepEqual(abouts('{"op": "|"}'), ["List them.", ""]);
  assert.deepEqual(abouts('{"op": "peers", "args": {|}}'), ["At most."]);
});
