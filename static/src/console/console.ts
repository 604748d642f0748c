/** The console: connect to a node, send requests, read the numbered history. Puts its parts together. */
import { element } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { Composer } from "./composer.ts";
import { Connection, slow_after_ms } from "./connection.ts";
import type { State } from "./connection_state.ts";
import { ConnectionView } from "./connection_view.ts";
import type { Conversation, ExchangeListener } from "./conversation.ts";
import { knowsNobody } from "./exchange_order.ts";
import { statusOf } from "./exchange_status.ts";
import { ConversationHistory, type Exchange } from "./conversation_history.ts";
import { knowsMore } from "./history_merge.ts";
import { HistoryPanel } from "./history_panel.ts";
import { readHistory, writeHistory } from "./history_storage.ts";
import { nodeUrl, ownUrl } from "./node_url.ts";
import { lecture_ops } from "./op_description.ts";
import { openAhead } from "./open_ahead.ts";
import { askForOps } from "./ops_question.ts";
import { kept, kept_in_tab } from "../page/page_storage.ts";
import { state_words } from "./state_words.ts";
import { console_words } from "./words.ts";

/** Drawing takes longer than a node on this machine takes to answer, and would be measured with the answer. */
const waiting_shown_after_ms = 50;

/** A burst of messages is written to the browser's storage once. */
const written_after_ms = 300;

/** Fills the section and connects to the node that serves the page, or to the one this tab was connected to. */
export function mountConsole(section: HTMLElement, page: Pick<Page, "language" | "live">): Conversation {
  const own_url = ownUrl(location);
  const url = nodeUrl(kept_in_tab.read("foxchain.url") ?? own_url, location) ?? own_url;
  const openSocket = openAhead(url);
  const words = { ...wordsFor(page, console_words), ...wordsFor(page, state_words) };
  const history = new ConversationHistory(readHistory(kept.read("foxchain.history")), tabName());
  const listeners = new Set<ExchangeListener>();
  /** Whom the person wanted to reach last. */
  let asked_url: string | undefined;
  let describes_ops: boolean | undefined;
  let giveUpAsking = () => {};
  let writing: ReturnType<typeof setTimeout> | undefined;
  let written: string | null = null;

  const connection = new Connection({ changed: showState, received: receive }, openSocket);
  const connection_view = new ConnectionView({ words, url, own_url, connection });
  const composer = new Composer({
    words,
    language: page.language,
    text: kept_in_tab.read("foxchain.draft") ?? kept.read("foxchain.draft"),
    url: askedUrl,
    changed() {
      // Each tab goes on with its own; a new one with the last.
      for (const storage of [kept_in_tab, kept]) storage.write("foxchain.draft", composer.text);
    },
    send: () => send(composer.text),
  });
  const news = element("p", { class: "unseen", role: "status" });
  const register = element("button", { type: "button", on: { click: registerNode } });
  const no_peers = element(
    "div",
    { id: "no_peers", class: "row" },
    element("p", {}, words.no_peers),
    register,
  );
  const panel = new HistoryPanel({
    words,
    language: page.language,
    history,
    resend: send,
    changed: keepHistory,
    announce: (text) => news.textContent = text,
  });

  section.append(connection_view.root, composer.root, no_peers, panel.root, news);
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation(); // the editor has a meaning of its own for it
    if (!event.repeat) send(composer.text);
  }, { capture: true });
  addEventListener("pagehide", ({ persisted }) => {
    if (!persisted) history.lose(); // the other tabs should not wait with us
    writeNow();
  });
  kept.listen("foxchain.history", (text) => {
    if (text === null) return; // the person emptied the storage
    mergeWith(text);
    // Tabs that write at the same moment overwrite each other. What does not fit is no reason to write again.
    if (knowsMore(readHistory(writeHistory(history)), readHistory(text))) keepHistory();
  });
  offerRegistration();
  connection_view.connect();

  function askedUrl(): string {
    return asked_url ?? own_url;
  }

  function now() {
    return { wall_ms: Date.now(), steady_ms: performance.now() };
  }

  function send(text: string): void {
    const sent = connection.send(text);
    composer.notice(sent ? "" : words.not_sent);
    if (!sent) return;
    const exchange = history.send(text, askedUrl(), now());
    tell(exchange);
    setTimeout(() => panel.show(), waiting_shown_after_ms);
    setTimeout(() => panel.showSlow(exchange), slow_after_ms);
  }

  function receive(message: string | { readonly binary_bytes: number }): void {
    const at = now();
    const text = typeof message === "string" ? message : words.binary(message.binary_bytes);
    const exchange = history.receive(text, askedUrl(), at);
    tell(exchange);
    panel.show([exchange]);
    offerRegistration();
    news.textContent = words.announce(exchange.number, statusOf(exchange, words).text);
  }

  function tell(exchange: Exchange): void {
    keepHistory();
    for (const listener of listeners) listener(exchange);
  }

  function showState(state: State): void {
    connection_view.show(state);
    giveUpAsking();
    if (state.kind === "connecting") {
      asked_url = state.url;
      describes_ops = undefined;
    }
    if (state.kind === "open") {
      kept_in_tab.write("foxchain.url", state.url);
      composer.notice("");
      giveUpAsking = askForOps(state.url, (ops) => {
        describes_ops = ops !== undefined;
        composer.describeOps(ops ?? lecture_ops);
      });
    } else if (state.kind !== "connecting") {
      const lost = history.lose();
      panel.show(lost);
      for (const exchange of lost) tell(exchange);
    }
    offerRegistration();
  }

  /** A node that knows nobody can be told its own address by one click. */
  function offerRegistration(): void {
    const url = askedUrl();
    no_peers.hidden = connection.state.kind !== "open" || !knowsNobody(history.exchanges, url);
    register.textContent = words.register_this(url);
  }

  function registerNode(): void {
    send(JSON.stringify({ op: "register", args: { addr: askedUrl() } }));
  }

  function keepHistory(): void {
    writing ??= setTimeout(writeNow, written_after_ms);
  }

  function writeNow(): void {
    clearTimeout(writing);
    writing = undefined;
    const stored = kept.read("foxchain.history");
    if (stored !== written) mergeWith(stored);
    written = writeHistory(history);
    kept.write("foxchain.history", written);
  }

  /** Takes up what another tab wrote. */
  function mergeWith(text: string | null): void {
    panel.show(history.merge(readHistory(text)));
  }

  return {
    get exchanges() {
      return history.exchanges;
    },
    get counterpart() {
      if (asked_url === undefined) return undefined;
      return { url: asked_url, is_own: asked_url === own_url, describes_ops };
    },
    listen: (listener) => void listeners.add(listener),
    draft: (text) => composer.edit(text),
  };
}

/** A name that no other tab has. */
function tabName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("_");
}
