import assert from "node:assert/strict";
import fc from "fast-check";
import { fieldSource } from "./json_source.ts";
import { message_texts } from "./test_messages.ts";

for (
  const [text, source] of [
    ['{"id":1.0}', "1.0"],
    ['{"id":-0}', "-0"],
    ['{"id":1E3}', "1E3"],
    ['{"id":12345678901234567890}', "12345678901234567890"],
    ['{"id":1e999}', "1e999"],
    ['{"id":"a\\"b\\\\"}', '"a\\"b\\\\"'],
    ['{"id":"\\u0061"}', '"\\u0061"'],
    ['{"id":{"id":2}}', '{"id":2}'],
    ['{"x":{"id":2},"id":3}', "3"],
    ['{"id":1,"id":[2]}', "[2]"],
    ['{"id":1,"\\u0069d":2}', "2"],
    ['{"x":"\\"id\\":1","id":4}', "4"],
    [' \n{ "id" \t:\r [ 1 , { "a" : null } ] , "op" : 1 } ', '[ 1 , { "a" : null } ]'],
    ['{"id":null}', "null"],
    ['{"id":""}', '""'],
    ["{}", undefined],
    ['{"Id":1}', undefined],
    ['{"x":"id"}', undefined],
  ] as const
) {
  Deno.test(`the id of ${text} is ${source}`, () => {
    assert.doesNotThrow(() => JSON.parse(text));
    assert.equal(fieldSource(text, "id"), source);
  });
}

/** JSON with white space, escapes and doubled keys, as no `JSON.stringify` writes it. */
const { value: json } = fc.letrec<{ value: string }>((tie) => {
  const space = fc.constantFrom("", "", " ", "\n\t", "\r ");
  const spaced = (item: fc.Arbitrary<string>) => fc.tuple(space, item, space).map((parts) => parts.join(""));
  const text = fc.oneof(
    fc.string({ unit: "binary" }).map((written) => JSON.stringify(written)),
    fc.constantFrom('"\\u0069d"', '"id"', '"\\/"', '"\\\\"', '"\\""', '"]"', '"__proto__"'),
  );
  const member = fc.tuple(spaced(text), spaced(tie("value"))).map((pair) => pair.join(":"));
  const value = fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      text,
      fc.constantFrom("1.0", "-0", "1E3", "0", "true", "false", "null", "[]", "{}"),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    ),
    fc.array(spaced(tie("value")), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
    fc.array(member, { maxLength: 5 }).map((members) => `{${members.join(",")}}`),
  );
  return { value };
});

Deno.test("fieldSource() finds for each key of an object the text that JSON.parse read it from", () => {
  fc.assert(
    fc.property(
      fc.oneof(json, message_texts),
      fc.constantFrom("id", "op", "]", "__proto__"),
      (text, field) => {
        const message = parsed(text);
        if (typeof message !== "object" || message === null || Array.isArray(message)) return;
        const source = fieldSource(text, field);
        assert.equal(source !== undefined, Object.hasOwn(message, field), text);
        if (source === undefined) return;
        // V8 15.0 mixes up keys that are one escape: it may read "\\n" as a backslash once it has met "\\\\".
        if (/"\\(?:u[0-9a-f]{4}|.)"/i.test(text)) return;
        // What is too deep to be compared is compared below.
        if (is_deep.test(text)) return;
        assert.deepEqual(JSON.parse(source), (message as Record<string, unknown>)[field], text);
        assert.equal(source, source.trim());
        for (const key of Object.keys(message)) assert.ok(fieldSource(text, key) !== undefined, text);
      },
    ),
    { numRuns: 5_000 },
  );
});

Deno.test("fieldSource() needs no stack for nesting", () => {
  const deep = "[".repeat(500_000) + "]".repeat(500_000);
  assert.equal(fieldSource(`{"x":${deep},"id":${deep}}`, "id"), deep);
});

const is_deep = /\[{99}|(?:\{"a":){99}/;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
