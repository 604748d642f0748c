/** What stands around the table of peers: what the states mean, and what to do while there are none. */
import { ownUrl } from "../console/node_url.ts";
import { element } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { peer_symbols } from "../page/peer_mark.ts";
import { peer_words } from "../page/words.ts";
import type { PeersContext } from "./context.ts";
import { wanted_states } from "./order.ts";

/** The states, explained. */
export function drawLegend({ language, words }: Pick<PeersContext, "language" | "words">): HTMLElement {
  const marks = wordsFor({ language }, peer_words);
  const entries = wanted_states.filter((state) => state !== "all").flatMap((state) => [
    element(
      "dt",
      {},
      state === "connected" ? `⇄ ${words.connected}` : `${peer_symbols[state]} ${marks[state]}`,
    ),
    element("dd", {}, words[`explained_${state}`]),
  ]);
  return element(
    "details",
    { class: "legend" },
    element("summary", {}, words.legend),
    element("dl", {}, ...entries),
  );
}

/** How peers come. */
export function drawEmpty(
  { conversation }: Pick<Page, "conversation">,
  words: PeersContext["words"],
): HTMLElement {
  const request = { op: "register", args: { addr: ownUrl(location) } };
  const click = () => conversation.draft(JSON.stringify(request));
  return element(
    "div",
    { class: "none", hidden: true },
    element("p", {}, element("strong", {}, words.empty_title)),
    element("p", { class: "hint" }, `${words.empty} `, element("code", {}, "--join ws://HOST:9000/ws")),
    element("button", { type: "button", on: { click } }, words.draft),
  );
}
