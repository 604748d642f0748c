/** Draws the history, newest first. Everything from the network becomes text here, never HTML. */
import type { Exchange } from "./history.ts";
import { isWaiting } from "./history.ts";
import { cut, pretty } from "./pretty.ts";
import { console_words } from "./words.ts";

const phrases = console_words.en;
const texts = phrases;

/** The list of exchanges; it redraws only those that changed. */
export class HistoryView {
  readonly #list: HTMLElement;
  readonly #items = new Map<Exchange, HTMLElement>();

  /** The list is empty so far and belongs to this view from now on. */
  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Draws what is new or changed and takes away what the history no longer keeps. */
  show(exchanges: readonly Exchange[], changed: readonly Exchange[]): void {
    const gone = new Set(this.#items.keys());
    for (const exchange of exchanges) {
      gone.delete(exchange);
      if (!this.#items.has(exchange) || changed.includes(exchange)) this.#draw(exchange);
    }
    for (const exchange of gone) {
      this.#items.get(exchange)?.remove();
      this.#items.delete(exchange);
    }
  }

  #draw(exchange: Exchange): void {
    const item = drawExchange(exchange);
    const drawn = this.#items.get(exchange);
    if (drawn) drawn.replaceWith(item);
    else this.#list.prepend(item);
    this.#items.set(exchange, item);
    for (const text of item.querySelectorAll("pre")) {
      if (text.scrollHeight > text.clientHeight) text.tabIndex = 0; // else no key could scroll it in Safari
    }
  }
}

/** An exchange's status: symbol and words, so that no meaning hangs on a colour. */
export function statusWords(exchange: Exchange): { words: string; tone: "good" | "bad" | "plain" } {
  if (exchange.lost) return { words: texts.lost_status, tone: "bad" };
  if (exchange.answer === undefined) return { words: texts.waiting_status, tone: "plain" };
  const { status, error } = fields(exchange.answer);
  if (typeof status !== "number") {
    const words = exchange.request === undefined ? texts.unasked_status : texts.answered_status;
    return { words, tone: "plain" };
  }
  const words = phrases.status(status, typeof error === "string" ? error : "");
  return { words, tone: status < 400 ? "good" : "bad" };
}

function drawExchange(exchange: Exchange): HTMLElement {
  const { number, request, answer, round_trip_ms, sent_ms } = exchange;
  const { words, tone } = statusWords(exchange);
  const { op } = fields(request ?? "");
  const head = element("div", "head", [
    element("h4", "number", [number === undefined ? "–" : phrases.number(number)]),
    element("span", "op", typeof op === "string" ? [cut(op, 40).shown] : []),
    element("span", `status ${tone}`, [words]),
    element("span", "time", [round_trip_ms === undefined ? "" : phrases.round_trip(round_trip_ms)]),
    element("time", "time", [new Date(sent_ms).toLocaleTimeString()]),
  ]);
  const placeholder = exchange.lost ? texts.lost : isWaiting(exchange) ? texts.waiting : "";
  const sides = element("div", "sides", [
    drawSide("request", texts.request, request, texts.unasked),
    drawSide("answer", texts.answer, answer, placeholder),
  ]);
  return element("li", "exchange", [head, sides]);
}

function drawSide(name: string, title: string, text: string | undefined, placeholder: string): HTMLElement {
  const side = element("div", name, [element("h5", "", [title])]);
  if (text === undefined) {
    side.append(element("p", "empty", [placeholder]));
  } else {
    const { shown, missing } = cut(pretty(text));
    side.append(element("pre", "", [shown, missing > 0 ? phrases.cut(missing) : ""]));
  }
  return side;
}

/** Strings among the children become text nodes: no markup in them is ever read. */
function element(tag: string, class_name: string, children: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = class_name;
  made.append(...children);
  return made;
}

function fields(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
