/** The subcommand `doctor`: why others can't be reached, or can't reach this computer, and what to do. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Finding } from "./doctor/finding.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { type Language, languageOf, languageOption } from "./language.ts";
import { nodeUrl } from "./node_url.ts";
import { readNet } from "./network_options.ts";
import { debugOption, default_host, readPort, readText, timeoutOption } from "./options.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

interface Options {
  readonly port: number;
  readonly db: string;
  readonly host: string;
  readonly net: string;
  readonly timeout: number;
  readonly lang?: Language;
  readonly json?: true;
}

const marks: Readonly<Record<Finding["state"], string>> = { ok: "ok", finding: "!!", unknown: "??" };

/** Adds `doctor` to the program. */
export function addDoctor(program: Command, terminal: Terminal, output: Output): void {
  program.command("doctor")
    .summary("find out why nodes do not reach each other")
    .description(
      "Look at what keeps nodes from reaching each other: port, addresses, database, the way to another node, " +
        "its clock, and whether it reaches this computer. Changes nothing; if no node runs, one listens while it is dialled.",
    )
    .argument("[url]", "another node: a URL, host:port or port", readUrl)
    .addOption(
      new EnvironmentOption("-p, --port <port>", "port of the node on this computer", "FOXCHAIN_PORT")
        .default(9000).argParser(readPort),
    )
    .addOption(
      new EnvironmentOption("--db <file>", "its SQLite file", "FOXCHAIN_DB").default("peers.sqlite")
        .argParser(readText),
    )
    .addOption(
      new EnvironmentOption("--host <host>", "its address to listen on", "FOXCHAIN_HOST").default(
        default_host,
      ).argParser(readText),
    )
    .addOption(
      new EnvironmentOption("--net <name>", "name of its network", "FOXCHAIN_NET").default("foxchain")
        .argParser(readNet),
    )
    .addOption(timeoutOption())
    .addOption(languageOption())
    .addOption(new Option("--json", "print what was found as one line of JSON"))
    .addOption(debugOption("tell the details of a bug in foxchain"))
    .addHelpText(
      "after",
      `
ok: nothing to do. !!: something is to be done. ??: it can't be known from here.
Exit codes: 0 nothing is to be done, 1 something is, 2 usage.

Examples:
  foxchain doctor
  foxchain doctor 192.168.1.7:9000
  foxchain doctor ws://192.168.1.7:9000/ws --lang zh --json`,
    )
    .action(async (url: string | undefined, { timeout, lang, json, ...options }: Options) => {
      const [{ examine }, { realWorld }, { inWords }] = await Promise.all([
        import("./doctor/examine.ts"),
        import("./doctor/real_world.ts"),
        import("./doctor/words.ts"),
      ]);
      const language = languageOf(lang, terminal);
      const found = await examine({ ...options, url, timeout_ms: timeout * 1000 }, realWorld(terminal));
      const told = found.map((finding) => ({ ...finding, ...inWords(finding, language) }));
      if (json) output.data(JSON.stringify({ format: 1, findings: told }));
      else {
        for (const { state, text, next } of told) {
          output.data(`${marks[state]}  ${text}`);
          if (next !== undefined) output.data(`    -> ${next}`);
        }
      }
      const count = found.filter(({ state }) => state === "finding").length;
      if (count > 0) throw new Failure(exit_codes.negative, summary(count, language));
    });
}

function summary(count: number, language: Language): string {
  if (language === "zh") return `有 ${count} 处需要处理，见上面带 !! 的行。`;
  return `${count} ${count === 1 ? "thing is" : "things are"} to be done: see the lines with !!.`;
}

function readUrl(text: string): string {
  const url = nodeUrl(text);
  if (url !== undefined) return url;
  throw new InvalidArgumentError("A node's address looks like ws://192.168.1.7:9000/ws or 192.168.1.7:9000.");
}
