/** The subcommand `copy`: its flags. `copy_store.ts` does the work; it is loaded only then. */
import { type Command, Option } from "commander";
import { peers_default_max } from "../discovery/limits.ts";
import { peers_max_max } from "../storage/limits.ts";
import { isRedisUrl } from "../storage/redis/server/redis_url.ts";
import type { CopyOptions } from "./copy_options.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title, variable_note } from "./help_texts.ts";
import type { Say } from "./language.ts";
import { readNet } from "./network_options.ts";
import { readNodeId } from "./node_id.ts";
import { debugOption, readCount, readText } from "./options.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** Adds `copy FROM TO` to the program. */
export function addCopy(program: Command, terminal: Terminal, output: Output): void {
  const { say } = output;
  const command = program.command("copy")
    .summary(say({ en: "copy all addresses to another store", zh: "把所有地址复制到另一个存储" }))
    .description(say({
      en:
        "Copy all addresses, and what the node learned of them, from one store to another. A store is a SQLite " +
        "file or redis://HOST:PORT/N. FROM is only read. TO keeps what it has. To go on after a stop, give " +
        "the command again.",
      zh: "把所有地址和节点对它们的了解，从一个存储复制到另一个。存储是 SQLite 文件或 redis://HOST:PORT/N。" +
        "FROM 只被读取，TO 保留原有的内容。中断之后再执行一次就接着做。",
    }))
    .argument("<from>", say({ en: "the store to read", zh: "要读取的存储" }), readText)
    .argument(
      "<to>",
      say({ en: "the store to write; a file is made", zh: "要写入的存储；文件会新建" }),
      readText,
    );
  addServerOptions(command, say)
    .addOption(
      new EnvironmentOption(
        "--peers-max <n>",
        say({ en: "addresses that TO takes at most", zh: "TO 最多保存的地址数" }),
        "FOXCHAIN_PEERS_MAX",
      )
        .default(peers_default_max).argParser(readCount(peers_max_max)),
    )
    .addOption(
      new Option(
        "--values",
        say({
          en: "also copy values of own ops that TO does not have",
          zh: "也复制自己写的操作的值，只复制 TO 没有的",
        }),
      ),
    )
    .addOption(
      new Option("--json", say({ en: "print the counts as one line of JSON", zh: "把结果显示成一行 JSON" })),
    )
    .addOption(debugOption(say))
    .addHelpText("after", helpText(say))
    .action(async (from: string, to: string, options: CopyOptions) => {
      refuseIdleOptions(command, from, to);
      const { copyStore } = await import("./copy_store.ts");
      await copyStore(from, to, options, terminal, output);
    });
}

/** What names a part of a Redis server. */
function addServerOptions(command: Command, say: Say): Command {
  return command
    .addOption(
      new EnvironmentOption(
        "--net <name>",
        say({ en: "with redis: name of the network there", zh: "用于 redis：那里的网络名" }),
        "FOXCHAIN_NET",
      )
        .default("foxchain").argParser(readNet),
    )
    .addOption(
      new EnvironmentOption(
        "--node-id <name>",
        say({
          en: "with redis: the node whose own knowledge is copied; else the computer's name and 9000",
          zh: "用于 redis：复制哪个节点自己的了解；不给就是本机名加 9000",
        }),
        "FOXCHAIN_NODE_ID",
      ).argParser(readNodeId),
    )
    .addOption(
      new Option(
        "--to-net <name>",
        say({ en: "the same in TO, where it differs", zh: "TO 中的网络名，不同时才给" }),
      ).argParser(readNet),
    )
    .addOption(
      new Option(
        "--to-node-id <name>",
        say({ en: "the same in TO, where it differs", zh: "TO 中的节点名，不同时才给" }),
      ).argParser(readNodeId),
    );
}

function helpText(say: Say): string {
  return `
${
    say({
      en:
        `Of an address that both have, TO keeps its text, the later hearing counts, and so does the later success.
A node that uses a file must be stopped; nodes that use Redis may go on. The key that steers a node does not
go along, nor do blocks: the page and the node remember them. The password of Redis is FOXCHAIN_DB_PASSWORD,
that of TO, where it differs, FOXCHAIN_TO_PASSWORD.
Exit codes: 0 all is there; 2 usage; 4 a store is not available, or is full; 130 stopped before the end.`,
      zh: `两边都有的地址：TO 的写法不变，较晚的听说时间和较晚的成功记录有效。使用文件的节点必须先停止；
使用 Redis 的节点可以继续运行。控制节点的密钥不会一起复制，屏蔽名单也不会。
Redis 的密码放在 FOXCHAIN_DB_PASSWORD，TO 的密码不同时放在 FOXCHAIN_TO_PASSWORD。
退出码：0 全部复制好了；2 用法错误；4 存储不可用或者满了；130 没做完就停止了。`,
    })
  }

${say(examples_title)}
  foxchain copy peers.sqlite redis://localhost:6379/0
  foxchain copy redis://localhost:6379/0 peers.sqlite --node-id lab3-9000
  foxchain copy old.sqlite new.sqlite --values
  foxchain copy redis://a.example/0 rediss://b.example/0 --net lab --peers-max 500000

${say(variable_note)}`;
}

/** Refuses options that would do nothing: a mistake would go unnoticed. */
function refuseIdleOptions(command: Command, from: string, to: string): void {
  const idle = [
    ...(isRedisUrl(from) || isRedisUrl(to) ? [] : ["net", "nodeId"] as const),
    ...(isRedisUrl(to) ? [] : ["toNet", "toNodeId"] as const),
  ].find((key) => command.getOptionValueSource(key) === "cli");
  if (idle === undefined) return;
  const flag = `--${idle.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new Failure(
    exit_codes.usage,
    {
      en: `${flag} is about a Redis server, and there is none here.`,
      zh: `${flag} 只用于 Redis 服务器，这里没有。`,
    },
    { en: `leave out ${flag}`, zh: `去掉 ${flag}` },
  );
}
