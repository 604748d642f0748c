/** The flags by which `serve` takes part in the network, and what they mean for the node. */
import { type Command, InvalidArgumentError } from "commander";
import { parseAddress } from "../discovery/address/address.ts";
import { nameFault } from "../discovery/node_name.ts";
import { outbound_default, outbound_max, peers_default_max } from "../discovery/limits.ts";
import { peers_max_max } from "../storage/limits.ts";
import type { NetworkOptions } from "../node/node.ts";
import { EnvironmentOption, readSwitch } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { nodeUrl } from "./node_url.ts";
import { readCount, readText } from "./options.ts";

/** As the command line gives them. */
export interface NetworkFlags {
  readonly join: readonly string[];
  readonly advertise: readonly string[];
  readonly net: string;
  readonly name?: string;
  readonly dial: boolean;
  /** `ask`: list and ask before joining. `join`: join. Else: do not look. */
  readonly find?: FindMode | false;
  readonly outbound: number;
  readonly peersMax: number;
}

/** What becomes of nodes that are found on the local network. */
export type FindMode = "ask" | "join";

/** Longest name of a network: what `hello` carries. */
const net_characters_max = 64;

/** Gives a command the flags of {@linkcode NetworkFlags}. */
export function addNetworkOptions(command: Command): Command {
  return command
    .addOption(
      new EnvironmentOption("--join <url>", "a node to join through; may be repeated", "FOXCHAIN_JOIN")
        .default([], "none").argParser(readAddresses),
    )
    .addOption(
      new EnvironmentOption(
        "--advertise <url>",
        "address under which others reach this node; may be repeated",
        "FOXCHAIN_ADVERTISE",
      ).default([], "found out by itself").argParser(readAddresses),
    )
    .addOption(
      new EnvironmentOption(
        "--net <name>",
        "name of the network; nodes of others are left alone",
        "FOXCHAIN_NET",
      )
        .default("foxchain").argParser(readNet),
    )
    .addOption(
      new EnvironmentOption(
        "--name <name>",
        "a name for this node, shown on the class board; told on the local network only",
        "FOXCHAIN_NAME",
      ).argParser(readName),
    )
    .addOption(
      new EnvironmentOption(
        "--find [join]",
        "look for nodes on the local network, be found there, and ask before joining; --find=join joins at once",
        "FOXCHAIN_FIND",
      ).preset("ask").argParser(readFind),
    )
    .addOption(
      new EnvironmentOption("--no-dial", "dial nobody: behave as the plain lecture node", "FOXCHAIN_NO_DIAL"),
    )
    .addOption(
      new EnvironmentOption("--outbound <n>", "connections to hold to other nodes", "FOXCHAIN_OUTBOUND")
        .default(outbound_default).argParser(readCount(outbound_max)),
    )
    .addOption(
      new EnvironmentOption("--peers-max <n>", "addresses to keep at most", "FOXCHAIN_PEERS_MAX")
        .default(peers_default_max).argParser(readCount(peers_max_max)),
    );
}

/**
 * Refuses to join a network without dialling: one of the two would be left out without a word.
 *
 * @param command Parsed, with the variables applied.
 * @throws {Failure} `usage`.
 */
export function refuseJoinWithoutDialling(command: Command): void {
  const { dial, join, find } = command.opts<NetworkFlags>();
  const [seed] = join;
  if (dial || (seed === undefined && find !== "join")) return;
  const of = (key: string, flag: string, variable: string) =>
    command.getOptionValueSource(key) === "env" ? `the variable ${variable}` : flag;
  const no_dial = of("dial", "--no-dial", "FOXCHAIN_NO_DIAL");
  const joins = seed === undefined
    ? of("find", "--find=join", "FOXCHAIN_FIND")
    : of("join", "--join", "FOXCHAIN_JOIN");
  const wanted = seed === undefined ? "--find=join" : `--join ${seed}`;
  throw new Failure(
    exit_codes.usage,
    `${no_dial} and ${joins} contradict each other: a node joins a network by dialling.`,
    `foxchain ${wanted}, without ${no_dial}; or foxchain --no-dial, without ${joins}`,
  );
}

/** What the flags mean for the node; undefined where it shall dial nobody. */
export function networkOptions(flags: NetworkFlags): NetworkOptions | undefined {
  if (!flags.dial) return undefined;
  return {
    join: flags.join,
    advertise: flags.advertise,
    net: flags.net,
    ...(flags.name === undefined ? {} : { name: flags.name }),
    outbound: flags.outbound,
    peers_max: flags.peersMax,
  };
}

/** Collects the values of a repeated flag; a variable may hold several, separated by commas. */
function readAddresses(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",").map((part) => readAddress(part.trim()))];
}

function readAddress(text: string): string {
  const url = nodeUrl(text);
  const { fault } = parseAddress(url ?? text);
  if (url !== undefined && fault === undefined) return url;
  throw new InvalidArgumentError(
    `${JSON.stringify(text)} ${
      fault ?? "is not an address"
    }. A node's address looks like ws://192.168.1.7:9000/ws.`,
  );
}

/** The variable may also say 1 or 0. */
function readFind(text: string): FindMode | false {
  if (text === "ask" || text === "join") return text;
  const value = readSwitch(text);
  if (value === undefined) {
    throw new InvalidArgumentError("It is --find, which asks before joining, or --find=join.");
  }
  return value && "ask";
}

/**
 * The name of a network.
 *
 * @throws {InvalidArgumentError}
 */
export function readNet(text: string): string {
  if (readText(text).length <= net_characters_max) return text;
  throw new InvalidArgumentError(`It may have ${net_characters_max} characters.`);
}

/**
 * The name that a node gives itself.
 *
 * @throws {InvalidArgumentError}
 */
export function readName(text: string): string {
  const fault = nameFault(text);
  if (fault !== undefined) throw new InvalidArgumentError(fault);
  return text.trim();
}
