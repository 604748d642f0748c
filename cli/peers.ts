/** The subcommand `peers`: lists the addresses a node has stored, page by page if asked to. */
import type { Command } from "commander";
import { Option } from "commander";
import { peers_page_default, peers_page_max } from "../discovery/limits.ts";
import type { NodeAnswer } from "./node_answer.ts";
import { refuseNegative, strangeAnswer, withClient } from "./ask.ts";
import type { Client } from "./client.ts";
import { examples_title } from "./help_texts.ts";
import { addClientOptions, type ClientOptions, readCount } from "./options.ts";
import type { Output } from "./output.ts";
import { printable, printableJson } from "../node/printable.ts";

interface PeersOptions extends ClientOptions {
  readonly limit?: number;
  readonly all?: true;
}

/** Adds `peers` to the program. */
export function addPeers(program: Command, output: Output): void {
  const { say } = output;
  const peers = program.command("peers")
    .summary(say({ en: "list the addresses a node knows", zh: "列出节点知道的地址" }))
    .description(say({
      en: "List the peer addresses a node has stored, one per line.",
      zh: "列出节点保存的地址，每行一个。",
    }))
    .addOption(
      new Option(
        "-n, --limit <count>",
        say({
          en:
            `at most so many addresses, up to ${peers_page_max}; a node shows ${peers_page_default} when not told`,
          zh: `最多多少个地址，不超过 ${peers_page_max}；不给的话节点列出 ${peers_page_default} 个`,
        }),
      ).argParser(readCount(peers_page_max)),
    )
    .addOption(
      new Option(
        "-a, --all",
        say({ en: "every address, asked for page by page", zh: "所有地址，一页一页地询问" }),
      ).conflicts("limit"),
    )
    .addHelpText(
      "after",
      `
${say(examples_title)}
  foxchain peers
  foxchain peers --url 192.168.1.7:9000 --limit 20
  foxchain peers --all --json > peers.json`,
    )
    .action((options: PeersOptions) => withClient(options, (client) => list(client, options, output)));
  addClientOptions(peers, say);
}

async function list(client: Client, options: PeersOptions, output: Output): Promise<void> {
  const first = await askPage(client, options.all ? { limit: peers_page_max } : { limit: options.limit });
  if (first.status >= 400) {
    if (options.json) output.data(printableJson(first.text));
    await refuseNegative(client, "peers", first);
  }
  if (!options.all) {
    if (options.json) return output.data(printableJson(first.text));
    return show(peersOf(first).slice(0, options.limit), output);
  }
  const everyone = await allPages(client, first);
  if (!options.json) return show(everyone, output);
  const { status, error } = first;
  output.data(printableJson(JSON.stringify({ status, error, response: { peers: everyone } })));
}

/**
 * Asks for the pages after the first one. A lecture node sends everything each time, so it ends when nothing new comes.
 */
async function allPages(client: Client, first: NodeAnswer): Promise<string[]> {
  const everyone = new Set(peersOf(first));
  let page = peersOf(first);
  while (page.length === peers_page_max) {
    const known = everyone.size;
    const answer = await askPage(client, { limit: peers_page_max, after: page.at(-1) });
    await refuseNegative(client, "peers", answer);
    page = peersOf(answer);
    for (const addr of page) everyone.add(addr);
    if (everyone.size === known) break;
  }
  return [...everyone];
}

function askPage(client: Client, args: { limit?: number; after?: string }): Promise<NodeAnswer> {
  return client.request(JSON.stringify(args.limit === undefined ? { op: "peers" } : { op: "peers", args }));
}

function peersOf(answer: NodeAnswer): string[] {
  const { response } = answer;
  if (typeof response !== "object" || response === null || !("peers" in response)) {
    throw strangeAnswer(answer);
  }
  const { peers } = response;
  if (!Array.isArray(peers) || !peers.every((addr) => typeof addr === "string")) throw strangeAnswer(answer);
  return peers;
}

function show(peers: readonly string[], output: Output): void {
  for (const addr of peers) output.data(printable(addr));
  if (peers.length === 0) {
    output.note({
      en: "The node knows no peers yet. Tell it one: foxchain register ws://HOST:PORT/ws",
      zh: "节点还不知道任何地址。告诉它一个：foxchain register ws://HOST:PORT/ws",
    });
  }
}
