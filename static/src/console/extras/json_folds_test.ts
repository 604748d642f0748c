/** Which parts of a text fold, and that no character of it is lost. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonFolds, type Part } from "./json_folds.ts";

/** The text again. */
function unfold(parts: readonly Part[]): string {
  return parts.map((part) =>
    typeof part === "string"
      ? part
      : [part.head, ...(part.inside.length > 0 ? [unfold(part.inside)] : []), part.foot].join("\n")
  ).join("\n");
}

Deno.test("folded and unfolded, any JSON is the same text", () => {
  fc.assert(fc.property(fc.json(), (json) => {
    const text = JSON.stringify(JSON.parse(json), null, 2);
    assert.equal(unfold(jsonFolds(text)), text);
  }));
});

Deno.test("any text is the same text, also one that is no JSON or was cut", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom("{", "[", "  a: [", "}", "],", "x", "")), (lines) => {
    assert.equal(unfold(jsonFolds(lines.join("\n"))), lines.join("\n"));
  }));
});

Deno.test("a list inside an object folds by itself and says how many lines it has", () => {
  const [outer] = jsonFolds(JSON.stringify({ status: 200, peers: ["ws://a/{", "ws://b/["] }, null, 2));
  assert.ok(typeof outer === "object" && outer.lines === 5);
  const inner = outer.inside[1];
  assert.deepEqual(inner, {
    head: '  "peers": [',
    inside: ['    "ws://a/{",\n    "ws://b/["'],
    foot: "  ]",
    lines: 2,
  });
});
