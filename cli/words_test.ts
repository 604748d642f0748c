/** Walks over all that the command line may say: whatever a person reads exists in both languages. */
import assert from "node:assert/strict";
import type { Command } from "commander";
import { parse, type Program } from "acorn";
import { ancestor } from "acorn-walk";
import { stripTypeScriptTypes } from "node:module";
import { sourceFiles } from "../tools/source_files.ts";
import { languages } from "./language.ts";
import { Output } from "./output.ts";
import { buildProgram, run } from "./program.ts";
import { TestTerminal } from "./test_terminal.ts";

const [english, chinese] = languages.map((language) => {
  const terminal = new TestTerminal();
  return buildProgram([], terminal, new Output(terminal, language));
}) as [Command, Command];

const han = /\p{Script=Han}/u;
/** Headings of a class list stand in every language as they are. */
const without_headings = (text: string) => text.replaceAll(/学号,姓名,班级,url/g, "");

/** All texts of a command's help, by what they belong to. */
function textsOf(command: Command): Map<string, string> {
  const texts = new Map([["summary", command.summary()], ["description", command.description()]]);
  if (command.parent === null) texts.delete("summary");
  for (const option of [...command.options, ...command.createHelp().visibleOptions(command)]) {
    texts.set(option.flags, option.description);
    // Of a list that is empty commander would show [].
    if (Array.isArray(option.defaultValue)) {
      texts.set(`${option.flags}, default`, option.defaultValueDescription ?? "");
    }
  }
  for (const argument of command.registeredArguments) texts.set(argument.name(), argument.description);
  return texts;
}

for (const [place, command] of [english, ...english.commands].entries()) {
  const other = [chinese, ...chinese.commands][place]!;
  Deno.test(`the help of ${command.name()} says everything in both languages`, () => {
    const [in_english, in_chinese] = [textsOf(command), textsOf(other)];
    assert.deepEqual([...in_english.keys()], [...in_chinese.keys()]);
    assert.ok(in_english.size > 2);
    for (const [name, text] of in_english) {
      assert.ok(text.length > 3 && !han.test(without_headings(text)), `English of ${name}: ${text}`);
      assert.match(without_headings(in_chinese.get(name)!), han, `Chinese of ${name}`);
    }
  });
}

Deno.test("the whole help in Chinese holds no sentence in English, and its columns fit the terminal", async () => {
  for (const command of ["", ...english.commands.map((one) => one.name())]) {
    const terminal = new TestTerminal({ language: "zh-CN" });
    assert.equal(await run([command, "--help"].filter((word) => word !== ""), terminal), 0);
    for (const line of terminal.stdout.split("\n")) {
      if (/^ {2}foxchain |^(用法：| {6}) foxchain /.test(line)) continue;
      assert.doesNotMatch(line, /[a-z]{2,} [a-z]{2,} [a-z]{2,}/, line);
    }
    assert.match(terminal.stdout, /^用法： foxchain[^]*\n选项：\n/);
  }
});

/** What acorn makes of a source, as far as it is looked at here. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly key?: { readonly name?: string };
  readonly callee?: { readonly name?: string; readonly property?: { readonly name?: string } };
}

/** Where a text may stand that is no sentence for a person, or that has its Chinese elsewhere. */
function isElsewhere({ type, key, callee }: Node): boolean {
  if (type === "Property") return key?.name === "en" || key?.name === "zh";
  // The name of a fault.
  if (type === "SwitchCase" || type === "BinaryExpression") return true;
  // An assertion, which is a bug and told in its own words; commander's sentence; what only --debug shows.
  return /^(TypeError|Error|commanderWords|debug)$/.test(callee?.name ?? callee?.property?.name ?? "");
}

type Visitors = Parameters<typeof ancestor>[1];

/** Parameter properties, too; the types of the standard library do not know that mode yet. */
const transform = { mode: "transform" } as unknown as Parameters<typeof stripTypeScriptTypes>[1];

function parsed(source: string): Program {
  return parse(stripTypeScriptTypes(source, transform), { ecmaVersion: "latest", sourceType: "module" });
}

/** Texts of a source with three words or more that stand in one language only. */
function lonelyTexts(source: string): string[] {
  const lonely: string[] = [];
  const look = ({ value }: Node, _state: unknown, ancestors: readonly Node[]) => {
    const text = typeof value === "object" && value !== null && "cooked" in value ? value.cooked : value;
    if (typeof text !== "string" || !isSentence(text)) return;
    if (!ancestors.some(isElsewhere)) lonely.push(text);
  };
  ancestor(parsed(source), { Literal: look, TemplateElement: look } as unknown as Visitors);
  return lonely;
}

/** Pairs `{ en, zh }` of a source whose Chinese is none, or says other values than the English. */
function faultyPairs(source: string): string[] {
  const javascript = stripTypeScriptTypes(source, transform);
  const faulty: string[] = [];
  ancestor(parsed(source), {
    ObjectExpression(node: Node & { readonly properties: readonly Pair[] }) {
      const [en, zh] = ["en", "zh"].map((name) =>
        node.properties.find(({ key }) => key?.name === name)?.value
      );
      if (en === undefined || zh === undefined) return;
      const [english, chinese] = [en, zh].map(({ start, end }) => javascript.slice(start, end)) as [
        string,
        string,
      ];
      const is_text = [en, zh].every(({ type }) => /^(Literal|TemplateLiteral|BinaryExpression)$/.test(type));
      if (!is_text) return;
      // A value may have both languages itself, as `why.en` and `why.zh`.
      const values = (text: string) =>
        [...text.matchAll(/\$\{([\w.()]+)\}|\{(\w+)\}/g)].map(([value]) => value.replace(/\b(en|zh)\b/, ""))
          .sort();
      const differ = JSON.stringify(values(english)) !== JSON.stringify(values(chinese));
      if (!(han.test(chinese) || /\bzh\b/.test(chinese)) || !/[a-z]/i.test(english) || differ) {
        faulty.push(chinese);
      }
    },
  } as unknown as Visitors);
  return faulty;
}

interface Pair {
  readonly key?: { readonly name?: string };
  readonly value: { readonly type: string; readonly start: number; readonly end: number };
}

/** A command to type, and what stands in the log as in the lecture, is the same in both languages. */
function isSentence(text: string): boolean {
  const rest = text.replaceAll(/\b(foxchain|deno) [\w -]*/g, "").replace("Listening on port: {port}", "");
  return /[a-z]+ [a-z]+ [a-z]+/.test(rest);
}

/** Files whose texts have both languages in another form. */
const pairs_elsewhere: ReadonlyMap<string, string> = new Map([
  ["cli/check_world.ts", "the evidence of a check, which is data"],
  ["cli/class/words.ts", "one object for each language"],
  ["cli/doctor/words.ts", "say(en, zh)"],
  ["cli/op_starter.ts", "code"],
]);

for (const path of sourceFiles()) {
  if (!path.startsWith("cli/") || pairs_elsewhere.has(path)) continue;
  Deno.test(`${path} says no sentence in one language only`, () => {
    assert.deepEqual(lonelyTexts(Deno.readTextFileSync(path)), []);
  });
}

/** Rooms whose errors a person reads on the command line. */
const spoken_rooms = /^(cli|node|storage|roster|discovery|lan)\//;

Deno.test("each pair of texts has Chinese in the one and the same values in both", () => {
  const faulty: string[] = [];
  let files = 0;
  for (const path of sourceFiles()) {
    if (!spoken_rooms.test(path)) continue;
    const source = Deno.readTextFileSync(path);
    if (!/\bzh: /.test(source)) continue;
    files++;
    faulty.push(...faultyPairs(source).map((text) => `${path}: ${text}`));
  }
  assert.deepEqual(faulty, []);
  assert.ok(files > 40);
  assert.equal(faultyPairs('say({ en: "a file", zh: "a file" })').length, 1);
  assert.equal(faultyPairs("say({ en: `at ${port}`, zh: `在端口` })").length, 1);
  assert.equal(faultyPairs("say({ en: `at ${port}`, zh: `在端口 ${port}` })").length, 0);
});

Deno.test("the search for lonely sentences finds them", () => {
  assert.deepEqual(lonelyTexts('note("this is a sentence")'), ["this is a sentence"]);
  assert.deepEqual(lonelyTexts("fail(`the file ${path} is not there.`)"), [" is not there."]);
  assert.deepEqual(lonelyTexts('say({ en: "this is a sentence", zh: "一句话" })'), []);
  assert.deepEqual(lonelyTexts('if (fault === "of another user") throw new Failure(4, "it is no file");'), [
    "it is no file",
  ]);
});
