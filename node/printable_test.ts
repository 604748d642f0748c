import assert from "node:assert/strict";
import fc from "fast-check";
import { printable, printableJson } from "./printable.ts";

Deno.test("printable() lets no control character and no mark that reorders text through", () => {
  for (const character of ["\x1b", "\x07", "\r", "\n", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066"]) {
    assert.match(printable(`a${character}b`), /^a\\u[0-9a-f]{4}b$/);
  }
  assert.equal(printable("ws://节点.example/ñ"), "ws://节点.example/ñ");
});

Deno.test("printableJson() keeps the meaning of any JSON text and makes it one line", () => {
  fc.assert(fc.property(fc.json(), fc.constantFrom(undefined, 2, "\t"), (json, indent) => {
    const text = JSON.stringify(JSON.parse(json), undefined, indent);
    assert.deepEqual(JSON.parse(printableJson(text)), JSON.parse(text));
    assert.ok(!printableJson(text).includes("\n"));
  }));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const shown = printableJson(JSON.stringify(text));
    assert.equal(JSON.parse(shown), text);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }));
});
