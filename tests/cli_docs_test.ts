/** Holds what the reference says about the command line to the program's own help. */
import assert from "node:assert/strict";
import { exit_codes } from "../cli/exit_codes.ts";
import { run } from "../cli/program.ts";
import { TestTerminal } from "../cli/test_terminal.ts";
import { readDocument, tableRows } from "./markdown.ts";

/** Options that the reference does not explain: every command has them. */
const common = ["--help", "--version"];
/** Not in the help: it is answered by a line that names `--db`. */
const hidden = ["--redis"];

async function helpOf(language: "en" | "zh", ...words: string[]): Promise<string> {
  const terminal = new TestTerminal({ language });
  assert.equal(await run([...words, "--help"], terminal), 0);
  return terminal.stdout;
}

/** Every subcommand that the help lists, but for `help`. */
const [, list = ""] = /^Commands:\n((?: +.*\n)+)/m.exec(await helpOf("en")) ?? [];
const commands = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name!).filter((name) =>
  name !== "help"
);

/** All help in a language. */
async function wholeHelp(language: "en" | "zh"): Promise<string> {
  const calls = [[], ...commands.map((command) => [command])];
  return (await Promise.all(calls.map((words) => helpOf(language, ...words)))).join("\n");
}

const options = (text: string) =>
  new Set([...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option));
const variables = (text: string) => new Set([...text.matchAll(/FOXCHAIN_[A-Z_]+/g)].map(([name]) => name));

/** Option -> all that the help says about it, on one line. */
const entriesOf = (help: string) =>
  new Map(
    [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+).*(?:\n {10,}.*)*/gm)].map((
      [entry, long],
    ) => [long!, entry.replaceAll(/\s+/g, " ")]),
  );

for (
  const [path, language, default_text] of [
    ["docs/reference.md", "en", "default: "],
    ["docs/reference.zh-CN.md", "zh", "默认："],
  ] as const
) {
  const help = await wholeHelp(language);
  const entries = entriesOf(help);
  const text = readDocument(path);
  const rows = tableRows(text);

  Deno.test(`${path} names the options of --help, and no other`, () => {
    const expected = [...options(help)].filter((option) => !common.includes(option)).concat(hidden).sort();
    assert.deepEqual([...options(text)].filter((option) => !common.includes(option)).sort(), expected);
  });

  Deno.test(`${path} names the environment variables of --help, and no other`, () => {
    assert.deepEqual([...variables(text)].sort(), [...variables(help)].sort());
  });

  Deno.test(`${path} gives each option the variable and the default of --help`, () => {
    const described = rows.filter(([cell]) => /^`(-\w`, `)?--/.test(cell!));
    assert.ok(described.length > 0);
    for (const [option, variable, fallback] of described) {
      const [long = ""] = options(option!);
      const entry = entries.get(long) ?? "";
      if (variable) assert.ok(entry.includes(`[${variable.replaceAll("`", "")}]`), `${long}: ${entry}`);
      const [, value] = /^`(.*)`$/.exec(fallback!) ?? [];
      if (value) {
        const said = new RegExp(`${default_text} ?${RegExp.escape(value)}[)）]`);
        assert.match(entry.replaceAll('"', ""), said, long);
      }
    }
  });

  Deno.test(`what ${path} shows of a terminal is what a person sees there`, async () => {
    const shown = [...text.matchAll(/^```text\n\$ foxchain (.*)\n([^]*?)^```$/gm)];
    assert.ok(shown.length > 0);
    for (const [, words = "", lines] of shown) {
      const terminal = new TestTerminal();
      await run(words.split(" "), terminal);
      assert.equal(terminal.stdout + terminal.stderr, lines);
    }
  });

  Deno.test(`${path} lists every exit code`, () => {
    const listed = rows.filter(([cell]) => /^\d+$/.test(cell!)).map(([cell]) => Number(cell));
    assert.deepEqual(listed, Object.values(exit_codes));
  });
}

for (const path of ["README.md", "README.zh-CN.md", "docs/reference.md", "docs/reference.zh-CN.md"]) {
  const rows = tableRows(readDocument(path));

  Deno.test(`${path} lists every subcommand of --help`, () => {
    assert.ok(commands.includes("serve") && commands.length > 5);
    for (const command of commands) assert.ok(rows.some(([cell]) => cell!.includes(`\`${command}`)), command);
  });
}

Deno.test("the flag of the lecture's program is answered by a line that names --db", async () => {
  const terminal = new TestTerminal();
  assert.equal(await run(["-r", "redis.db"], terminal), exit_codes.usage);
  assert.match(terminal.stderr, /--db/);
});
