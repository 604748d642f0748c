/** The subcommand `serve`: its flags. What they start is in `serve_node.ts`, loaded only when a node is wanted. */
import { type Command, Option } from "commander";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { readMemoryMax } from "./memory_max.ts";
import { addNetworkOptions, type NetworkFlags, refuseJoinWithoutDialling } from "./network_options.ts";
import { debugOption, default_host, readPort, readProxies, readText } from "./options.ts";
import { checkOpsFolder, readWithout } from "./ops_folder.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** What a node is started with, as the command line gives it. */
export interface ServeOptions extends NetworkFlags {
  readonly port: number;
  /** Path of the SQLite file. */
  readonly db: string;
  readonly host: string;
  readonly proxy: readonly string[];
  /** MB. */
  readonly memoryMax?: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Path of a class list. */
  readonly names?: string;
  /** Path of a folder. */
  readonly ops?: string;
  readonly without: readonly string[];
  readonly debug?: boolean;
  readonly log: "text" | "json";
  readonly open?: boolean;
}

/** Adds `serve` to the program. It is also what runs where no subcommand is named. */
export function addServe(program: Command, terminal: Terminal, output: Output): void {
  const command = program.command("serve")
    .summary("start a node (also without this word)")
    .description("Start a node. It runs until Ctrl+C.")
    .addOption(
      new EnvironmentOption(
        "-p, --port <port>",
        "TCP port; 0 picks a free one and prints it",
        "FOXCHAIN_PORT",
      )
        .default(9000).argParser(readPort),
    )
    .addOption(
      new EnvironmentOption("--db <file>", "SQLite file that keeps the peers", "FOXCHAIN_DB")
        .default("peers.sqlite").argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--host <host>",
        "address to listen on; :: is every IPv6 and IPv4 one, localhost this computer only",
        "FOXCHAIN_HOST",
      )
        .default(default_host).argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--proxy <ip>",
        "a reverse proxy that is believed for whom it calls, for limits only; may be repeated",
        "FOXCHAIN_PROXY",
      ).default([], "none").argParser(readProxies),
    )
    .addOption(
      new EnvironmentOption(
        "--memory-max <mb>",
        "memory to take at most, 192 or more; else 1024, or half of the computer's if that is less",
        "FOXCHAIN_MEMORY_MAX",
      ).argParser(readMemoryMax),
    )
    .addOption(
      new EnvironmentOption("--tls-cert <file>", "certificate (PEM): https and wss", "FOXCHAIN_TLS_CERT")
        .argParser(readText),
    )
    .addOption(
      new EnvironmentOption("--tls-key <file>", "private key (PEM) of the certificate", "FOXCHAIN_TLS_KEY")
        .argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--names <file>",
        "class list (CSV: 学号,姓名,班级,url): the page with the key shows these names",
        "FOXCHAIN_NAMES",
      ).argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--ops <folder>",
        "folder of ops that you write: each .ts or .js file is one, loaded when it is saved",
        "FOXCHAIN_OPS",
      ).argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--without <op>",
        "leave out the node's own time, to write it yourself",
        "FOXCHAIN_WITHOUT",
      ).default([], "none").argParser(readWithout),
    )
    .addOption(
      new EnvironmentOption("--log <format>", "how the log is written", "FOXCHAIN_LOG")
        .default("text").choices(["text", "json"]),
    )
    .addOption(
      new EnvironmentOption("--open", "open the node's page in the browser", "FOXCHAIN_OPEN"),
    )
    .addOption(debugOption("log what happens inside"));
  addNetworkOptions(command)
    .addOption(new Option("-r, --redis [file]", "the lecture's flag").hideHelp())
    .addHelpText(
      "after",
      `
Examples:
  foxchain
  foxchain --port 9001 --db second.sqlite --join ws://localhost:9000/ws
  foxchain --host 127.0.0.1 --port 0 --log json
  foxchain --tls-cert cert.pem --tls-key key.pem
  foxchain --ops my_ops --without time

[NAME] is an environment variable that gives the option when the command line does not.`,
    )
    .action(async (options: ServeOptions & { redis?: string | true }) => {
      if (options.redis !== undefined) throw redisFailure(options.redis);
      refuseJoinWithoutDialling(command);
      if (options.ops !== undefined) checkOpsFolder(options.ops, terminal);
      const { serveNode } = await import("./serve_node.ts");
      await serveNode(options, terminal, output);
    });
}

function redisFailure(file: string | true): Failure {
  const example = file === true ? "peers.sqlite" : file.replace(/\.(db|rdb)$/, "") + ".sqlite";
  return new Failure(
    exit_codes.usage,
    `foxchain needs no Redis: it keeps its peers in a SQLite file, named by --db, e.g. foxchain --db ${example}`,
  );
}
