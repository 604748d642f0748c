/** One address in the table. An update changes only what is different, so that focus and open editors survive it. */
import { type PeerView, self_node } from "../../live_messages.ts";
import { copyText } from "../page/copy.ts";
import { decorate, element, setText } from "../page/dom.ts";
import { wordsFor } from "../page/page.ts";
import { peer_symbols, peerMark } from "../page/peer_mark.ts";
import { relativeTimeElement, setRelativeTime } from "../page/times.ts";
import { peer_words } from "../page/words.ts";
import type { PeersContext } from "./context.ts";
import { NicknameField } from "./nickname_field.ts";
import { sourceOf } from "./order.ts";
import { RowActions } from "./row_actions.ts";

/** What stands where nothing is known. */
const nothing = "–";

/** A row and what it shows. */
export class PeerRow {
  readonly row: HTMLTableRowElement;
  readonly #context: PeersContext;
  readonly #nickname: NicknameField;
  readonly #actions: RowActions | undefined;
  readonly #state = element("span", { class: "mark" });
  readonly #overlay = element("div", { class: "overlay" });
  readonly #latency = element("span");
  readonly #seen = element("span");
  readonly #agent = element("span");
  readonly #source = element("span");
  #shown: PeerView | undefined;

  constructor({ key, addr }: PeerView, context: PeersContext, may_steer: boolean) {
    const { words } = context;
    this.#context = context;
    this.#nickname = new NicknameField(key, addr, context);
    this.#actions = may_steer ? new RowActions(addr, context) : undefined;
    const copy = element("button", {
      type: "button",
      class: "quiet",
      "aria-label": words.about(words.copy, addr),
      on: { click: async () => context.say(await copyText(addr) ? words.copied : words.not_copied) },
    }, words.copy);
    const address = element(
      "th",
      { scope: "row", role: "rowheader", "data-label": words.addr },
      this.#nickname.shown,
      element("span", { class: "address" }, addr),
      element("span", { class: "tools" }, copy, this.#nickname.button),
      this.#nickname.place,
    );
    const cell = (label: string, ...children: Node[]) =>
      element("td", { role: "cell", "data-label": label }, ...children);
    this.row = element(
      "tr",
      { role: "row" },
      address,
      cell(words.state, this.#state, this.#overlay),
      cell(words.latency, this.#latency),
      cell(words.seen, this.#seen),
      cell(words.agent, this.#agent),
      cell(words.source, this.#source),
      ...this.#actions ? [cell(words.actions, this.#actions.place)] : [],
    );
  }

  /** Whether the person is doing something in this row. Then it stays, whatever the filter says. */
  get is_busy(): boolean {
    return this.#nickname.is_open || (this.#actions?.is_open ?? false);
  }

  /** Shows the address as it is now, and the name of its node; the same object again costs nothing. */
  update(peer: PeerView, name: string): void {
    this.#nickname.show(name);
    if (peer === this.#shown) return;
    this.#shown = peer;
    const { words } = this.#context;
    const mark = peerMark(peer, Date.now());
    const mark_words = wordsFor(this.#context, peer_words);
    decorate(this.#state, { "data-state": mark });
    setText(this.#state, `${peer_symbols[mark]} ${mark_words[mark]}`);
    this.#overlayWith(peer, mark === "blocked");
    setText(this.#latency, peer.latency_ms === null ? nothing : words.milliseconds(peer.latency_ms));
    if (peer.last_success_ms === null) setText(this.#seen, words.never);
    else this.#showTime(this.#seen, peer.last_success_ms);
    setText(this.#agent, peer.agent ?? nothing);
    setText(this.#source, peer.is_seed ? words.seed : sourceOf(peer) || nothing);
    this.#actions?.update(mark === "blocked", peer.node === self_node);
  }

  #overlayWith({ node, links, blocked_until_ms }: PeerView, blocked: boolean): void {
    const { words } = this.#context;
    if (blocked) this.#showTime(this.#overlay, blocked_until_ms!, `${words.blocked_ends} `);
    else {
      setText(this.#overlay, node === self_node ? words.own : links.length > 0 ? `⇄ ${words.connected}` : "");
    }
  }

  #showTime(place: HTMLElement, at_ms: number, before = ""): void {
    const shown = place.querySelector("time");
    if (shown) setRelativeTime(shown, at_ms);
    else place.replaceChildren(before, relativeTimeElement(at_ms, this.#context.language));
  }
}
