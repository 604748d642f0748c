/** The console: connect to a node, send requests, read the numbered history. */
import { element, find } from "../page/dom.ts";
import type { Page } from "../page/page.ts";
import { Connection, type State } from "./connection.ts";
import type { Conversation, ExchangeListener } from "./conversation.ts";
import { type Exchange, History } from "./history.ts";
import { HistoryView, statusWords } from "./history_view.ts";
import { nodeUrl, ownUrl } from "./node_url.ts";
import { console_words } from "./words.ts";

/** Drawing takes longer than a node on this machine takes to answer, and would be measured with the answer. */
const waiting_shown_after_ms = 50;

/** Fills the section and connects to the node that serves the page. */
export function mountConsole(section: HTMLElement, page: Pick<Page, "language" | "live">): Conversation {
  const words = console_words[page.language];
  const own_url = ownUrl(location);
  /** The lecture's requests and the homework's. */
  const examples = [{ op: "peers" }, { op: "register", args: { addr: own_url } }, { op: "time" }];
  const listeners = new Set<ExchangeListener>();
  const history = new History();

  const plain_text = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const url = element("input", { id: "url", type: "text", inputmode: "url", ...plain_text });
  const toggle = element("button", { id: "toggle", type: "button" });
  const state_line = element("p", { id: "state", role: "status" });
  const message = element("textarea", {
    id: "message",
    rows: 7,
    ...plain_text,
    "aria-describedby": "shortcut",
  });
  const notice = element("p", { id: "notice", role: "alert" });
  const news = element("p", { class: "unseen", role: "status" });
  const clear = element("button", { type: "button", class: "quiet" }, words.clear);
  const empty = element("p", { id: "history_empty", class: "empty" }, words.history_empty);
  const list = element("ol", { id: "exchanges", reversed: true });
  const view = new HistoryView(list);
  const connection = new Connection({ changed: showState, received: receive });

  section.append(
    element(
      "form",
      { on: { submit: (event) => (event.preventDefault(), connection.busy || connect()) } },
      element("label", { for: "url" }, words.node),
      element("div", { class: "row" }, url, toggle),
    ),
    state_line,
    element(
      "form",
      { on: { submit: (event) => (event.preventDefault(), send()) } },
      element(
        "div",
        { class: "chips", role: "group", "aria-label": words.operation },
        ...examples.map((example) =>
          element(
            "button",
            { type: "button", on: { click: () => draft(JSON.stringify(example, null, 2)) } },
            example.op,
          )
        ),
      ),
      element("label", { for: "message" }, words.message),
      message,
      element(
        "div",
        { class: "row" },
        element("p", { id: "shortcut", class: "hint" }, words.shortcut),
        element("button", { class: "primary", id: "send" }, words.send),
      ),
      notice,
    ),
    element("div", { class: "row" }, element("h3", {}, words.history), clear),
    news,
    empty,
    list,
  );
  url.value = own_url;
  message.value = JSON.stringify(examples[0], null, 2);
  toggle.addEventListener("click", () => connection.busy ? connection.disconnect() : connect());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    send();
  });
  clear.addEventListener("click", () => {
    history.clear();
    showHistory();
  });
  showState("idle", words.idle);
  connect();

  function connect(): void {
    const address = nodeUrl(url.value, location);
    if (address === undefined) return showState("failed", words.not_an_address(url.value));
    url.value = address;
    connection.connect(address);
  }

  function now() {
    return { wall_ms: Date.now(), steady_ms: performance.now() };
  }

  function draft(text: string): void {
    message.value = text;
  }

  function send(): void {
    const sent = connection.send(message.value);
    notice.textContent = sent ? "" : words.not_sent;
    if (!sent) return;
    const exchange = history.send(message.value, url.value, now());
    for (const listener of listeners) listener(exchange);
    setTimeout(showHistory, waiting_shown_after_ms);
  }

  function receive(text: string): void {
    const exchange = history.receive(text, url.value, now());
    for (const listener of listeners) listener(exchange);
    showHistory([exchange]);
    news.textContent = words.announce(exchange.number, statusWords(exchange).words);
  }

  function showState(state: State, text: string): void {
    state_line.textContent = text;
    state_line.dataset.state = state;
    url.readOnly = connection.busy;
    toggle.textContent = state === "open"
      ? words.disconnect
      : state === "connecting"
      ? words.cancel
      : words.connect;
    if (state === "open") notice.textContent = "";
    if (state === "idle" || state === "failed") showHistory(history.lose());
  }

  function showHistory(changed: readonly Exchange[] = []): void {
    view.show(history.exchanges, changed);
    empty.hidden = history.exchanges.length > 0;
    clear.hidden = history.exchanges.length === 0;
  }

  return {
    get exchanges() {
      return history.exchanges;
    },
    get counterpart() {
      return { url: url.value, is_own: url.value === own_url, describes_ops: undefined };
    },
    listen: (listener) => void listeners.add(listener),
    draft: (text) => (draft(text), find("message", HTMLTextAreaElement).focus()),
  };
}
