/** The page's entry: the console, put together from its parts. */
import { Connection } from "./connection.ts";
import type { State } from "./connection.ts";
import type { Exchange } from "./history.ts";
import { History } from "./history.ts";
import { HistoryView, statusWords } from "./history_view.ts";
import { nodeUrl, ownUrl } from "./node_url.ts";
import type { TextKey } from "./words.ts";
import { phrases, texts } from "./words.ts";

const own_url = ownUrl(location);

/** The lecture's requests and the homework's. */
const examples = [
  { op: "peers" },
  { op: "register", args: { addr: own_url } },
  { op: "time" },
];

/** Drawing takes longer than a node on this machine takes to answer, and would be measured with the answer. */
const waiting_shown_after_ms = 50;

const history = new History();
const view = new HistoryView(find("exchanges", HTMLElement));
const connection = new Connection({ changed: showState, received: receive });

const url = find("url", HTMLInputElement);
const message = find("message", HTMLTextAreaElement);
const toggle = find("toggle", HTMLButtonElement);

for (const labelled of document.querySelectorAll<HTMLElement>("[data-words]")) {
  labelled.textContent = texts[labelled.dataset.words as TextKey];
}
for (const example of examples) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.textContent = example.op;
  chip.addEventListener("click", () => message.value = JSON.stringify(example, null, 2));
  find("examples", HTMLElement).append(chip);
}
url.value = own_url;
message.value = JSON.stringify(examples[0], null, 2);

find("connection", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  if (!connection.busy) connect();
});
toggle.addEventListener("click", () => connection.busy ? connection.disconnect() : connect());
find("request", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  event.preventDefault();
  send();
});
find("clear", HTMLButtonElement).addEventListener("click", () => {
  history.clear();
  showHistory();
});

showState("idle", texts.idle);
find("console", HTMLElement).hidden = false;
connect();

function connect(): void {
  const address = nodeUrl(url.value, location);
  if (address === undefined) {
    showState("failed", phrases.not_an_address(url.value));
    return;
  }
  url.value = address;
  connection.connect(address);
}

function send(): void {
  const sent = connection.send(message.value);
  find("notice", HTMLElement).textContent = sent ? "" : texts.not_sent;
  if (!sent) return;
  history.send(message.value, performance.now());
  setTimeout(showHistory, waiting_shown_after_ms);
}

function receive(text: string): void {
  const exchange = history.receive(text, performance.now());
  showHistory([exchange]);
  find("news", HTMLElement).textContent = phrases.announce(exchange.number, statusWords(exchange).words);
}

function showState(state: State, words: string): void {
  const line = find("state", HTMLElement);
  line.textContent = words;
  line.dataset.state = state;
  url.readOnly = connection.busy;
  toggle.textContent = state === "open"
    ? texts.disconnect
    : state === "connecting"
    ? texts.cancel
    : texts.connect;
  if (state === "open") find("notice", HTMLElement).textContent = "";
  if (state === "idle" || state === "failed") showHistory(history.lose());
}

function showHistory(changed: readonly Exchange[] = []): void {
  view.show(history.exchanges, changed);
  find("history_empty", HTMLElement).hidden = history.exchanges.length > 0;
  find("clear", HTMLElement).hidden = history.exchanges.length === 0;
}

function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`expected #${id} in index.html to be a ${type.name}`);
  return found;
}
