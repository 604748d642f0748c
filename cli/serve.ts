/** The subcommand `serve`: its flags. `serve_node.ts` starts the node; it is loaded only then. */
import { type Command, Option } from "commander";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title, none, variable_note } from "./help_texts.ts";
import { readMemoryMax } from "./memory_max.ts";
import type { Say } from "./language.ts";
import { addNetworkOptions, refuseJoinWithoutDialling } from "./network_options.ts";
import { debugOption, readProxies, readText } from "./options.ts";
import { readNodeId } from "./node_id.ts";
import { checkOpsFolder, readWithout } from "./ops_folder.ts";
import { shownDb } from "./db_url.ts";
import type { Output } from "./output.ts";
import { addPlaceOptions, openOption } from "./place_options.ts";
import type { ServeOptions } from "./serve_options.ts";
import type { Terminal } from "./terminal.ts";

/** Adds `serve` to the program. It is also what runs where no subcommand is named. */
export function addServe(program: Command, terminal: Terminal, output: Output): void {
  const { say } = output;
  const command = program.command("serve")
    .summary(say({ en: "start a node (also without this word)", zh: "启动节点（不写这个词也一样）" }))
    .description(say({ en: "Start a node. It runs until Ctrl+C.", zh: "启动节点，运行到按 Ctrl+C 为止。" }));
  addClassOptions(addListeningOptions(command, say), say);
  addNetworkOptions(command, say)
    .addOption(
      new Option("-r, --redis [file]", say({ en: "the lecture's flag", zh: "课件里的选项" })).hideHelp(),
    )
    .addHelpText(
      "after",
      `
${say(examples_title)}
  foxchain
  foxchain --port 9001 --db second.sqlite --join ws://localhost:9000/ws
  foxchain --host 127.0.0.1 --port 0 --log json
  foxchain --tls-cert cert.pem --tls-key key.pem
  foxchain --ops my_ops --without time

${say(variable_note)}`,
    )
    .action(async (options: ServeOptions & { redis?: string | true }) => {
      if (options.redis !== undefined) throw redisFailure(options.redis);
      refuseJoinWithoutDialling(command);
      if (options.ops !== undefined) checkOpsFolder(options.ops, terminal);
      const { serveNode } = await import("./serve_node.ts");
      await serveNode(options, terminal, output);
    });
}

/** Where a node listens and keeps its peers, and what it may take. */
function addListeningOptions(command: Command, say: Say): Command {
  return addPlaceOptions(command, say)
    .addOption(
      new EnvironmentOption(
        "--node-id <name>",
        say({
          en: "with --db redis: this node's name there, and in files; else the computer's name and the port",
          zh: "用于 --db redis：本节点在那里和文件中的名字；不给就是本机名加端口",
        }),
        "FOXCHAIN_NODE_ID",
      ).argParser(readNodeId),
    )
    .addOption(
      new EnvironmentOption(
        "--proxy <ip>",
        say({
          en: "a reverse proxy that is believed for whom it calls, for limits only; may be repeated",
          zh: "可信的反向代理：它说替谁连接就算谁的，只用于各种限制；可以重复",
        }),
        "FOXCHAIN_PROXY",
      ).default([], say(none)).argParser(readProxies),
    )
    .addOption(
      new EnvironmentOption(
        "--memory-max <mb>",
        say({
          en: "memory to take at most, 192 or more; else 1024, or half of the computer's if that is less",
          zh: "最多占用的内存，至少 192；不给就是 1024，或者本机内存的一半，取小的",
        }),
        "FOXCHAIN_MEMORY_MAX",
      ).argParser(readMemoryMax),
    )
    .addOption(
      new EnvironmentOption(
        "--tls-cert <file>",
        say({ en: "certificate (PEM): https and wss", zh: "证书（PEM）：使用 https 和 wss" }),
        "FOXCHAIN_TLS_CERT",
      )
        .argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--tls-key <file>",
        say({ en: "private key (PEM) of the certificate", zh: "证书的私钥（PEM）" }),
        "FOXCHAIN_TLS_KEY",
      )
        .argParser(readText),
    );
}

/** What a class needs, and how a person follows the node. */
function addClassOptions(command: Command, say: Say): Command {
  return command
    .addOption(
      new EnvironmentOption(
        "--names <file>",
        say({
          en: "class list (CSV: 学号,姓名,班级,url): the page with the key shows these names",
          zh: "班级名单（CSV：学号,姓名,班级,url）：有密钥的网页显示这些名字",
        }),
        "FOXCHAIN_NAMES",
      ).argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--ops <folder>",
        say({
          en: "folder of ops that you write: each .ts or .js file is one, loaded when it is saved",
          zh: "自己写的操作所在的文件夹：每个 .ts 或 .js 文件是一个操作，保存时就载入",
        }),
        "FOXCHAIN_OPS",
      ).argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--without <op>",
        say({
          en: "leave out the node's own time, to write it yourself",
          zh: "去掉节点自带的 time，留给自己写",
        }),
        "FOXCHAIN_WITHOUT",
      ).default([], say(none)).argParser(readWithout),
    )
    .addOption(
      new EnvironmentOption(
        "--log <format>",
        say({ en: "how the log is written", zh: "日志的格式" }),
        "FOXCHAIN_LOG",
      )
        .default("text").choices(["text", "json"]),
    )
    .addOption(openOption(say))
    .addOption(debugOption(say, { en: "log what happens inside", zh: "把内部发生的事也写进日志" }));
}

function redisFailure(file: string | true): Failure {
  const example = file === true ? "peers.sqlite" : sqliteName(file);
  return new Failure(
    exit_codes.usage,
    {
      en:
        "foxchain needs no Redis. --db names a SQLite file, or a server such as redis://localhost:6379/0: " +
        `foxchain --db ${example}`,
      zh: "foxchain 不需要 Redis。--db 指定 SQLite 文件，或者 redis://localhost:6379/0 这样的服务器：" +
        `foxchain --db ${example}`,
    },
  );
}

/** The name that a file gets here; a server keeps its own, without a password. */
function sqliteName(file: string): string {
  const shown = shownDb(file);
  return shown === file ? file.replace(/\.(db|rdb)$/, "") + ".sqlite" : shown;
}
