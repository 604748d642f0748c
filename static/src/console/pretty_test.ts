/** What messages look like on the page. */
import assert from "node:assert/strict";
import { cut, pretty, shown_characters_max } from "./pretty.ts";

Deno.test("the lecture's answer is indented by two spaces", () => {
  assert.equal(
    pretty('{"status":200,"error":"OK","response":{"peers":[]}}'),
    '{\n  "status": 200,\n  "error": "OK",\n  "response": {\n    "peers": []\n  }\n}',
  );
});

for (const number of ["1617786770.954288", "12345678901234567890", "1.0", "-0", "1e400"]) {
  Deno.test(`the number ${number} keeps its digits`, () => assert.equal(pretty(number), number));
}

for (const text of ["", "{oops", "NaN", "<b>", "[".repeat(100_000) + "]".repeat(100_000)]) {
  Deno.test(`what can't be indented stays as it is: ${JSON.stringify(text.slice(0, 8))}`, () => {
    assert.equal(pretty(text), text);
  });
}

Deno.test("a message past the limit is not indented, one at the limit is", () => {
  const list = (length: number) => `[${" ".repeat(length - 2)}]`;
  assert.equal(pretty(list(shown_characters_max)), "[]");
  assert.equal(pretty(list(shown_characters_max + 1)).length, shown_characters_max + 1);
});

Deno.test("a text at the limit is shown whole, a longer one is cut", () => {
  assert.deepEqual(cut("fox", 3), { shown: "fox", missing: 0 });
  assert.deepEqual(cut("foxy", 3), { shown: "fox", missing: 1 });
});
