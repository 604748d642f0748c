/** What may be saved under a name, and what is read of a storage that anybody may have written. */
import assert from "node:assert/strict";
import {
  name_characters_max,
  readSaved,
  saved_max,
  text_characters_max,
  withoutSaved,
  withSaved,
} from "./saved_requests.ts";

const full = Array.from({ length: saved_max }, (_, at) => ({ name: `request ${at}`, text: "{}" }));

Deno.test("a name that is there already gets the new text, also when the list is full", () => {
  const saved = withSaved(full, "request 3", "null");
  assert.ok(Array.isArray(saved));
  assert.equal(saved.length, saved_max);
  assert.deepEqual(saved.find(({ name }) => name === "request 3"), { name: "request 3", text: "null" });
});

Deno.test("a full list takes no new name, one with a place left does", () => {
  assert.equal(withSaved(full, "new", "{}"), "too_many");
  assert.equal(withSaved(withoutSaved(full, "request 0"), "new", "{}").length, saved_max);
});

Deno.test("a text up to the limit is saved, a longer one is not", () => {
  assert.equal(withSaved([], "a", "x".repeat(text_characters_max)).length, 1);
  assert.equal(withSaved([], "a", "x".repeat(text_characters_max + 1)), "too_long");
});

Deno.test("a long name is cut between its characters", () => {
  const saved = withSaved([], "🦊".repeat(name_characters_max + 1), "{}");
  assert.deepEqual(saved, [{ name: "🦊".repeat(name_characters_max), text: "{}" }]);
});

for (const stored of [null, "", "oops", "5", "null", "{}", '[null,5,{"name":1,"text":""},{"name":"a"}]']) {
  Deno.test(`nothing is read of ${stored}`, () => assert.deepEqual(readSaved(stored), []));
}

Deno.test("what was stored is read as it was, up to the limit", () => {
  assert.deepEqual(readSaved(JSON.stringify([...full, { name: "more", text: "" }])), full);
});
