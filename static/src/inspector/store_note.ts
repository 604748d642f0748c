/** What the owner should know of a store that works, e.g. that a power cut loses what was acknowledged. */
import { element, setText } from "../page/dom.ts";
import type { Page } from "../page/page.ts";
import { inspector_words } from "./words.ts";

/** A line that is hidden while the node has no such note. */
export function drawStoreNote({ live, language }: Page): HTMLElement {
  const line = element("p", { class: "hint store_note" });
  const show = () => {
    const note = live.node?.store?.note;
    line.hidden = note === undefined;
    if (note !== undefined) setText(line, inspector_words[language].store(note[language]));
  };
  live.listen(show);
  show();
  return line;
}
