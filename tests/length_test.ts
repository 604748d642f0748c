/** Functions stay short: a longer one holds more than one idea. `docs/architecture.md` names what may be longer. */
import assert from "node:assert/strict";
import { sourceFiles } from "../tools/source_files.ts";

const lines_max = 70;

/** Each function, and each block of a class, that is too long; by the form that `deno fmt` gives them. */
function tooLong(text: string): string[] {
  const lines = text.split("\n");
  return ["", "  "].flatMap((indent) =>
    lines.flatMap((line, end) => {
      if (line !== `${indent}}`) return [];
      const begin = lines.findLastIndex((head, at) =>
        at < end && head.startsWith(indent) && /^[^ })]/.test(head.slice(indent.length))
      );
      const head = lines[begin] ?? "";
      if (end - begin < lines_max || (indent === "" && !/\bfunction\b/.test(head))) return [];
      return [`line ${begin + 1}, ${end - begin + 1} lines: ${head.trim()}`];
    })
  );
}

Deno.test("no function outside of tests has more than 70 lines", () => {
  const files = [...sourceFiles()].filter((path) => !path.startsWith("tests/"));
  assert.ok(files.length > 400);
  const found = files.flatMap((path) =>
    tooLong(Deno.readTextFileSync(path)).map((place) => `${path}, ${place}`)
  );
  assert.deepEqual(found, []);
});

Deno.test("tooLong() finds a function and a method of 71 lines, and lets 70 pass", () => {
  const body = (lines: number, indent: string) => `${indent}  work();\n`.repeat(lines - 2);
  for (
    const [head, indent] of [["export async function a() {", ""], ["  async #b(): Promise<void> {", "  "]]
  ) {
    const made = (lines: number) => `${head}\n${body(lines, indent!)}${indent}}\n`;
    assert.equal(tooLong(made(71)).length, 1, `${head}`);
    assert.deepEqual(tooLong(made(70)), []);
  }
});
