/** Places lead back through any insertions. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { Positions } from "./positions.ts";

const lines = fc.array(fc.stringMatching(/^[a-c]{0,6}$/), { minLength: 1, maxLength: 4 });

Deno.test("Positions.before() finds every character again, whatever was inserted before it", () => {
  fc.assert(
    fc.property(
      lines,
      fc.constantFrom("\n", "\r\n", "\r", "\u2028"),
      fc.array(fc.tuple(fc.nat(30), fc.stringMatching(/^[x-z]{1,5}$/)), { maxLength: 5 }),
      (lines, end, wanted) => {
        const text = lines.join(end);
        const insertions = wanted.map(([offset, text]) => ({ offset, text }))
          // Nobody inserts between CR and LF.
          .filter(({ offset }) =>
            offset <= text.length && !text.slice(offset - 1, offset + 1).includes("\r\n")
          )
          .sort((a, b) => a.offset - b.offset);
        const positions = new Positions(text, insertions);
        let changed = "";
        for (let at = 0; at <= text.length; at++) {
          changed += insertions.filter(({ offset }) => offset === at).map(({ text }) => text).join("");
          if (at === text.length || /[\r\n\u2028]/.test(text[at]!)) {
            changed += text[at] ?? "";
            continue;
          }
          const place = placeOf(changed);
          assert.deepEqual(positions.before(place), placeOf(text.slice(0, at)));
          changed += text[at];
        }
      },
    ),
  );
});

/** The place right after a text. */
function placeOf(text: string): { line: number; column: number } {
  const lines = text.split(/\r\n|[\n\r\u2028]/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

Deno.test("Positions.before() leaves alone what is in no line", () => {
  assert.deepEqual(new Positions("a", []).before({ line: 9, column: 2 }), { line: 9, column: 2 });
});
