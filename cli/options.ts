/** Options that several subcommands share, and how option values are read. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { command_timeout_default_s } from "./limits.ts";
import { isProxyIp } from "../node/sockets/proxies.ts";
import { EnvironmentOption } from "./environment.ts";
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
export function addClientOptions(command: Command): Command {
  return command
    .addOption(
      new EnvironmentOption("-u, --url <url>", "the node to ask: a URL, host:port or port", "FOXCHAIN_URL")
        .default(default_node_url).argParser(readUrl),
    )
    .addOption(timeoutOption())
    .addOption(new Option("--json", "print the node's answer as one line of JSON"))
    .addOption(debugOption("tell the details of a bug in foxchain"));
}

/** `--timeout`, in seconds. */
export function timeoutOption(): Option {
  return new EnvironmentOption(
    "-t, --timeout <seconds>",
    "longest wait for the connection, and again for an answer",
    "FOXCHAIN_TIMEOUT",
  ).default(command_timeout_default_s).argParser(readTimeout);
}

/** `--debug`, which every command has. */
export function debugOption(description: string): Option {
  return new EnvironmentOption("--debug", description, "FOXCHAIN_DEBUG");
}

/**
 * A TCP port; 0 lets the system pick one.
 *
 * @throws {InvalidArgumentError}
 */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

/**
 * A whole number of 1 or more.
 *
 * @throws {InvalidArgumentError}
 */
export function readCount(max: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count < 1 || count > max) throw new InvalidArgumentError(`It must be a number from 1 to ${max}.`);
    return count;
  };
}

/**
 * A text that is not empty, such as a file name.
 *
 * @throws {InvalidArgumentError}
 */
export function readText(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

/**
 * Collects the values of the repeated `--proxy`; a variable may hold several, separated by commas.
 *
 * @throws {InvalidArgumentError}
 */
export function readProxies(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",").map((part) => readProxy(part.trim()))];
}

function readProxy(text: string): string {
  if (isProxyIp(text)) return text;
  throw new InvalidArgumentError(
    `${
      JSON.stringify(text)
    } is no IP address. It must be the IP from which the proxy calls, e.g. 127.0.0.1 or ::1; ` +
      "a name, a port or a range is not taken.",
  );
}

function readTimeout(text: string): number {
  const timeout_s = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (timeout_s <= 0 || timeout_s > timeout_max_s) {
    throw new InvalidArgumentError(
      `It must be a number of seconds, more than 0 and at most ${timeout_max_s}.`,
    );
  }
  return timeout_s;
}

function readUrl(text: string): string {
  const url = nodeUrl(text);
  if (url === undefined) {
    throw new InvalidArgumentError("A node's address looks like ws://localhost:9000/ws or localhost:9000.");
  }
  return url;
}
