/** The command line as a whole: its subcommands, its help, and how every end of it becomes an exit code. */
import { Command, CommanderError, Help, type Option } from "commander";
import { bugReport } from "./bug.ts";
import { addCheck } from "./check.ts";
import { addClass } from "./class.ts";
import { addCall } from "./call.ts";
import { addCopy } from "./copy.ts";
import { commanderWords } from "./commander_words.ts";
import { addDoctor } from "./doctor.ts";
import { applyEnvironment } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title, helpTexts, variable_note } from "./help_texts.ts";
import { speak } from "./invalid_value.ts";
import { addKey } from "./key.ts";
import { both, languageOf, languageOption, leadingLanguage, type Say, type Words } from "./language.ts";
import { addOp } from "./op.ts";
import { Output, showsColors } from "./output.ts";
import { addPeers } from "./peers.ts";
import { addRegister } from "./register.ts";
import { addServe } from "./serve.ts";
import type { Terminal } from "./terminal.ts";
import { addTime } from "./time.ts";
import { addVersion, program_version } from "./version.ts";

/** Flags of the program itself. Any other leading flag belongs to `serve`. */
const program_flags: ReadonlySet<string> = new Set(["-h", "--help", "-V", "--version"]);

/**
 * Runs one command line to its end.
 *
 * @param args As in `Deno.args`.
 * @returns The exit code; nothing is thrown.
 *
 * @example
 * ```ts
 * import { run } from "./program.ts";
 * import { TestTerminal } from "./test_terminal.ts";
 * import assert from "node:assert/strict";
 *
 * const terminal = new TestTerminal();
 * assert.equal(await run(["--prot", "9000"], terminal), 2);
 * assert.match(terminal.stderr, /unknown option '--prot'\n\(Did you mean --port\?\)/);
 * ```
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  // `deno task start -- --port 9001`: npm's users write it so, and Deno passes the dashes on.
  if (args[0] === "--") return await run(args.slice(1), terminal);
  const output = new Output(terminal, languageOf(args, terminal));
  terminal.onLoss((lines) =>
    output.note({
      en: `warning: ${lines} lines are missing here: nobody read them in time.`,
      zh: `警告：这里少了 ${lines} 行：没有人及时读取。`,
    })
  );
  const code = await runCommand(args, terminal, output);
  const fault = await terminal.dataWritten();
  if (fault === undefined) return code;
  output.failure(
    {
      en: `the output could not be written: ${fault.message}.`,
      zh: `输出写不出去：${fault.message}。`,
    },
    {
      en: "check where it goes, e.g. whether that disk is full",
      zh: "看看它要写到哪里，例如磁盘是不是满了",
    },
  );
  return code === exit_codes.ok ? exit_codes.negative : code;
}

async function runCommand(args: readonly string[], terminal: Terminal, output: Output): Promise<number> {
  try {
    const program = buildProgram(args, terminal, output);
    await program.parseAsync(withSubcommand(args, program), { from: "user" });
    return exit_codes.ok;
  } catch (error) {
    // Help and version end by such an error, too.
    if (error instanceof CommanderError && error.exitCode === 0) return exit_codes.ok;
    if (!(error instanceof Failure)) return bugReport(error, args, terminal);
    output.failure(error.words, error.next);
    return error.code;
  }
}

/** Bare flags start a node: without a subcommand the lecture's command line stays valid. */
function withSubcommand(args: readonly string[], program: Command): string[] {
  const leading = leadingLanguage(args);
  if (args.length === 1 && args[0] === "--lang") return [...args];
  if (leading > 0) return [...args.slice(0, leading), ...withSubcommand(args.slice(leading), program)];
  const [first, second = ""] = args;
  if (first === "help") {
    // Commander answers help about an unknown command with the whole help; the command itself gets a cause from it.
    if (second === "" || second === "help" || second.startsWith("-")) return ["--help", ...args.slice(1)];
    const known = program.commands.some((command) => command.name() === second);
    return known ? [second, "--help", ...args.slice(2)] : [second];
  }
  if (first === undefined || (first.startsWith("-") && !program_flags.has(first))) return ["serve", ...args];
  return [...args];
}

/**
 * All commands, in the language of the output.
 *
 * @param args As in `Deno.args`; an error's advice depends on them.
 */
export function buildProgram(args: readonly string[], terminal: Terminal, output: Output): Command {
  const { say } = output;
  const program = new Command("foxchain")
    .description(say({
      en: "A peer-to-peer node that knows its neighbours. Without a command it starts a node.",
      zh: "认识邻居的点对点节点。不写命令时启动一个节点。",
    }))
    .usage("[options]\n       foxchain <command> [options]")
    .version(program_version, "-V, --version", say({ en: "print the version", zh: "显示版本" }))
    .helpOption(
      "-h, --help",
      say({
        en: "print this help; 'foxchain help <command>' tells more about one",
        zh: "显示这份帮助；'foxchain help <command>' 详细说明一个命令",
      }),
    )
    .helpCommand("help [command]", say({ en: "explain one command", zh: "说明一个命令" }))
    .addOption(languageOption(say))
    .addHelpText("after", afterHelp(say))
    .hook("preAction", (program, command) => {
      applyEnvironment(program, terminal);
      applyEnvironment(command, terminal);
    });
  addServe(program, terminal, output);
  addCall(program, output);
  addPeers(program, output);
  addRegister(program, output);
  addTime(program, output);
  addCheck(program, terminal, output);
  addClass(program, terminal, output);
  addCopy(program, terminal, output);
  addKey(program, output);
  addDoctor(program, terminal, output);
  addOp(program, terminal, output);
  addVersion(program, output);
  for (const command of [program, ...program.commands]) prepare(command, program, args, terminal, output);
  return program;
}

function afterHelp(say: Say): string {
  const examples = [
    ["", say({ en: "start a node on port 9000", zh: "在端口 9000 上启动节点" })],
    ["--port 9001 --db second.sqlite", say({ en: "start a second one beside it", zh: "在旁边再启动一个" })],
    ["--open", say({ en: "start a node and open its page", zh: "启动节点并打开它的网页" })],
    [
      "register ws://localhost:9001/ws",
      say({ en: "tell the node on port 9000 about the second", zh: "把第二个节点告诉端口 9000 上的节点" }),
    ],
    ["peers", say({ en: "list what it knows", zh: "列出它知道的地址" })],
    ["time --url localhost:9001", say({ en: "ask the second for its time", zh: "向第二个节点询问时间" })],
  ].map(([words = "", meaning]) => `  foxchain ${words.padEnd(31)} ${meaning}`);
  return `
${say(examples_title)}
${examples.join("\n")}

${say(variable_note)}
${
    say({
      en:
        "Exit codes: 0 ok, 1 negative answer, 2 usage, 3 unreachable or time-out, 4 port or database not available.",
      zh: "退出码：0 成功，1 否定的回答，2 用法错误，3 连不上或超时，4 端口或数据库不可用。",
    })
  }`;
}

/** Sends a command's texts through the terminal, and turns its complaints into failures. */
function prepare(
  command: Command,
  program: Command,
  args: readonly string[],
  terminal: Terminal,
  { language, say }: Output,
): void {
  command
    .configureOutput({
      writeOut: (text) => terminal.write("stdout", text),
      writeErr: (text) => terminal.write("stderr", text),
      outputError: () => {},
      getOutHelpWidth: () => terminal.columns(),
      getErrHelpWidth: () => terminal.columns(),
      getOutHasColors: () => showsColors(terminal, "stdout"),
      getErrHasColors: () => showsColors(terminal, "stderr"),
    })
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      throw new Failure(exit_codes.usage, commanderWords(error.message), nextCommand(error, command, args));
    })
    .configureHelp({
      ...helpTexts(language),
      visibleOptions: (shown) => shownOptions(shown, program),
    });
  // The readers of values complain in English by themselves.
  if (language !== "en") {
    for (const reader of [...command.options, ...command.registeredArguments]) speak(reader, say);
  }
  if (command === program) return;
  command.helpOption("-h, --help", say({ en: "display help for command", zh: "显示这个命令的帮助" }));
}

/** The bare flags are those of `serve`: the first help a person sees lists them. All take the program's `--lang`. */
function shownOptions(shown: Command, program: Command): Option[] {
  const plain = new Help();
  const serve = program.commands.find((command) => command.name() === "serve")!;
  const of = (command: Command, is_wanted: (option: Option) => boolean) =>
    plain.visibleOptions(command).filter(is_wanted);
  const is_help = ({ long }: Option) => long === "--help";
  if (shown === program) {
    return [...of(serve, (option) => !is_help(option)), ...plain.visibleOptions(program)];
  }
  return [
    ...of(shown, (option) => !is_help(option)),
    ...of(program, ({ long }) => long === "--lang"),
    ...of(shown, is_help),
  ];
}

/** What to try after a command line that commander refused. */
function nextCommand({ code }: CommanderError, command: Command, args: readonly string[]): Words {
  const words = args.slice(leadingLanguage(args));
  const [first = ""] = words;
  const siblings = command.parent?.commands.map((sibling) => sibling.name()) ?? [];
  const misplaced = words.slice(1).find((word) => siblings.includes(word));
  if (code === "commander.unknownCommand" && /^\d+$/.test(first)) return both(`foxchain --port ${first}`);
  if (code === "commander.excessArguments" && command.name() === "serve" && misplaced !== undefined) {
    return {
      en: `foxchain ${misplaced} --help; the command goes before its options`,
      zh: `foxchain ${misplaced} --help；命令写在它的选项前面`,
    };
  }
  return both(command.parent === null ? "foxchain --help" : `foxchain ${command.name()} --help`);
}
