/** The command line as a whole: its subcommands, its help, and how every end of it becomes an exit code. */
import { Command, CommanderError, Help } from "commander";
import { bugReport } from "./bug.ts";
import { addCheck } from "./check.ts";
import { addClass } from "./class.ts";
import { addCall } from "./call.ts";
import { addDoctor } from "./doctor.ts";
import { applyEnvironment } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { addKey } from "./key.ts";
import { addOp } from "./op.ts";
import { Output, showsColors } from "./output.ts";
import { addPeers } from "./peers.ts";
import { addRegister } from "./register.ts";
import { addServe } from "./serve.ts";
import type { Terminal } from "./terminal.ts";
import { addTime } from "./time.ts";
import { addVersion, program_version } from "./version.ts";

/** Flags of the program itself; any other leading flag belongs to `serve`. */
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
  const output = new Output(terminal);
  const code = await runCommand(args, terminal, output);
  const fault = await terminal.dataWritten();
  if (fault === undefined) return code;
  output.failure(
    `the output could not be written: ${fault.message}.`,
    "check where it goes, e.g. whether that disk is full",
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
    output.failure(error.message, error.next);
    return error.code;
  }
}

/** Bare flags start a node: without a subcommand the lecture's command line stays valid. */
function withSubcommand(args: readonly string[], program: Command): string[] {
  const [first, second = ""] = args;
  // `deno task start -- --port 9001`: npm's users write it so, and Deno passes the dashes on.
  if (first === "--") return withSubcommand(args.slice(1), program);
  if (first === "help") {
    // Commander answers help about an unknown command with the whole help; the command itself gets a cause from it.
    if (second === "" || second === "help" || second.startsWith("-")) return ["--help"];
    const known = program.commands.some((command) => command.name() === second);
    return known ? [second, "--help"] : [second];
  }
  if (first === undefined || (first.startsWith("-") && !program_flags.has(first))) return ["serve", ...args];
  return [...args];
}

function buildProgram(args: readonly string[], terminal: Terminal, output: Output): Command {
  const program = new Command("foxchain")
    .description("A peer-to-peer node that knows its neighbours. Without a command it starts a node.")
    .usage("[options]\n       foxchain <command> [options]")
    .version(program_version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help; 'foxchain help <command>' tells more about one")
    .helpCommand("help [command]", "explain one command")
    .addHelpText(
      "after",
      `
Examples:
  foxchain                                 start a node on port 9000
  foxchain --port 9001 --db second.sqlite  start a second one beside it
  foxchain --open                          start a node and open its page
  foxchain register ws://localhost:9001/ws tell the node on port 9000 about the second
  foxchain peers                           list what it knows
  foxchain time --url localhost:9001       ask the second for its time

[NAME] is an environment variable that gives the option when the command line does not.
Exit codes: 0 ok, 1 negative answer, 2 usage, 3 unreachable or time-out, 4 port or database not available.`,
    )
    .hook("preAction", (_program, command) => applyEnvironment(command, terminal));
  addServe(program, terminal, output);
  addCall(program, output);
  addPeers(program, output);
  addRegister(program, output);
  addTime(program, output);
  addCheck(program, terminal, output);
  addClass(program, terminal, output);
  addKey(program, output);
  addDoctor(program, terminal, output);
  addOp(program, terminal, output);
  addVersion(program, output);
  for (const command of [program, ...program.commands]) prepare(command, program, args, terminal);
  return program;
}

/** Sends a command's texts through the terminal, and turns its complaints into failures. */
function prepare(command: Command, program: Command, args: readonly string[], terminal: Terminal): void {
  const plain = new Help();
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
      throw new Failure(
        exit_codes.usage,
        error.message.replace(/^error: /, ""),
        nextCommand(error, command, args),
      );
    });
  if (command !== program) return;
  // The bare flags are those of `serve`: the first help a person sees lists them.
  const serve = program.commands.find((candidate) => candidate.name() === "serve")!;
  command.configureHelp({
    visibleOptions: (shown) =>
      shown === program
        ? [
          ...plain.visibleOptions(serve).filter(({ long }) => long !== "--help"),
          ...plain.visibleOptions(program),
        ]
        : plain.visibleOptions(shown),
  });
}

/** What to try after a command line that commander refused. */
function nextCommand({ code }: CommanderError, command: Command, args: readonly string[]): string {
  const [first = ""] = args;
  const siblings = command.parent?.commands.map((sibling) => sibling.name()) ?? [];
  const misplaced = args.slice(1).find((arg) => siblings.includes(arg));
  if (code === "commander.unknownCommand" && /^\d+$/.test(first)) return `foxchain --port ${first}`;
  if (code === "commander.excessArguments" && command.name() === "serve" && misplaced !== undefined) {
    return `foxchain ${misplaced} --help; the command goes before its options`;
  }
  return command.parent === null ? "foxchain --help" : `foxchain ${command.name()} --help`;
}
