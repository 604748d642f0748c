/** The console: connect to a node, send requests, read the numbered history. Puts its parts together. */
import { element } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { kept, kept_in_tab } from "../page/page_storage.ts";
import { Composer } from "./composer.ts";
import { Connection, slow_after_ms } from "./connection.ts";
import type { State } from "./connection_state.ts";
import { ConnectionView } from "./connection_view.ts";
import type { Conversation, Counterpart, ExchangeListener } from "./conversation.ts";
import { type BinaryForm, ConversationHistory, type Exchange } from "./conversation_history.ts";
import type { BinaryFrame } from "./extras/binary_frame.ts";
import { knowsNobody } from "./exchange_order.ts";
import { opOf, statusOf } from "./exchange_status.ts";
import { HistoryKeeper, storedHistory } from "./history_keeper.ts";
import { HistoryPanel } from "./history_panel.ts";
import { nodeUrl, ownUrl } from "./node_url.ts";
import { loadExtras } from "./load_extras.ts";
import { lecture_ops, type OpDescription } from "./op_description.ts";
import { openAhead } from "./open_ahead.ts";
import { askForOps } from "./ops_question.ts";
import { RegistrationOffer } from "./registration_offer.ts";
import { state_words, type StateWords } from "./state_words.ts";
import { console_words, type ConsoleWords } from "./words.ts";

/** Drawing takes longer than a local node takes to answer. So it is delayed, not to be measured with the answer. */
const waiting_shown_after_ms = 50;

/** Fills the section and connects to the node that serves the page, or to the one this tab was connected to. */
export function mountConsole(section: HTMLElement, page: Pick<Page, "language" | "live">): Conversation {
  return new ConsolePanel(section, page);
}

/** The conversation and the parts of the panel. */
class ConsolePanel implements Conversation {
  readonly #words: ConsoleWords & StateWords;
  readonly #own_url = ownUrl(location);
  /** Names the connection with the page's own node, so that the page may read what ops wrote for its requests. */
  #tag = "";
  #asked = 0;
  readonly #numbers = new WeakMap<Exchange, readonly [tag: string, request: number]>();
  readonly #history = new ConversationHistory(storedHistory(), tabName());
  readonly #keeper: HistoryKeeper;
  readonly #listeners = new Set<ExchangeListener>();
  readonly #connection: Connection;
  readonly #connection_view: ConnectionView;
  readonly #composer: Composer;
  readonly #offer: RegistrationOffer;
  readonly #panel: HistoryPanel;
  readonly #news = element("p", { class: "unseen", role: "status" });
  /** The node that the person wanted to reach last. */
  #asked_url: string | undefined;
  /** The node's list of its ops; undefined where it has none, or did not tell it yet. */
  #ops: readonly OpDescription[] | undefined;
  #describes_ops: boolean | undefined;
  #giveUpAsking = () => {};

  constructor(section: HTMLElement, page: Pick<Page, "language" | "live">) {
    const own_url = this.#own_url;
    const url = nodeUrl(kept_in_tab.read("foxchain.url") ?? own_url, location) ?? own_url;
    const openSocket = openAhead(url, (url) => new WebSocket(url + this.#newTag(url)));
    const words = { ...wordsFor(page, console_words), ...wordsFor(page, state_words) };
    this.#words = words;
    this.#connection = new Connection({
      changed: (state) => this.#showState(state),
      received: (message) => this.#receive(message),
    }, openSocket);
    this.#connection_view = new ConnectionView({ words, url, own_url, connection: this.#connection });
    this.#composer = this.#makeComposer(page);
    this.#offer = new RegistrationOffer(words, () => this.#registerNode());
    this.#panel = new HistoryPanel({
      words,
      language: page.language,
      history: this.#history,
      resend: (exchange) => this.#resend(exchange),
      changed: () => this.#keeper.keep(),
      notice: (text) => this.#composer.notice(text),
      announce: (text) => this.#news.textContent = text,
    });
    this.#keeper = new HistoryKeeper(this.#history, (changed) => this.#panel.show(changed));
    const banner = element("div", { id: "student_ops", role: "status", hidden: true });
    let shown = "[]";
    page.live.listen(({ node }) => {
      if (node === undefined) return;
      const own_ops = node.own_ops ?? [];
      const text = JSON.stringify(own_ops);
      if (text === shown) return;
      shown = text;
      loadExtras().then(({ showOwnOps }) => showOwnOps(banner, own_ops, page.language)).catch(() => {});
      const { state } = this.#connection;
      if (state.kind === "open" && state.url === own_url) this.#ask(state.url);
    });
    section.append(
      banner,
      this.#connection_view.root,
      this.#composer.root,
      this.#offer.root,
      this.#panel.root,
      this.#news,
    );
    section.addEventListener("keydown", (event) => this.#sendByKeyboard(event), { capture: true });
    this.#offerRegistration();
    this.#connection_view.connect();
  }

  get exchanges(): readonly Exchange[] {
    return this.#history.exchanges;
  }

  get counterpart(): Counterpart | undefined {
    const url = this.#asked_url;
    if (url === undefined) return undefined;
    return { url, is_own: url === this.#own_url, describes_ops: this.#describes_ops };
  }

  listen(listener: ExchangeListener): void {
    this.#listeners.add(listener);
  }

  draft(text: string): void {
    this.#composer.edit(text);
  }

  /** Another node, e.g. in Python, is asked at its address as it is. */
  #newTag(url: string): string {
    this.#asked = 0;
    this.#tag = url === this.#own_url ? randomTag() : "";
    return this.#tag && `?page=${this.#tag}`;
  }

  get #url(): string {
    return this.#asked_url ?? this.#own_url;
  }

  #makeComposer({ language }: Pick<Page, "language">): Composer {
    const composer: Composer = new Composer({
      words: this.#words,
      language,
      text: kept_in_tab.read("foxchain.draft") ?? kept.read("foxchain.draft"),
      url: () => this.#url,
      changed() {
        // Each tab goes on with its own node; a new tab with the last one.
        for (const storage of [kept_in_tab, kept]) storage.write("foxchain.draft", composer.text);
      },
      send: () => this.#send(composer.text),
      sendBytes: ({ bytes, text, form }) => this.#send(text, form, bytes),
    });
    return composer;
  }

  #sendByKeyboard(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation(); // the editor has a meaning of its own for it
    if (!event.repeat) this.#send(this.#composer.text);
  }

  #send(text: string, form?: BinaryForm, bytes?: BinaryFrame["bytes"]): boolean {
    const sent = this.#connection.send(bytes ?? text);
    this.#composer.notice(sent ? "" : this.#words.not_sent);
    if (!sent) return false;
    const exchange = this.#history.send(text, this.#url, now(), form);
    this.#numbers.set(exchange, [this.#tag, ++this.#asked]);
    this.#tell(exchange);
    setTimeout(() => this.#panel.show(), waiting_shown_after_ms);
    setTimeout(() => this.#panel.showSlow(exchange), slow_after_ms);
    return true;
  }

  async #resend({ request, binary }: Exchange): Promise<void> {
    if (binary === undefined) return void this.#send(request!);
    try {
      const { bytesOf } = await loadExtras();
      this.#send(request!, binary, bytesOf(request!, binary));
    } catch {
      this.#composer.notice(this.#words.not_loaded);
    }
  }

  #receive(message: string | ArrayBuffer): void {
    const at = now();
    const words = this.#words;
    const is_text = typeof message === "string";
    const text = is_text ? message : words.binary(message.byteLength);
    const exchange = this.#history.receive(text, this.#url, at);
    const own = this.#ops?.find(({ name }) => name === opOf(exchange))?.own;
    if (this.#ops) exchange.own = own === true;
    this.#tell(exchange);
    this.#panel.show([exchange]);
    this.#offerRegistration();
    // Now, while the node is there: a student may stop it before exporting.
    loadExtras().then(async ({ binaryText, saidFor }) => {
      if (!is_text) this.#change(exchange, { answer: `${text}\n${binaryText(message)}` });
      const number = exchange.own && this.#numbers.get(exchange);
      const said = number && await saidFor(...number);
      if (said) this.#change(exchange, { said });
    }).catch(() => {});
    this.#panel.bringIntoView(exchange);
    this.#news.textContent = words.announce(exchange.number, statusOf(exchange, words).text);
  }

  /** Adds what became known after the answer. */
  #change(exchange: Exchange, later: Partial<Exchange>): void {
    Object.assign(exchange, later);
    this.#keeper.keep();
    this.#panel.show([exchange]);
  }

  #tell(exchange: Exchange): void {
    this.#keeper.keep();
    for (const listener of this.#listeners) listener(exchange);
  }

  #showState(state: State): void {
    this.#connection_view.show(state);
    this.#giveUpAsking();
    if (state.kind === "connecting") {
      this.#asked_url = state.url;
      this.#describes_ops = this.#ops = undefined;
    } else if (state.kind === "open") this.#greet(state.url);
    else this.#loseWaiting();
    this.#offerRegistration();
  }

  /** Asks a node that is there now for its ops. */
  #greet(url: string): void {
    kept_in_tab.write("foxchain.url", url);
    this.#composer.notice("");
    this.#ask(url);
  }

  #ask(url: string): void {
    this.#giveUpAsking();
    this.#giveUpAsking = askForOps(url, (ops) => {
      this.#ops = ops;
      this.#describes_ops = ops !== undefined;
      this.#composer.describeOps(ops ?? lecture_ops);
    });
  }

  #loseWaiting(): void {
    const lost = this.#history.lose();
    this.#panel.show(lost);
    for (const exchange of lost) this.#tell(exchange);
  }

  #offerRegistration(): void {
    const is_open = this.#connection.state.kind === "open";
    this.#offer.show(is_open && knowsNobody(this.#history.exchanges, this.#url) ? this.#url : undefined);
  }

  #registerNode(): void {
    this.#send(JSON.stringify({ op: "register", args: { addr: this.#url } }));
  }
}

function now() {
  return { wall_ms: Date.now(), steady_ms: performance.now() };
}

/** A name that is unique among tabs. */
function tabName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("_");
}

/** As the node takes it: 128 bits in hexadecimal digits. */
function randomTag(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
