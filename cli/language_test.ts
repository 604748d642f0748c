import assert from "node:assert/strict";
import { type Language, languageOf, leadingLanguage } from "./language.ts";
import { run } from "./program.ts";
import { systemLanguage } from "./system_language.ts";
import { TestTerminal } from "./test_terminal.ts";

const systems: [string, Language][] = [
  ["zh-CN", "zh"],
  ["zh", "zh"],
  ["ZH-Hant-TW", "zh"],
  ["en-US", "en"],
  ["de-DE", "en"],
  ["zha", "en"],
  ["und", "en"],
  ["", "en"],
];

for (const [language, expected] of systems) {
  Deno.test(`on a system in ${JSON.stringify(language)} the program speaks ${expected}`, () =>
    assert.equal(languageOf([], new TestTerminal({ language })), expected));
}

Deno.test("--lang comes before its variable, and the variable before the system", () => {
  const parts = { language: "zh-CN", env: { FOXCHAIN_LANG: "en" } };
  assert.equal(languageOf([], new TestTerminal(parts)), "en");
  assert.equal(languageOf(["peers", "--lang", "zh"], new TestTerminal(parts)), "zh");
  assert.equal(languageOf(["--lang=zh"], new TestTerminal({ ...parts, language: "de" })), "zh");
  assert.equal(languageOf(["--lang", "zh", "--lang", "en"], new TestTerminal()), "en");
});

const variables: [Record<string, string>, string][] = [
  [{ LANG: "zh_CN.UTF-8" }, "zh-CN"],
  [{ LANG: "en_US.UTF-8", LC_MESSAGES: "zh_TW" }, "zh-TW"],
  [{ LANG: "zh_CN.GB18030@pinyin", LC_MESSAGES: "", LC_ALL: "" }, "zh-CN"],
  [{ LANG: "zh_CN.UTF-8", LC_ALL: "en_US.UTF-8" }, "en-US"],
  [{ LANG: "en_US.UTF-8", LANGUAGE: "zh_CN:en" }, "zh-CN"],
  [{ LANG: "zh_CN.UTF-8", LANGUAGE: ":en" }, "en"],
  [{ LANG: "zh_CN.UTF-8", LANGUAGE: "" }, "zh-CN"],
  [{ LANG: "C.UTF-8", LANGUAGE: "zh_CN" }, "en"],
  [{ LANG: "POSIX" }, "en"],
  [{ LC_CTYPE: "zh_CN.UTF-8" }, "und"],
  [{}, "und"],
];

for (const [env, expected] of variables) {
  Deno.test(`the variables ${JSON.stringify(env)} say ${expected}`, () =>
    assert.equal(systemLanguage((name) => env[name], "und"), expected));
}

Deno.test("--lang stands before or after the command, and before or after the flags of a node", async () => {
  for (
    const args of [
      ["--lang", "zh", "peers", "--help"],
      ["--lang=zh", "peers", "--help"],
      ["peers", "--lang", "zh", "--help"],
      ["peers", "--help", "--lang", "zh"],
      ["help", "peers", "--lang", "zh"],
      ["--lang", "zh", "help", "peers"],
      ["--", "--lang", "zh", "peers", "--help"],
    ]
  ) {
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 0, args.join(" "));
    assert.match(terminal.stdout, /^用法： foxchain peers/, args.join(" "));
  }
  for (const args of [["--lang", "zh"], ["--help", "--lang=zh"], ["--lang", "zh", "help"]]) {
    const terminal = new TestTerminal();
    assert.equal(await run([...args, "--help"], terminal), 0, args.join(" "));
    assert.match(terminal.stdout, /^用法： foxchain /, args.join(" "));
  }
  for (const args of [["--lang", "zh", "--prot", "1"], ["--prot", "1", "--lang", "zh"]]) {
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 2);
    assert.equal(
      terminal.stderr,
      "错误：没有选项 '--prot'\n（是不是想用 --port？）\n下一步：foxchain serve --help\n",
    );
  }
});

Deno.test("a language that the texts do not exist in is refused, in the language of the system", async () => {
  for (
    const args of [
      ["--lang", "fr", "peers"],
      ["--lang=fr", "--help"],
      ["peers", "--lang", "fr"],
      ["--port", "0", "--lang", "fr"],
      ["--lang", "fr"],
    ]
  ) {
    const english = new TestTerminal();
    assert.equal(await run(args, english), 2, args.join(" "));
    assert.match(
      english.stderr,
      /^error: option '--lang <language>' argument 'fr' is invalid\. Allowed choices are en, zh\.\nnext: foxchain --help\n$/,
    );
    const chinese = new TestTerminal({ language: "zh-CN" });
    assert.equal(await run(args, chinese), 2, args.join(" "));
    assert.equal(
      chinese.stderr,
      "错误：选项 '--lang <language>' 的值 'fr' 不对。可选的值有 en, zh。\n下一步：foxchain --help\n",
    );
  }
  const missing = new TestTerminal();
  assert.equal(await run(["--lang"], missing), 2);
  assert.match(missing.stderr, /^error: option '--lang <language>' argument missing\n/);
  const variable = new TestTerminal({ env: { FOXCHAIN_LANG: "fr" }, language: "zh-CN" });
  assert.equal(await run(["version"], variable), 2);
  assert.equal(
    variable.stderr,
    '错误：环境变量 FOXCHAIN_LANG 的值是 "fr"。可选的值有 en, zh。\n' +
      "下一步：修改或去掉 FOXCHAIN_LANG，或者在命令行上给出 --lang\n",
  );
});

Deno.test("what leads a command line is told from the rest of it", () => {
  const cases: [string[], number][] = [
    [[], 0],
    [["peers", "--lang", "zh"], 0],
    [["--lang"], 1],
    [["--lang=zh", "peers"], 1],
    [["--lang", "zh", "peers"], 2],
    [["--language", "zh"], 0],
  ];
  for (const [args, count] of cases) assert.equal(leadingLanguage(args), count, args.join(" "));
});
