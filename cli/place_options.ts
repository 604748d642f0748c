/** Where a node listens and keeps its peers: the options of every command that runs one. */
import type { Command } from "commander";
import { EnvironmentOption } from "./environment.ts";
import type { Say } from "./language.ts";
import { default_host, readPort, readText } from "./options.ts";

/** As the command line gives them. */
export interface PlaceFlags {
  readonly port: number;
  /** Path of the SQLite file, or the URL of a Redis server, which may hold a password. */
  readonly db: string;
  readonly host: string;
  readonly open?: boolean;
}

/** Gives a command the flags of {@linkcode PlaceFlags}, but for `open`. */
export function addPlaceOptions(command: Command, say: Say): Command {
  return command
    .addOption(
      new EnvironmentOption(
        "-p, --port <port>",
        say({
          en: "TCP port; 0 picks a free one and prints it",
          zh: "TCP 端口；0 表示自动选一个空闲端口并显示出来",
        }),
        "FOXCHAIN_PORT",
      )
        .default(9000).argParser(readPort),
    )
    .addOption(
      new EnvironmentOption(
        "--db <file>",
        say({
          en:
            "SQLite file that keeps the peers, or redis://HOST:PORT/N for a server that several nodes share (its " +
            "password: FOXCHAIN_DB_PASSWORD)",
          zh:
            "保存节点地址的 SQLite 文件；或者多个节点共用的服务器 redis://HOST:PORT/N（密码放在 FOXCHAIN_DB_PASSWORD）",
        }),
        "FOXCHAIN_DB",
      )
        .default("peers.sqlite").argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "--host <host>",
        say({
          en: "address to listen on; :: is every IPv6 and IPv4 one, localhost this computer only",
          zh: "监听的地址；:: 表示所有 IPv6 和 IPv4 地址，localhost 表示只在本机",
        }),
        "FOXCHAIN_HOST",
      )
        .default(default_host).argParser(readText),
    );
}

/** Opens the page when the node runs. */
export function openOption(say: Say): EnvironmentOption {
  return new EnvironmentOption(
    "--open",
    say({ en: "open the node's page in the browser", zh: "在浏览器中打开节点的网页" }),
    "FOXCHAIN_OPEN",
  );
}
