/** The history's part of the console: heading with filter, export and clear, and the list in a box of its own. */
import { download, element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { shownExchanges } from "./exchange_order.ts";
import { drawExchange } from "./exchange_view.ts";
import { type ConversationHistory, type Exchange, isWaiting } from "./conversation_history.ts";
import { HistoryView } from "./history_view.ts";
import type { SnippetForm } from "./extras/snippets.ts";
import { loadExtras } from "./load_extras.ts";
import { UndoNotice } from "../page/undo_notice.ts";
import { menu } from "./menu.ts";
import type { ConsoleWords } from "./words.ts";

/** What the panel needs of the console. */
export interface HistoryHost {
  readonly words: ConsoleWords;
  readonly language: Language;
  readonly history: ConversationHistory;
  resend(exchange: Exchange): void;
  /** The history was changed here. */
  changed(): void;
  /** Says in a line of its own what went wrong. */
  notice(text: string): void;
  /** Tells a person something in passing. */
  announce(text: string): void;
}

/** Draws `history`, whoever changes it. */
export class HistoryPanel {
  readonly root: HTMLElement;
  readonly #host: HistoryHost;
  readonly #filter: HTMLInputElement;
  readonly #tools: HTMLElement;
  readonly #empty = element("p", { id: "history_empty", class: "empty" });
  readonly #undo: UndoNotice;
  readonly #view: HistoryView;
  readonly #slow = new WeakSet<Exchange>();

  /** Shows what the history holds already. */
  constructor(host: HistoryHost) {
    const { words, history } = host;
    this.#host = host;
    this.#undo = new UndoNotice(words.undo);
    this.#filter = element("input", {
      type: "search",
      id: "filter",
      "aria-label": words.filter,
      placeholder: words.filter_hint,
      on: { input: () => this.show() },
    });
    this.#tools = element(
      "div",
      { class: "tools" },
      this.#filter,
      menu("export", words.export_as, [
        { action: "json", label: "JSON", choose: () => this.#export("json") },
        { action: "markdown", label: "Markdown", choose: () => this.#export("md") },
      ]),
      element("button", {
        type: "button",
        id: "clear",
        on: { click: () => this.#forget(words.cleared, history.clear()) },
      }, words.clear),
    );
    const list = element("ol", { id: "exchanges", reversed: true });
    this.#view = new HistoryView(list, (exchange) => this.#draw(exchange));
    this.root = element(
      "div",
      { class: "history" },
      element("div", { class: "row" }, element("h3", { id: "history_title" }, words.history), this.#tools),
      this.#undo.root,
      this.#empty,
      element(
        "div",
        { id: "history_box", role: "region", "aria-labelledby": "history_title", tabindex: 0 },
        list,
      ),
    );
    this.show();
  }

  /** Draws what changed. */
  show(changed: readonly Exchange[] = []): void {
    const { words, history } = this.#host;
    const shown = shownExchanges(history.exchanges, this.#filter.value, words);
    this.#view.show(shown, changed);
    const nothing = history.exchanges.length === 0;
    this.#tools.hidden = nothing;
    this.#empty.textContent = nothing ? words.history_empty : words.nothing_found;
    this.#empty.hidden = shown.length > 0;
    this.root.classList.toggle("blank", shown.length === 0);
  }

  /** The person has waited long for this answer. */
  showSlow(exchange: Exchange): void {
    if (!isWaiting(exchange)) return;
    this.#slow.add(exchange);
    this.show([exchange]);
    this.#host.announce(this.#host.words.slow_answer);
  }

  /** Where the console is longer than the screen, on a phone, an answer comes into view. Elsewhere nothing moves. */
  bringIntoView(exchange: Exchange): void {
    if (matchMedia("(max-width: 40rem)").matches) this.#view.bringIntoView(exchange);
  }

  #draw(exchange: Exchange): HTMLElement {
    const { words, language, history, resend } = this.#host;
    return drawExchange(exchange, {
      words,
      language,
      slow: this.#slow.has(exchange),
      actions: {
        resend,
        pin: () => this.#change(() => history.pin(exchange), [exchange]),
        remove: () => this.#forget(words.removed, history.remove(exchange)),
        copy: (form, exchange) => this.#copy(form, exchange),
      },
    });
  }

  #forget(said: string, gone: readonly Exchange[]): void {
    if (gone.length > 0) {
      this.#undo.offer(said, () => this.#change(() => this.#host.history.restore(gone)));
    }
    this.#change(() => {});
  }

  #change(change: () => void, changed: readonly Exchange[] = []): void {
    change();
    this.show(changed);
    this.#host.changed();
  }

  async #copy(form: SnippetForm, { url, request }: Exchange): Promise<void> {
    const { announce, notice, words } = this.#host;
    try {
      const { copySnippet } = await loadExtras();
      announce(await copySnippet(form, url, request!) ? words.copied : words.not_copied);
    } catch {
      notice(words.not_loaded);
    }
  }

  async #export(ending: "json" | "md"): Promise<void> {
    const { history, words, notice } = this.#host;
    try {
      const { toJson, toMarkdown } = await loadExtras();
      const [media_type, text] = ending === "json"
        ? ["application/json", toJson(history.exchanges)]
        : ["text/markdown", toMarkdown(history.exchanges, words)];
      download(`foxchain-conversation.${ending}`, media_type, text);
    } catch {
      notice(words.not_loaded);
    }
  }
}
