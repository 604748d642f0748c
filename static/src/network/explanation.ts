/** The facts about one node, and the actions on it. */
import type { Controls, LinkView, NodeView, PeerView } from "../../live_messages.ts";
import type { Language } from "../page/language.ts";
import { lazily } from "../page/lazily.ts";
import { recordSymbolOf, stateWords } from "./descriptions.ts";
import type { LiveState, PictureNode } from "./picture.ts";
import { explanation_words, role_words } from "./explanation_words.ts";
import { network_words, tie_words } from "./words.ts";

/** A name and its value: words, or a moment that is shown as 'so long ago'. */
export type Fact = readonly [name: string, value: string | { readonly at_ms: number }];

/** One order to the node. */
export type Call = {
  readonly [Name in keyof Controls]: { readonly name: Name; readonly body: Controls[Name] };
}[keyof Controls];

/** A button: its words, and what it orders. */
export interface Action {
  readonly label: string;
  /** Those of the group stand together behind its name. */
  readonly group: "single" | "block";
  readonly calls: readonly Call[];
}

/** For how long a node can be blocked from the picture. */
export const block_minutes = [1, 10, 60] as const;

/** Neighbours that are named; more are counted. */
export const neighbours_named_max = 12;

const milliseconds = lazily(() =>
  new Intl.NumberFormat("en", { style: "unit", unit: "millisecond", maximumFractionDigits: 1 })
);

/** Everything known of a node, most telling first. */
export function explain(shown: PictureNode, live: LiveState, language: Language): Fact[] {
  if (shown.mark === "self") return live.node === undefined ? [] : explainSelf(live.node, shown, language);
  const words = explanation_words[language];
  const peers = peersOf(shown, live);
  const [peer] = peers;
  const links = linksOf(shown, live);
  const blocked_ms = Math.max(...peers.map(({ blocked_until_ms }) => blocked_until_ms ?? 0));
  return [
    [words.connection, tie_words[language][shown.tie]],
    ...(peers.length > 1 ? [[words.addresses_of, peers.map(({ addr }) => addr).join(" ")] as const] : []),
    [words.state, `${recordSymbolOf(shown)} ${stateWords(shown, language)}`],
    ...(shown.mark === "blocked" ? [[words.blocked_until, { at_ms: blocked_ms }] as const] : []),
    ...links.map(({ role }): Fact => [words.purpose, wordsOfRole(role, language)]),
    ...(peer ? history(peer, language) : []),
    ...latency(links, peer, words.latency),
    ...agent(links, peer, language),
  ];
}

/**
 * The actions on a node. There are none on this node, and none where this node is a lecture node, which dials nobody.
 */
export function actionsFor(shown: PictureNode, live: LiveState, language: Language): Action[] {
  if (shown.mark === "self" || !live.node?.net) return [];
  const words = explanation_words[language];
  const links = linksOf(shown, live);
  const addr = peersOf(shown, live)[0]?.addr ?? links.find(({ addr }) => addr !== null)?.addr;
  const actions: Action[] = [];
  function add(label: string, ...calls: Call[]): void {
    actions.push({ label, group: "single", calls });
  }
  const open = links.filter(({ stage }) => stage !== "dialling");
  const [first] = open;
  // The node then closes its other connections with the same node.
  if (first !== undefined) add(words.disconnect, { name: "disconnect", body: { link: first.id } });
  if (addr === undefined || addr === null) return actions;
  if (shown.mark === "blocked") add(words.unblock, { name: "unblock", body: { addr } });
  else if (links.length === 0) add(words.dial, { name: "dial", body: { addr } });
  return [
    ...actions,
    ...block_minutes.map((minutes): Action => ({
      label: words.minutes(minutes),
      group: "block",
      calls: [{ name: "block", body: { addr, seconds: minutes * 60 } }],
    })),
  ];
}

/** Number and class of a node's student; nothing where no class list tells. */
export function studentFact(student: string, language: Language): Fact[] {
  return student === "" ? [] : [[explanation_words[language].number, student]];
}

/** The names of a node's neighbours, the first of them. */
export function neighboursFact(names: readonly string[], language: Language): Fact[] {
  const words = explanation_words[language];
  if (names.length === 0) return [];
  const rest = names.length - neighbours_named_max;
  const first = names.slice(0, neighbours_named_max).join(language === "zh" ? "、" : ", ");
  return [[words.neighbours, rest > 0 ? `${first} ${words.more(rest)}` : first]];
}

function explainSelf(node: NodeView, { keys }: PictureNode, language: Language): Fact[] {
  const words = explanation_words[language];
  const others = keys.filter((key) => !node.addresses.includes(key));
  return [
    [words.state, network_words[language].self_state],
    [words.net, node.net ?? words.no_net],
    [words.addresses, [...node.addresses, ...others].join(" ") || words.no_addresses],
    [words.agent, node.agent],
    ...(node.net === null ? [] : [[words.places, String(node.outbound)] as const]),
    [words.started, { at_ms: node.started_ms }],
  ];
}

function history({ learned_from, is_seed, last_success_ms, failures }: PeerView, language: Language): Fact[] {
  const words = explanation_words[language];
  const source = is_seed ? words.seed : learned_from;
  return [
    ...(source === null ? [] : [[words.learned_from, source] as const]),
    [words.verified, last_success_ms === null ? words.never : { at_ms: last_success_ms }],
    ...(failures === 0 ? [] : [[words.failures, String(failures)] as const]),
  ];
}

function latency(links: readonly LinkView[], peer: PeerView | undefined, name: string): Fact[] {
  const latency_ms = links.find(({ latency_ms }) => latency_ms !== null)?.latency_ms ?? peer?.latency_ms ??
    null;
  return latency_ms === null ? [] : [[name, milliseconds().format(latency_ms)]];
}

function agent(links: readonly LinkView[], peer: PeerView | undefined, language: Language): Fact[] {
  const words = explanation_words[language];
  const told = links.find(({ agent }) => agent !== null)?.agent ?? peer?.agent;
  if (told) return [[words.agent, told]];
  return peer?.speaks === "lecture" || peer?.speaks === "plain" ? [[words.agent, words.lecture_node]] : [];
}

/** A node of a newer version may have purposes that this page has no words for. */
function wordsOfRole(role: string, language: Language): string {
  const words: Readonly<Record<string, string>> = role_words[language];
  return Object.hasOwn(words, role) ? words[role]! : role;
}

/** Rows of a node; first the one that names it. */
function peersOf({ keys }: PictureNode, live: LiveState): PeerView[] {
  return keys.map((key) => live.peers.get(key)).filter((peer) => peer !== undefined);
}

function linksOf({ links }: PictureNode, live: LiveState): LinkView[] {
  return links.map((id) => live.links.get(id)).filter((link) => link !== undefined);
}
