/** `--find`: looks for nodes on the local network, announces this one, and joins those that the person chooses. */
import { Finder } from "../lan/finder.ts";
import { found_joined_max, search_ms } from "../lan/limits.ts";
import type { OpenLink } from "../lan/link.ts";
import type { FoundNode } from "../lan/service.ts";
import { scopeOfIp } from "../discovery/address/scope.ts";
import type { Log } from "../ops/context.ts";
import type { SteadyClock } from "../node/steady_clock.ts";
import { hostWithoutBrackets, isEveryInterface } from "../node/sockets/places.ts";
import { chosenNumbers } from "./chosen_numbers.ts";
import { both, type Say, type Words } from "./language.ts";
import { lanWords } from "./lan_words.ts";
import type { FindMode } from "./network_options.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** What the search is for. */
export interface FindOptions {
  readonly mode: FindMode;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly net: string;
  /** Whether the person may be asked. False where the log is for a program. */
  readonly asks: boolean;
  /** Dials an address; says why not, where it does not. */
  readonly dial: (addr: string) => string | undefined;
}

/** What it needs of the world. */
export interface FindParts {
  readonly terminal: Terminal;
  readonly output: Output;
  /** The language of the log. */
  readonly say: Say;
  readonly log: Log;
  readonly clock: SteadyClock;
  readonly open: OpenLink;
  readonly random: () => number;
}

/**
 * Begins to look. Without a terminal it only lists nodes, unless the mode is `join`.
 *
 * @returns Ends it.
 */
export function findNodes(options: FindOptions, parts: FindParts): () => Promise<void> {
  const { terminal, say, log, clock, open, random } = parts;
  const { mode, net, port, tls, asks } = options;
  const instance = `fox-${crypto.randomUUID().slice(0, 8)}`;
  const will_ask = mode === "ask" && asks && terminal.canAsk();
  let is_over = false;
  let joined = 0;
  function join({ addr }: FoundNode): void {
    if (joined >= found_joined_max) return;
    const refusal = options.dial(addr);
    if (refusal !== undefined) return log.debug("Does not join {addr}: {refusal}", { addr, refusal });
    joined++;
    log.info(
      say({ en: "Joins through {addr}, found on the local network", zh: "通过局域网里找到的 {addr} 加入" }),
      {
        addr,
      },
    );
  }
  function found(node: FoundNode): void {
    // The nodes of the first search are listed in the question.
    if (will_ask && !is_over) return;
    const { addr } = node;
    if (mode === "join") join(node);
    else {
      log.info(
        say({
          en: "Found on the local network: {addr}. --join {addr} joins through it.",
          zh: "在局域网里找到 {addr}。--join {addr} 可以通过它加入。",
        }),
        { addr },
      );
    }
  }
  const { own_places, is_told } = placesOf(options.host, terminal);
  const finder = new Finder({
    own: is_told ? { instance, port, tls, net } : undefined,
    own_port: port,
    net,
    interfaces: own_places,
    open,
    clock,
    random,
    found,
    fault: (cause) =>
      log.info(
        say({
          en: "Can't look for nodes on the local network: {cause}. --join URL works all the same.",
          zh: "没法在局域网里找节点：{cause}。--join URL 照样可以用。",
        }),
        { cause: say(lanWords(cause)) },
      ),
  });
  const callOff = clock.after(search_ms, () => {
    is_over = true;
    const { nodes, is_faulty } = finder;
    if (nodes.length === 0) {
      if (!is_faulty) log.info(say(nobody), { net });
    } else if (will_ask) void askWhom(nodes, parts).then((chosen) => chosen.forEach(join));
  });
  return () => {
    callOff();
    return finder.stop();
  };
}

const nobody: Words = {
  en: "Nobody of the network {net} answered on the local network: either nobody here runs with --find, or " +
    "the network carries no multicast. --join URL works all the same.",
  zh:
    "局域网里没有 {net} 网络的节点应答：可能没有人用 --find，也可能这个网络不传组播。--join URL 照样可以用。",
};

async function askWhom(nodes: readonly FoundNode[], { terminal, output }: FindParts): Promise<FoundNode[]> {
  output.note({ en: "Found on the local network:", zh: "在局域网里找到：" });
  nodes.forEach(({ addr }, index) => output.note(`  ${index + 1}  ${addr}`));
  const example = nodes.length > 1 ? { en: "1 or 1,2", zh: "1 或 1,2" } : both("1");
  output.note({
    en: `Join through which? A number (${example.en}), all, or Enter for none:`,
    zh: `通过哪个加入？输入数字（${example.zh}）、all（全部），或者直接回车（不加入）：`,
  });
  while (true) {
    const line = await terminal.readLine();
    const numbers = chosenNumbers(line ?? "", nodes.length);
    if (numbers !== undefined) return numbers.map((number) => nodes[number - 1]!);
    output.note({
      en: `Numbers from 1 to ${nodes.length}, separated by commas; all; or Enter for none:`,
      zh: `1 到 ${nodes.length} 的数字，用逗号分开；all（全部）；或者直接回车（不加入）：`,
    });
  }
}

/** Where to look, and whether to announce the node: only where it listens. */
function placesOf(host: string, terminal: Terminal) {
  const interfaces = () => terminal.networkInterfaces();
  if (isEveryInterface(host)) return { own_places: interfaces, is_told: true };
  const listens = () => interfaces().filter(({ address }) => address === hostWithoutBrackets(host));
  const is_told = listens().length > 0 && scopeOfIp(hostWithoutBrackets(host)) === "private";
  return { own_places: is_told ? listens : interfaces, is_told };
}
