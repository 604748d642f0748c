/** Text in Markdown stays text. */
import assert from "node:assert/strict";
import { code, fenced, inline, table } from "./markdown.ts";

for (
  const [text, fence] of [["", "```"], ["``", "```"], ["```", "````"], ["a ````` b `", "``````"]] as const
) {
  Deno.test(`${JSON.stringify(text)} is fenced by ${fence.length} backticks`, () => {
    assert.equal(fenced(text, "json"), `${fence}json\n${text}\n${fence}`);
  });
}

for (const [text, line] of [["a", "`a`"], ["a\n`b", "``a `b``"], ["`", "`` ` ``"]] as const) {
  Deno.test(`${JSON.stringify(text)} is code as ${line}`, () => assert.equal(code(text), line));
}

const lines: readonly [text: string, escaped: string][] = [
  ["plain, text.", "plain, text."],
  ["a|b", "a\\|b"],
  ["a\\|b", "a\\\\\\|b"],
  ["<img> &amp; [l](u)", "\\<img\\> \\&amp; \\[l\\](u)"],
  ["*a* _b_ `c` ~d~ $e$", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["# head\n## head", "\\# head ## head"],
  ["===", "\\==="],
];

for (const [text, escaped] of lines) {
  Deno.test(`${JSON.stringify(text)} is written ${escaped}`, () => assert.equal(inline(text), escaped));
}

Deno.test("a table has a head, a line and rows", () => {
  assert.equal(table(["a", "b"], [["1", "2"]]), "| a | b |\n| --- | --- |\n| 1 | 2 |");
});
