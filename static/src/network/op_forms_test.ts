import assert from "node:assert/strict";
import { formOf, wordOf } from "./op_forms.ts";

const ops = ["hello", "sample", "announce", "verify", "register", "peers", "time"];

Deno.test("each kind of message has a form of its own and a word in both languages", () => {
  assert.equal(new Set([...ops, "unknown"].map(formOf)).size, ops.length + 1);
  for (const language of ["en", "zh"] as const) {
    assert.equal(new Set(ops.map((op) => wordOf(op, language))).size, ops.length);
    for (const op of ops) assert.notEqual(wordOf(op, language), op);
  }
});

Deno.test("an op that a page does not know has its own name, also one that every object has", () => {
  assert.equal(formOf("toString"), formOf("mine"));
  assert.equal(wordOf("toString", "en"), "toString");
});
