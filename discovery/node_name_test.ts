import assert from "node:assert/strict";
import { node_name_characters_max } from "./limits.ts";
import { heardName, nameFault, namePart } from "./node_name.ts";

Deno.test("a name has one to forty characters, of which a picture counts as one", () => {
  for (const letter of ["x", "狐", "🦊"]) {
    assert.equal(nameFault(letter.repeat(node_name_characters_max)), undefined);
    assert.match(nameFault(letter.repeat(node_name_characters_max + 1))!.en, /may have 40 characters/);
  }
  for (const empty of ["", " ", "\u3000"]) assert.match(nameFault(empty)!.en, /must not be empty/);
});

Deno.test("a name that another node says is heard without the space around it, and not at all where none may have it", () => {
  assert.equal(heardName("  张三 "), "张三");
  for (const name of [undefined, "", "a\nb", "\u202etxt", "x".repeat(41)]) {
    assert.equal(heardName(name), undefined);
  }
});

Deno.test("the name goes to private and loopback peers, where there is one, and never to a public one", () => {
  assert.deepEqual(namePart("Li", "private"), { name: "Li" });
  assert.deepEqual(namePart("Li", "loopback"), { name: "Li" });
  assert.deepEqual(namePart("Li", "public"), {});
  assert.deepEqual(namePart("", "private"), {});
});
