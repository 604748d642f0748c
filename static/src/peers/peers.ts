/** The panel of peers: every address that the node told of, as a table that follows the node. */
import type { PeerView } from "../../live_messages.ts";
import { element, setText } from "../page/dom.ts";
import { oncePerFrame } from "../page/once_per_frame.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { steeringHint } from "../page/steering_words.ts";
import type { PeersContext } from "./context.ts";
import { namesOf } from "./names.ts";
import { nicknameFileButtons } from "./nicknames_file.ts";
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
  new PeersPanel(section, page);
}

/** The table with its tools. Rows stay the same elements, so that the keyboard and what is typed keep their place. */
class PeersPanel {
  readonly #section: HTMLElement;
  readonly #context: PeersContext;
  readonly #toolbar: Toolbar;
  readonly #head: SortHead;
  readonly #body = element("tbody", { role: "rowgroup" });
  readonly #scroll: HTMLElement;
  readonly #notes = element("p", { class: "hint" });
  readonly #empty: HTMLElement;
  readonly #content: HTMLElement;
  readonly #steering = element("p", { class: "hint" });
  readonly #rows = new Map<string, PeerRow>();
  #steered: boolean;

  constructor(section: HTMLElement, page: Page) {
    const { live, language } = page;
    const words = wordsFor(page, peers_words);
    const announcer = element("p", { class: "unseen", role: "status" });
    const redraw = oncePerFrame(() => this.#draw());
    const say = (said: string) => announcer.textContent = said;
    const context: PeersContext = { language, live, words, names: namesOf(live), say, redraw };
    this.#section = section;
    this.#context = context;
    this.#steered = live.may_steer;
    this.#toolbar = new Toolbar(context);
    this.#head = new SortHead(context);
    const table = element("table", { role: "table", "aria-label": words.table }, this.#head.head, this.#body);
    this.#scroll = element(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": words.table },
      table,
    );
    this.#empty = drawEmpty(page, words);
    this.#content = element(
      "div",
      {},
      this.#toolbar.place,
      this.#notes,
      this.#scroll,
      drawLegend(context),
      nicknameFileButtons(context),
    );
    section.append(this.#steering, this.#empty, this.#content, announcer);

    context.names.listen(redraw);
    live.listen(redraw);
    this.#draw();
  }

  #draw(): void {
    const { live } = this.#context;
    if (this.#steered !== live.may_steer) this.#rows.clear();
    this.#steered = live.may_steer;
    this.#empty.hidden = live.node === undefined || live.peers.size > 0;
    this.#content.hidden = live.peers.size === 0;
    this.#toolbar.update();
    this.#head.update(this.#steered);
    this.#section.classList.toggle("look_only", !this.#steered);
    this.#forgetRows();
    this.#tell(this.#drawRows());
  }

  /** Says how many of the peers are shown, and what keeps the person from steering. */
  #tell(shown: number): void {
    const { live, words, language } = this.#context;
    const sentences = [
      live.status === "lost" ? `✗ ${words.lost}` : "",
      shown === 0 ? words.no_match : words.showing(shown, knownCount(this.#context)),
    ];
    setText(this.#notes, sentences.filter(Boolean).join(" "));
    // Also without a peer: a refused link must be told.
    const hint = steeringHint(live.steering.state, language, location.href);
    setText(this.#steering, hint);
    this.#steering.hidden = hint === "";
  }

  #forgetRows(): void {
    for (const [key, { row }] of this.#rows) {
      if (this.#context.live.peers.has(key)) continue;
      if (row.contains(document.activeElement)) this.#scroll.focus();
      this.#rows.delete(key);
    }
  }

  /** @returns How many rows are shown. */
  #drawRows(): number {
    const { live, names } = this.#context;
    const nameOf = names.among(live.peers.values());
    const around = { now_ms: Date.now(), nameOf };
    const { text, state } = this.#toolbar.wish;
    const wanted = arrange(live.peers.values(), { ...this.#head.order, text, state }, around, (key) => (
      this.#rows.get(key)?.is_busy ?? false
    ));
    this.#body.classList.toggle("many", wanted.length > drawn_always_max);
    placeRows(this.#body, wanted.map((peer) => this.#rowOf(peer, nameOf(peer.key))));
    return wanted.length;
  }

  #rowOf(peer: PeerView, name: string): HTMLTableRowElement {
    const { key } = peer;
    const known = this.#rows.get(key);
    const row = known ?? new PeerRow(peer, this.#context, this.#steered);
    if (known === undefined) this.#rows.set(key, row);
    row.update(peer, name);
    return row.row;
  }
}
