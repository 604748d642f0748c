/** The subcommand `op`: writes a starter for an op of one's own or an example, and tries a file without a node. */
import { Argument, type Command } from "commander";
import { basename, join } from "node:path";
import { nameFault, opName } from "../node/own_ops/op_names.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import { both } from "./language.ts";
import { starterText } from "./op_starter.ts";
import { opWords } from "./op_words.ts";
import { debugOption, readText } from "./options.ts";
import type { Output } from "./output.ts";
import { quoted } from "./quoted.ts";
import { unreadable, unwritable } from "./file_failure.ts";
import type { Terminal } from "./terminal.ts";
import { markedCommand } from "./worker_mark.ts";

interface OpOptions {
  readonly ops: string;
}

/** Adds `op` to the program. */
export function addOp(program: Command, terminal: Terminal, output: Output): void {
  const { say } = output;
  program.command("op")
    .summary(say({ en: "write an op of your own, or try one", zh: "写一个自己的操作，或者试一试" }))
    .description(say({
      en:
        "Write the file of an op of your own to begin with, or one of a chain of blocks, or run the examples of " +
        "a file without a node.",
      zh: "写出一个操作文件作为开头，或者写出区块链例子中的一个，或者不用节点就运行一个文件里的例子。",
    }))
    .addArgument(
      new Argument(
        "<what>",
        say({
          en:
            "new writes a file, example one of those that the program carries, test runs the examples of a file",
          zh: "new 写出一个文件，example 写出程序自带的例子，test 运行文件里的例子",
        }),
      ).choices(["new", "example", "test"]),
    )
    .argument(
      "<name>",
      say({
        en: "new: the op's name; example: tracker, pool, merge, blocks or all; test: the file",
        zh: "new：操作的名字；example：tracker、pool、merge、blocks 或 all（全部）；test：文件",
      }),
    )
    .addOption(
      new EnvironmentOption(
        "--ops <folder>",
        say({
          en: "new, example: where the file goes; made if it is not there",
          zh: "new、example：文件写到哪里；没有就新建",
        }),
        "FOXCHAIN_OPS",
      )
        .default("my_ops").argParser(readText),
    )
    .addOption(debugOption(say))
    .addHelpText(
      "after",
      `
${say(examples_title)}
  foxchain op new count
  foxchain op example all
  foxchain op test my_ops/count.ts
  foxchain --ops my_ops`,
    )
    .action(async (what: "new" | "example" | "test", name: string, { ops }: OpOptions) => {
      if (what === "new") writeStarter(name, ops, output);
      else if (what === "example") await writeExamples(name, ops, output);
      else await tryFile(name, terminal, output);
    });
}

function writeStarter(name: string, folder: string, output: Output): void {
  const fault = nameFault(opName(name));
  if (fault !== undefined) {
    // There is no file yet that could be renamed.
    const cause = { en: fault.en.replace(/: rename.*/, "."), zh: fault.zh.replace(/：请.*/, "。") };
    throw new Failure(exit_codes.usage, cause, both("foxchain op new count"));
  }
  const path = join(folder, `${opName(name)}.ts`);
  writeNew(path, folder, starterText(output.language));
  output.data(path);
  output.note({
    en: `Edit it, then: foxchain op test ${quoted(path)}, or foxchain --ops ${quoted(folder)}`,
    zh: `修改它，然后：foxchain op test ${quoted(path)}，或者 foxchain --ops ${quoted(folder)}`,
  });
}

async function writeExamples(name: string, folder: string, output: Output): Promise<void> {
  const { op_examples } = await import("./op_examples.ts");
  const names = name === "all" ? [...op_examples.keys()] : [name.replace(/\.js$/, "")];
  for (const name of names) {
    const text = op_examples.get(name);
    if (text === undefined) {
      const known = [...op_examples.keys()].join(", ");
      throw new Failure(
        exit_codes.usage,
        {
          en: `There is no example ${name}: the examples are ${known}, or all of them.`,
          zh: `没有例子 ${name}：例子有 ${known}，或者用 all 写出全部。`,
        },
        both("foxchain op example all"),
      );
    }
    const path = join(folder, `${name}.js`);
    writeNew(path, folder, text);
    output.data(path);
  }
  output.note({
    en: `Read them, then: foxchain --ops ${quoted(folder)}`,
    zh: `读一读，然后：foxchain --ops ${quoted(folder)}`,
  });
}

/** Writes a file that is not there yet. */
function writeNew(path: string, folder: string, text: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
    Deno.writeTextFileSync(path, text, { createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new Failure(
        exit_codes.usage,
        { en: `${path} is there already, and stays as it is.`, zh: `${path} 已经存在，没有改动。` },
        both(`foxchain op test ${quoted(path)}`),
      );
    }
    if (!(error instanceof Error)) throw error;
    throw new Failure(exit_codes.unavailable, unwritable(path, error));
  }
}

async function tryFile(path: string, terminal: Terminal, output: Output): Promise<void> {
  if (!terminal.narrows_workers) {
    throw new Failure(
      exit_codes.usage,
      {
        en: "op test needs a flag of Deno that this start lacks.",
        zh: "op test 需要 Deno 的一个选项，这次启动没有给。",
      },
      both(markedCommand(Deno.mainModule, `op test ${quoted(path)}`)),
    );
  }
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Failure(exit_codes.usage, unreadable(path, error).words, both("foxchain op new count"));
  }
  const file = basename(path);
  const fault = nameFault(opName(file));
  if (fault !== undefined) {
    throw new Failure(exit_codes.usage, { en: `${file}: ${fault.en}`, zh: `${file}：${fault.zh}` });
  }
  const { tryOp } = await import("../node/own_ops/try_op.ts");
  const { faultText } = await import("../node/own_ops/op_fault.ts");
  const { view, tick } = await tryOp(
    file,
    text,
    (line) => output.note({ en: `log: ${line}`, zh: `日志：${line}` }),
  );
  for (const { number, passed, sentence } of view.examples) {
    output.data({
      en: `example ${number}: ${passed ? "passed" : sentence}`,
      zh: `例子 ${number}：${passed ? "通过" : opWords(sentence ?? "").zh}`,
    });
  }
  if (tick !== undefined) {
    const { en, zh } = tick.sentence === undefined ? { en: "passed", zh: "通过" } : opWords(tick.sentence);
    output.data({ en: `tick: ${en}`, zh: `tick：${zh}` });
  }
  if (view.fault !== undefined) {
    const { en, zh } = opWords(view.fault.sentence);
    throw new Failure(exit_codes.negative, {
      en: faultText({ ...view.fault, sentence: en }),
      zh: faultText({ ...view.fault, sentence: zh }),
    });
  }
  const failed = view.examples.filter(({ passed }) => !passed).length;
  if (failed > 0) {
    throw new Failure(exit_codes.negative, {
      en: `${failed} of ${view.examples.length} examples failed.`,
      zh: `${view.examples.length} 个例子中有 ${failed} 个没有通过。`,
    });
  }
  if (tick?.passed === false) {
    throw new Failure(exit_codes.negative, { en: "The tick failed.", zh: "tick 没有通过。" });
  }
  const has_none = view.examples.length === 0;
  output.data({
    en: `${file}: the op ${view.name} works${has_none ? ", and has no examples." : "."}`,
    zh: `${file}：操作 ${view.name} 可以用${has_none ? "，没有例子。" : "。"}`,
  });
}
