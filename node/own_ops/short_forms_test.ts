/** What each short form takes and refuses. */
import assert from "node:assert/strict";
import { understand } from "./short_forms.ts";

const values: Readonly<Record<string, unknown>> = {
  text: "a",
  number: 1.5,
  list: [1],
  object: { a: 1 },
  nothing: null,
  flag: true,
};
const taken: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  number: ["number"],
  list: ["list"],
  object: ["object"],
  any: Object.keys(values),
};
for (const [form, kinds] of Object.entries(taken)) {
  Deno.test(`"${form}" takes ${kinds.join(", ")} and nothing else, and "${form}?" nothing at all, too`, () => {
    const must = understand({ a: form }, "args").schema!;
    const may = understand({ a: `${form}?` }, "args").schema!;
    for (const [kind, value] of Object.entries(values)) {
      assert.equal(must.safeParse({ a: value }).success, kinds.includes(kind), kind);
      assert.equal(may.safeParse({ a: value }).success, kinds.includes(kind), kind);
    }
    assert.equal(must.safeParse({}).success, false);
    assert.equal(may.safeParse({}).success, true);
  });
}

const faulty: readonly (readonly [unknown, RegExp])[] = [
  [["text"], /must be an object/],
  ["text", /must be an object/],
  [null, /must be an object/],
  [{ a: "string" }, /"a": "string" is none of text, number, list, object, any/],
  [{ a: "text??" }, /none of/],
  [{ a: 5 }, /none of/],
  [{ a: "constructor" }, /none of/],
  [Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`f${n}`, "any"])), /more than 64/],
];
for (const [forms, sentence] of faulty) {
  Deno.test(`understand() says what is wrong with ${JSON.stringify(forms)?.slice(0, 40)}`, () =>
    assert.match(understand(forms, "args").fault!, sentence));
}

Deno.test("understand() takes 64 fields, and none where nothing is exported", () => {
  const forms = Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`f${n}`, "any?"]));
  assert.equal(understand(forms, "args").fault, undefined);
  assert.ok(understand(undefined, "args").schema!.safeParse({}).success);
});
