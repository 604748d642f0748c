/** The subcommand `op`: writes a starter for an op of one's own or an example, and tries a file without a node. */
import { Argument, type Command } from "commander";
import { basename, join } from "node:path";
import { nameFault, opName } from "../node/own_ops/op_names.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { type Language, languageOf, languageOption } from "./language.ts";
import { starterText } from "./op_starter.ts";
import { debugOption, readText } from "./options.ts";
import type { Output } from "./output.ts";
import { quoted } from "./quoted.ts";
import type { Terminal } from "./terminal.ts";
import { markedCommand } from "./worker_mark.ts";

interface OpOptions {
  readonly ops: string;
  readonly lang?: Language;
}

/** Adds `op` to the program. */
export function addOp(program: Command, terminal: Terminal, output: Output): void {
  program.command("op")
    .summary("write an op of your own, or try one")
    .description(
      "Write the file of an op of your own to begin with, or one of a chain of blocks, or run the examples of " +
        "a file without a node.",
    )
    .addArgument(
      new Argument(
        "<what>",
        "new writes a file, example one of those that the program carries, test runs the examples of a file",
      ).choices(["new", "example", "test"]),
    )
    .argument("<name>", "new: the op's name; example: tracker, pool, merge, blocks or all; test: the file")
    .addOption(
      new EnvironmentOption(
        "--ops <folder>",
        "new, example: where the file goes; made if it is not there",
        "FOXCHAIN_OPS",
      )
        .default("my_ops").argParser(readText),
    )
    .addOption(languageOption())
    .addOption(debugOption("tell the details of a bug in foxchain"))
    .addHelpText(
      "after",
      `
Examples:
  foxchain op new count
  foxchain op example all
  foxchain op test my_ops/count.ts
  foxchain --ops my_ops`,
    )
    .action(async (what: "new" | "example" | "test", name: string, { ops, lang }: OpOptions) => {
      if (what === "new") writeStarter(name, ops, languageOf(lang, terminal), output);
      else if (what === "example") await writeExamples(name, ops, output);
      else await tryFile(name, terminal, output);
    });
}

function writeStarter(name: string, folder: string, language: Language, output: Output): void {
  const fault = nameFault(opName(name));
  if (fault !== undefined) {
    throw new Failure(exit_codes.usage, fault.replace(": rename the file.", "."), "foxchain op new count");
  }
  const path = join(folder, `${opName(name)}.ts`);
  writeNew(path, folder, starterText(language));
  output.data(path);
  output.note(`Edit it, then: foxchain op test ${quoted(path)}, or foxchain --ops ${quoted(folder)}`);
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
        `There is no example ${name}: the examples are ${known}, or all of them.`,
        "foxchain op example all",
      );
    }
    const path = join(folder, `${name}.js`);
    writeNew(path, folder, text);
    output.data(path);
  }
  output.note(`Read them, then: foxchain --ops ${quoted(folder)}`);
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
        `${path} is there already, and stays as it is.`,
        `foxchain op test ${quoted(path)}`,
      );
    }
    if (!(error instanceof Error)) throw error;
    throw new Failure(exit_codes.unavailable, `${path} can't be written: ${error.message}.`);
  }
}

async function tryFile(path: string, terminal: Terminal, output: Output): Promise<void> {
  if (!terminal.narrows_workers) {
    throw new Failure(
      exit_codes.usage,
      "op test needs a flag of Deno that this start lacks.",
      markedCommand(Deno.mainModule, `op test ${quoted(path)}`),
    );
  }
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Failure(exit_codes.usage, `${path} can't be read: ${error.message}.`, "foxchain op new count");
  }
  const file = basename(path);
  const fault = nameFault(opName(file));
  if (fault !== undefined) throw new Failure(exit_codes.usage, `${file}: ${fault}`);
  const { tryOp } = await import("../node/own_ops/try_op.ts");
  const { faultText } = await import("../node/own_ops/op_fault.ts");
  const { view, tick } = await tryOp(file, text, (line) => output.note(`log: ${line}`));
  for (const { number, passed, sentence } of view.examples) {
    output.data(`example ${number}: ${passed ? "passed" : sentence}`);
  }
  if (tick !== undefined) output.data(`tick: ${tick.sentence ?? "passed"}`);
  if (view.fault !== undefined) throw new Failure(exit_codes.negative, faultText(view.fault));
  const failed = view.examples.filter(({ passed }) => !passed).length;
  if (failed > 0) {
    throw new Failure(exit_codes.negative, `${failed} of ${view.examples.length} examples failed.`);
  }
  if (tick?.passed === false) throw new Failure(exit_codes.negative, "The tick failed.");
  output.data(
    `${file}: the op ${view.name} works${view.examples.length === 0 ? ", and has no examples." : "."}`,
  );
}
