/** What the states in the table of peers mean. */
import { element } from "../page/dom.ts";
import { wordsFor } from "../page/page.ts";
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
