/** How one node is named and described to a person, in the picture and beside it. */
import type { Language } from "../page/language.ts";
import { peer_symbols } from "../page/peer_mark.ts";
import { peer_words } from "../page/words.ts";
import type { PictureNode } from "./picture.ts";
import { explanation_words, network_words, tie_words } from "./words.ts";

/** The symbol of a node whose address is in no row. */
const unlisted_symbol = "·";

/** One character that tells the state. */
export function symbolOf({ mark }: Pick<PictureNode, "mark">): string {
  return mark === "self" ? "" : mark === "unlisted" ? unlisted_symbol : peer_symbols[mark];
}

/** The state in words. */
export function stateWords({ mark }: Pick<PictureNode, "mark">, language: Language): string {
  if (mark === "self") return explanation_words[language].self_state;
  if (mark === "unlisted") return explanation_words[language].unlisted;
  return peer_words[language][mark];
}

/**
 * All of it, for those who do not see the picture.
 *
 * @example
 * ```ts
 * import { describeNode } from "./descriptions.ts";
 * import assert from "node:assert/strict";
 *
 * const node = { id: "a", addr: "ws://a.example/ws", mark: "good", tie: "both", links: [1, 2] } as const;
 * assert.equal(describeNode(node, "en"), "ws://a.example/ws, good, connected both ways");
 * ```
 */
export function describeNode(node: PictureNode, language: Language): string {
  const comma = language === "zh" ? "，" : ", ";
  if (node.mark === "self") return [network_words[language].self, node.addr].join(comma);
  return [node.addr, stateWords(node, language), tie_words[language][node.tie]].join(comma);
}
