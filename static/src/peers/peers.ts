/** The panel of peers: every address that the node told of, as a table that follows the node. */
import { element, setText } from "../page/dom.ts";
import { oncePerFrame } from "../page/once_per_frame.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { kept } from "../page/page_storage.ts";
import { steeringHint } from "../page/steering_words.ts";
import type { PeersContext } from "./context.ts";
import { Nicknames } from "./nicknames.ts";
import { arrange } from "./order.ts";
import { PeerRow } from "./peer_row.ts";
import { placeRows } from "./place_rows.ts";
import { SortHead } from "./sort_head.ts";
import { drawEmpty } from "./empty_notice.ts";
import { drawLegend } from "./state_legend.ts";
import { knownCount, Toolbar } from "./toolbar.ts";
import { peers_words } from "./words.ts";

/** Above so many rows the browser leaves out those that are not in view: faster, but a picture of the page lacks them. */
const drawn_always_max = 40;

/** Fills the section. */
export function mountPeers(section: HTMLElement, page: Page): void {
  const { live, language } = page;
  const words = wordsFor(page, peers_words);
  const nicknames = new Nicknames(kept);
  const announcer = element("p", { class: "unseen", role: "status" });
  const redraw = oncePerFrame(() => draw());
  const say = (said: string) => announcer.textContent = said;
  const context: PeersContext = { language, live, words, nicknames, say, redraw };

  const toolbar = new Toolbar(context);
  const head = new SortHead(context);
  const body = element("tbody", { role: "rowgroup" });
  const table = element("table", { role: "table", "aria-label": words.table }, head.head, body);
  const scroll = element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": words.table },
    table,
  );
  const notes = element("p", { class: "hint" });
  const empty = drawEmpty(page, words);
  const content = element("div", {}, toolbar.place, notes, scroll, drawLegend(context));
  const steering = element("p", { class: "hint" });
  section.append(steering, empty, content, announcer);

  const rows = new Map<string, PeerRow>();
  nicknames.listen(() => {
    for (const row of rows.values()) row.showNickname();
    redraw();
  });
  let steered = live.may_steer;

  function draw(): void {
    if (steered !== live.may_steer) rows.clear();
    steered = live.may_steer;
    empty.hidden = live.node === undefined || live.peers.size > 0;
    content.hidden = live.peers.size === 0;
    toolbar.update();
    head.update(steered);
    section.classList.toggle("look_only", !steered);
    forgetRows();
    const shown = drawRows();
    const sentences = [
      live.status === "lost" ? `✗ ${words.lost}` : "",
      shown === 0 ? words.no_match : words.showing(shown, knownCount(context)),
    ];
    const text = sentences.filter(Boolean).join(" ");
    setText(notes, text);
    // Also without a peer: a refused link must be told.
    const hint = steeringHint(live.steering.state, language, location.href);
    setText(steering, hint);
    steering.hidden = hint === "";
  }

  function forgetRows(): void {
    for (const [key, { row }] of rows) {
      if (live.peers.has(key)) continue;
      if (row.contains(document.activeElement)) scroll.focus();
      rows.delete(key);
    }
  }

  /** @returns How many rows are shown. */
  function drawRows(): number {
    const around = { now_ms: Date.now(), nickname: (key: string) => nicknames.of(key) };
    const { text, state } = toolbar.wish;
    const wanted = arrange(live.peers.values(), { ...head.order, text, state }, around, (key) => (
      rows.get(key)?.is_busy ?? false
    ));
    body.classList.toggle("many", wanted.length > drawn_always_max);
    placeRows(body, wanted.map((peer) => rowOf(peer.key)));
    return wanted.length;
  }

  function rowOf(key: string): HTMLTableRowElement {
    const peer = live.peers.get(key)!;
    const known = rows.get(key);
    const row = known ?? new PeerRow(peer, context, steered);
    if (known === undefined) rows.set(key, row);
    row.update(peer);
    return row.row;
  }

  live.listen(redraw);
  draw();
}
