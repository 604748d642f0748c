/** Options that several subcommands share, and how option values are read. */
import { type Command, Option } from "commander";
import { command_timeout_default_s } from "./limits.ts";
import { isProxyIp } from "../node/sockets/proxies.ts";
import { EnvironmentOption } from "./environment.ts";
import { InvalidValue } from "./invalid_value.ts";
import type { Say, Words } from "./language.ts";
import { default_node_url, nodeUrl } from "./node_url.ts";

/** Longest time-out a person may ask for, in seconds. */
const timeout_max_s = 3600;

/** Where a node listens unless it is told otherwise: every address of this computer, of IPv6 and IPv4. */
export const default_host = "::";

/** What the commands that ask a node are given. */
export interface ClientOptions {
  /** A `ws:` or `wss:` URL. */
  readonly url: string;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: true;
}

/** Gives a command the options of {@linkcode ClientOptions}. */
export function addClientOptions(command: Command, say: Say): Command {
  return command
    .addOption(
      new EnvironmentOption(
        "-u, --url <url>",
        say({
          en: "the node to ask: a URL, host:port or port",
          zh: "要询问的节点：网址、host:port 或者端口",
        }),
        "FOXCHAIN_URL",
      )
        .default(default_node_url).argParser(readNodeUrl),
    )
    .addOption(timeoutOption(say))
    .addOption(
      new Option(
        "--json",
        say({ en: "print the node's answer as one line of JSON", zh: "把节点的应答显示成一行 JSON" }),
      ),
    )
    .addOption(debugOption(say));
}

/** `--timeout`, in seconds. */
export function timeoutOption(say: Say): Option {
  return new EnvironmentOption(
    "-t, --timeout <seconds>",
    say({
      en: "longest wait for the connection, and again for an answer",
      zh: "等待连接的最长时间，等待应答也一样",
    }),
    "FOXCHAIN_TIMEOUT",
  ).default(command_timeout_default_s).argParser(readTimeout);
}

/** `--debug`, which every command has. */
export function debugOption(
  say: Say,
  words: Words = { en: "tell the details of a bug in foxchain", zh: "显示 foxchain 自身错误的细节" },
): Option {
  return new EnvironmentOption("--debug", say(words), "FOXCHAIN_DEBUG");
}

/**
 * A TCP port; 0 lets the system pick one.
 *
 * @throws {InvalidValue}
 */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) {
    throw new InvalidValue({
      en: "A port is a number from 0 to 65535.",
      zh: "端口是 0 到 65535 之间的整数。",
    });
  }
  return port;
}

/**
 * A whole number of 1 or more.
 *
 * @throws {InvalidValue}
 */
export function readCount(max: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count < 1 || count > max) {
      throw new InvalidValue({
        en: `It must be a number from 1 to ${max}.`,
        zh: `应该是 1 到 ${max} 之间的整数。`,
      });
    }
    return count;
  };
}

/**
 * A text that is not empty, such as a file name.
 *
 * @throws {InvalidValue}
 */
export function readText(text: string): string {
  if (text.trim() === "") throw new InvalidValue({ en: "It must not be empty.", zh: "不能为空。" });
  return text;
}

/**
 * Collects the values of the repeated `--proxy`; a variable may hold several, separated by commas.
 *
 * @throws {InvalidValue}
 */
export function readProxies(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",").map((part) => readProxy(part.trim()))];
}

function readProxy(text: string): string {
  if (isProxyIp(text)) return text;
  const written = JSON.stringify(text);
  throw new InvalidValue({
    en: `${written} is no IP address. It must be the IP from which the proxy calls, e.g. 127.0.0.1 or ::1; ` +
      "a name, a port or a range is not taken.",
    zh:
      `${written} 不是 IP 地址。应该是代理连接过来时用的 IP，例如 127.0.0.1 或 ::1；不接受主机名、端口或网段。`,
  });
}

function readTimeout(text: string): number {
  const timeout_s = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (timeout_s <= 0 || timeout_s > timeout_max_s) {
    throw new InvalidValue({
      en: `It must be a number of seconds, more than 0 and at most ${timeout_max_s}.`,
      zh: `应该是秒数，大于 0，最多 ${timeout_max_s}。`,
    });
  }
  return timeout_s;
}

/**
 * The address of a node, as a person types it.
 *
 * @param example Host of the example that is told where it can't be read.
 * @throws {InvalidValue}
 */
export function readNodeUrl(text: string, _before?: unknown, example = "localhost"): string {
  const url = nodeUrl(text);
  if (url !== undefined) return url;
  throw new InvalidValue({
    en: `A node's address looks like ws://${example}:9000/ws or ${example}:9000.`,
    zh: `节点地址的样子是 ws://${example}:9000/ws 或 ${example}:9000。`,
  });
}
