/** The lines of words about the whole picture. */
import type { NodeView } from "../../live_messages.ts";
import type { Language } from "../page/language.ts";
import type { Healing } from "./healing.ts";
import { isConnected, type Picture } from "./picture.ts";
import { withName } from "../peers/names.ts";
import { network_words } from "./words.ts";

/** How many nodes, connections and addresses there are; nothing before the node told. */
export function summaryWords(
  node: NodeView | undefined,
  nodes: Picture["nodes"],
  language: Language,
): string {
  if (node === undefined) return "";
  const known = Object.values(node.counts).reduce((sum, count) => sum + count, 0);
  const connected = nodes.filter(isConnected).length;
  return network_words[language].summary(connected, node.connections.out, node.connections.in, known);
}

/**
 * The result of the last lost connection; empty where none was lost.
 *
 * @param nameOf The name of an address; an empty text where it has none.
 *
 * @example
 * ```ts
 * import { healingWords } from "./sentences.ts";
 * import assert from "node:assert/strict";
 *
 * const lost = { lost: "ws://a.example/ws", lost_ms: 0, is_over: true };
 * const healed = { by: "ws://b.example/ws", after_ms: 3_000 };
 * assert.equal(
 *   healingWords({ ...lost, healed }, "en"),
 *   "Connection with ws://a.example/ws lost → new connection with ws://b.example/ws 3 seconds later",
 * );
 * ```
 */
export function healingWords(
  healing: Healing | undefined,
  language: Language,
  nameOf: (addr: string) => string = () => "",
): string {
  if (healing === undefined) return "";
  const words = network_words[language];
  const { healed } = healing;
  const lost = withName(nameOf(healing.lost), healing.lost);
  if (healed === undefined) return healing.is_over ? words.loss_over(lost) : words.loss_open(lost);
  const { after_ms } = healed;
  const by = withName(nameOf(healed.by), healed.by);
  return by === lost ? words.loss_returned(lost, after_ms) : words.loss_healed(lost, by, after_ms);
}
