/** Makes commander itself complain in every way that the program can meet, so that a new release can't say it otherwise. */
import assert from "node:assert/strict";
import { Command, CommanderError, Option } from "commander";
import { commanderWords } from "./commander_words.ts";
import { InvalidValue } from "./invalid_value.ts";

const refuse = () => {
  throw new InvalidValue({ en: "It is odd.", zh: "它是奇数。" });
};

function complaint(args: string[]): string {
  const quiet = { outputError: () => {}, writeErr: () => {} };
  const program = new Command("fox").exitOverride().configureOutput(quiet);
  for (const [name, max] of [["walk", 0], ["jump", 1]] as const) {
    const command = program.command(name).exitOverride().configureOutput(quiet).action(() => {})
      .option("--port <port>", "", refuse).option("--pork <port>").addOption(
        new Option("--all").conflicts("port"),
      )
      .addOption(new Option("--log <format>").choices(["text", "json"])).option("--sort").option("--any <n>")
      .requiredOption("--must <n>", "", max === 0 ? "1" : undefined);
    if (max === 1) command.argument("<height>", "", (text: string) => text === "1" ? 1 : refuse());
  }
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    assert.ok(error instanceof CommanderError);
    return error.message;
  }
  throw new Error(`Commander takes ${args.join(" ")}.`);
}

const complaints: [string[], string][] = [
  [["walk", "--x"], "没有选项 '--x'"],
  [["walk", "--lof"], "没有选项 '--lof'\n（是不是想用 --log？）"],
  [["walk", "--porl", "1"], "没有选项 '--porl'\n（是不是想用其中之一：--pork, --port？）"],
  [["wak"], "没有命令 'wak'\n（是不是想用 walk？）"],
  [["swim"], "没有命令 'swim'"],
  [["walk", "--port"], "选项 '--port <port>' 缺少值"],
  [["walk", "--port", "1"], "选项 '--port <port>' 的值 '1' 不对。It is odd."],
  [["walk", "--log", "xml"], "选项 '--log <format>' 的值 'xml' 不对。可选的值有 text, json。"],
  [["walk", "--log", "a\nb"], "选项 '--log <format>' 的值 'a\nb' 不对。可选的值有 text, json。"],
  [["walk", "now"], "'walk' 的参数太多：应有 0 个，实际有 1 个：now。"],
  [["jump", "--must", "1", "1", "b", "c"], "'jump' 的参数太多：应有 1 个，实际有 3 个：1, b, c。"],
  [["jump", "--must", "1"], "缺少参数 'height'"],
  [["jump", "1"], "缺少选项 '--must <n>'"],
  [["jump", "--must", "1", "2"], "参数 'height' 的值 '2' 不对。It is odd."],
  [["walk", "--all", "--pork", "1", "--any"], "选项 '--any <n>' 缺少值"],
];

for (const [args, zh] of complaints) {
  Deno.test(`commander's complaint of '${args.join(" ").replace("\n", "\\n")}' has its Chinese`, () => {
    const words = commanderWords(complaint(args));
    assert.equal(words.zh, zh);
    assert.match(words.en, /^[a-z]/);
  });
}

Deno.test("options that exclude each other are told in Chinese", () => {
  const program = new Command().exitOverride().configureOutput({ outputError: () => {} })
    .addOption(new Option("-a, --all").conflicts("limit")).option("-n, --limit <count>").action(() => {});
  assert.throws(() => program.parse(["-a", "-n", "1"], { from: "user" }), (error) => {
    const { zh } = commanderWords((error as Error).message);
    return zh === "选项 '-a, --all' 和选项 '-n, --limit <count>' 不能一起用";
  });
});

Deno.test("a sentence that is not known stays as it is, in both languages", () => {
  assert.deepEqual(commanderWords("error: strange"), { en: "strange", zh: "strange" });
});
