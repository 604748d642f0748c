/** The name and the description of one node, in the picture and beside it. */
import type { Language } from "../page/language.ts";
import { peer_symbols } from "../page/peer_mark.ts";
import { peer_words } from "../page/words.ts";
import type { PictureNode } from "./picture.ts";
import { network_words, tie_words } from "./words.ts";

/** The symbol of a node whose address is in no row. */
const unlisted_symbol = "·";

/** Symbols of an open, blocked or lost connection, which come before the record. */
const sight_symbols = { connected: "⇄", dialling: "…", blocked: "⊘", dead: "✗" } as const;

/** One character for the state of a node. */
export function symbolOf(node: Pick<PictureNode, "sight" | "mark">): string {
  const { sight } = node;
  if (sight === "self") return "";
  return sight === "known" ? recordSymbolOf(node) : sight_symbols[sight];
}

/** One character for the record. */
export function recordSymbolOf({ mark }: Pick<PictureNode, "mark">): string {
  return mark === "self" ? "" : mark === "unlisted" ? unlisted_symbol : peer_symbols[mark];
}

/** The record in words. */
export function stateWords({ mark }: Pick<PictureNode, "mark">, language: Language): string {
  if (mark === "self") return network_words[language].self_state;
  if (mark === "unlisted") return network_words[language].unlisted;
  return peer_words[language][mark];
}

/**
 * The whole description, for screen readers. The connection comes first.
 *
 * @param name What a person calls it; may be empty.
 * @param label What is drawn, where that is no part of the address: who speaks to the page must be able to say it.
 *
 * @example
 * ```ts
 * import { describeNode } from "./descriptions.ts";
 * import assert from "node:assert/strict";
 *
 * const seen = { sight: "connected", mark: "good", tie: "both" } as const;
 * const node = { id: "a", addr: "ws://a.example/ws", keys: [], links: [1, 2], ...seen };
 * assert.equal(describeNode(node, "en", "Ann"), "Ann, ws://a.example/ws, connected both ways, good");
 * ```
 */
export function describeNode(node: PictureNode, language: Language, name = "", label = ""): string {
  const comma = language === "zh" ? "，" : ", ";
  if (node.sight === "self") {
    return [network_words[language].self, name, node.addr].filter(Boolean).join(comma);
  }
  const [state, tie] = [stateWords(node, language), tie_words[language][node.tie]];
  const how = node.sight === "connected" ? [tie, state] : [state, tie];
  return [name, node.addr, ...how, name === "" ? label : ""].filter(Boolean).join(comma);
}
