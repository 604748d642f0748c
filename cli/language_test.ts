import assert from "node:assert/strict";
import { Command } from "commander";
import { applyEnvironment } from "./environment.ts";
import { type Language, languageOf, languageOption } from "./language.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

/** The language of a command that was started so. */
function spoken(args: string[], parts: TestTerminalParts): Language {
  const terminal = new TestTerminal(parts);
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} })
    .addOption(languageOption()).action(() => {});
  command.parse(args, { from: "user" });
  applyEnvironment(command, terminal);
  return languageOf(command.opts<{ lang?: Language }>().lang, terminal);
}

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
  Deno.test(`on a system in ${JSON.stringify(language)} a command speaks ${expected}`, () =>
    assert.equal(spoken([], { language }), expected));
}

Deno.test("--lang comes before its variable, and the variable before the system", () => {
  const parts = { language: "zh-CN", env: { FOXCHAIN_LANG: "en" } };
  assert.equal(spoken([], parts), "en");
  assert.equal(spoken(["--lang", "zh"], { ...parts, language: "de" }), "zh");
});

Deno.test("a language that the texts do not exist in is refused", () => {
  assert.throws(() => spoken(["--lang", "fr"], {}), /Allowed choices are en, zh/);
  assert.throws(() => spoken([], { env: { FOXCHAIN_LANG: "fr" } }), /FOXCHAIN_LANG/);
});
