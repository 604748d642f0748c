/** The entry of a bundle of its own, loaded when a node is first to be checked. */
import { adoptStyle } from "../page/adopt_style.ts";
import style from "./check.css" with { type: "text" };
import { CheckCard, type CheckHost } from "./check_card.ts";

let card: CheckCard | undefined;

/** Checks a node, in place of one that was checked before. */
export function openCheck(host: CheckHost): void {
  if (card === undefined) adoptStyle(style);
  card?.remove();
  card = new CheckCard(host);
}
