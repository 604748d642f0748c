/** What of a request the node will refuse. */
import assert from "node:assert/strict";
import type { OpDescription } from "../op_description.ts";
import { requestFaults } from "./request_faults.ts";
import { editor_words } from "./words.ts";

const words = editor_words.en;
const ops: readonly OpDescription[] = [
  { name: "time", summary: "", args: {} },
  { name: "peers", summary: "", args: { properties: { limit: {} } } },
  { name: "announce", summary: "", args: { properties: { addr: {}, age: {} }, required: ["addr", "age"] } },
];

const cases: readonly [text: string, faults: [place: string, severity: string, words: string][]][] = [
  ['{"op": "time"}', []],
  ['{"op": "time", "args": {"any": 1}, "id": 7}', []],
  ['{"op": "peers", "args": {"limit": 5}}', []],
  ["[1]", [["[1]", "warning", words.not_a_request]]],
  ["null", [["null", "warning", words.not_a_request]]],
  [' {"a": 1}', [['{"a": 1}', "warning", words.no_op]]],
  ['{"op": "foo"}', [['"op": "foo"', "info", words.unknown_op('"foo"')]]],
  ['{"op": 5}', [['"op": 5', "info", words.unknown_op("5")]]],
  ['{"op": "announce"}', [['"op": "announce"', "warning", words.missing_args("announce", "addr, age")]]],
  ['{"op": "announce", "args": {"age": 1}}', [
    ['"args": {"age": 1}', "warning", words.missing_args("announce", "addr")],
  ]],
  ['{"op": "announce", "args": null}', [
    ['"args": null', "warning", words.missing_args("announce", "addr, age")],
  ]],
  ['{"op": "peers", "args": {"constructor": 5}}', [
    ['"constructor": 5', "info", words.unknown_arg("peers", "constructor")],
  ]],
  ['{"op": "foo", "op": "time"}', []],
];

for (const [text, faults] of cases) {
  Deno.test(`${text}: ${faults.map((fault) => fault[2]).join(" ") || "no fault"}`, () => {
    const found = requestFaults(text, ops, words)
      .map(({ from, to, severity, words }) => [text.slice(from, to), severity, words]);
    assert.deepEqual(found, faults);
  });
}
