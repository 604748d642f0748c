/** The flags by which `serve` takes part in the network, and what they mean for the node. */
import type { Command } from "commander";
import { parseAddress } from "../discovery/address/address.ts";
import { nameFault } from "../discovery/node_name.ts";
import { outbound_default, outbound_max, peers_default_max } from "../discovery/limits.ts";
import { peers_max_max } from "../storage/limits.ts";
import type { NetworkOptions } from "../node/node.ts";
import { addressWords } from "./address_words.ts";
import { EnvironmentOption, readSwitch } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { none } from "./help_texts.ts";
import { InvalidValue } from "./invalid_value.ts";
import { both, type Say } from "./language.ts";
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
export function addNetworkOptions(command: Command, say: Say): Command {
  return addDiallingOptions(addMeetingOptions(command, say), say);
}

/** Which nodes it meets, and how it is called there. */
function addMeetingOptions(command: Command, say: Say): Command {
  return command
    .addOption(
      new EnvironmentOption(
        "--join <url>",
        say({ en: "a node to join through; may be repeated", zh: "通过哪个节点加入网络；可以重复" }),
        "FOXCHAIN_JOIN",
      )
        .default([], say(none)).argParser(readAddresses),
    )
    .addOption(
      new EnvironmentOption(
        "--advertise <url>",
        say({
          en: "address under which others reach this node; may be repeated",
          zh: "别人连接本节点用的地址；可以重复",
        }),
        "FOXCHAIN_ADVERTISE",
      ).default([], say({ en: "found out by itself", zh: "自动发现" })).argParser(readAddresses),
    )
    .addOption(
      new EnvironmentOption(
        "--net <name>",
        say({
          en: "name of the network; nodes of others are left alone",
          zh: "网络的名字；不理会其他网络的节点",
        }),
        "FOXCHAIN_NET",
      )
        .default("foxchain").argParser(readNet),
    )
    .addOption(
      new EnvironmentOption(
        "--name <name>",
        say({
          en: "a name for this node, shown on the class board; told on the local network only",
          zh: "本节点的名字，显示在班级看板上；只在局域网里告诉别人",
        }),
        "FOXCHAIN_NAME",
      ).argParser(readName),
    )
    .addOption(
      new EnvironmentOption(
        "--find [join]",
        say({
          en:
            "look for nodes on the local network, be found there, and ask before joining; --find=join joins at once",
          zh: "在局域网里找节点，也让别人找到，加入前先询问；--find=join 直接加入",
        }),
        "FOXCHAIN_FIND",
      ).preset("ask").argParser(readFind),
    );
}

/** How much it dials and remembers. */
function addDiallingOptions(command: Command, say: Say): Command {
  return command
    .addOption(
      new EnvironmentOption(
        "--no-dial",
        say({
          en: "dial nobody: behave as the plain lecture node",
          zh: "不主动连接任何节点：像课件里的节点那样",
        }),
        "FOXCHAIN_NO_DIAL",
      ),
    )
    .addOption(
      new EnvironmentOption(
        "--outbound <n>",
        say({ en: "connections to hold to other nodes", zh: "主动保持的连接数" }),
        "FOXCHAIN_OUTBOUND",
      )
        .default(outbound_default).argParser(readCount(outbound_max)),
    )
    .addOption(
      new EnvironmentOption(
        "--peers-max <n>",
        say({ en: "addresses to keep at most", zh: "最多保存的地址数" }),
        "FOXCHAIN_PEERS_MAX",
      )
        .default(peers_default_max).argParser(readCount(peers_max_max)),
    );
}

/**
 * Refuses to join a network without dialling: one of the two flags would be ignored silently.
 *
 * @param command Parsed, with the variables applied.
 * @throws {Failure} `usage`.
 */
export function refuseJoinWithoutDialling(command: Command): void {
  const { dial, join, find } = command.opts<NetworkFlags>();
  const [seed] = join;
  if (dial || (seed === undefined && find !== "join")) return;
  const of = (key: string, flag: string, variable: string) =>
    command.getOptionValueSource(key) === "env"
      ? { en: `the variable ${variable}`, zh: `环境变量 ${variable}` }
      : both(flag);
  const no_dial = of("dial", "--no-dial", "FOXCHAIN_NO_DIAL");
  const joins = seed === undefined
    ? of("find", "--find=join", "FOXCHAIN_FIND")
    : of("join", "--join", "FOXCHAIN_JOIN");
  const wanted = seed === undefined ? "--find=join" : `--join ${seed}`;
  throw new Failure(
    exit_codes.usage,
    {
      en: `${no_dial.en} and ${joins.en} contradict each other: a node joins a network by dialling.`,
      zh: `${no_dial.zh} 和 ${joins.zh} 互相矛盾：节点要主动连接才能加入网络。`,
    },
    {
      en: `foxchain ${wanted}, without ${no_dial.en}; or foxchain --no-dial, without ${joins.en}`,
      zh: `foxchain ${wanted}，去掉 ${no_dial.zh}；或者 foxchain --no-dial，去掉 ${joins.zh}`,
    },
  );
}

/** The flags as the node's options; undefined where it dials nobody. */
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
  const written = JSON.stringify(text);
  const why = fault === undefined ? { en: "is not an address", zh: "不是地址" } : addressWords(fault);
  const example = "ws://192.168.1.7:9000/ws";
  throw new InvalidValue({
    en: `${written} ${why.en}. A node's address looks like ${example}.`,
    zh: `${written} ${why.zh}。节点地址的样子是 ${example}。`,
  });
}

/** The variable may also say 1 or 0. */
function readFind(text: string): FindMode | false {
  if (text === "ask" || text === "join") return text;
  const value = readSwitch(text);
  if (value === undefined) {
    throw new InvalidValue({
      en: "It is --find, which asks before joining, or --find=join.",
      zh: "写 --find（加入前先询问）或者 --find=join。",
    });
  }
  return value && "ask";
}

/**
 * The name of a network.
 *
 * @throws {InvalidValue}
 */
export function readNet(text: string): string {
  if (readText(text).length <= net_characters_max) return text;
  throw new InvalidValue({
    en: `It may have ${net_characters_max} characters.`,
    zh: `最多 ${net_characters_max} 个字符。`,
  });
}

/**
 * The name that a node gives itself.
 *
 * @throws {InvalidValue}
 */
export function readName(text: string): string {
  const fault = nameFault(text);
  if (fault !== undefined) throw new InvalidValue(fault);
  return text.trim();
}
