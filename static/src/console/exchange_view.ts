/** Draws one exchange. Everything from the network becomes text here, never HTML. */
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { opOf, statusOf } from "./exchange_status.ts";
import { type Exchange, isWaiting } from "./conversation_history.ts";
import type { SnippetForm } from "./extras/snippets.ts";
import { loadExtras } from "./load_extras.ts";
import { menu } from "./menu.ts";
import { cut, pretty } from "./pretty.ts";
import type { ConsoleWords } from "./words.ts";

/** What a person can do with an exchange. */
export interface ExchangeActions {
  resend(exchange: Exchange): void;
  pin(exchange: Exchange): void;
  remove(exchange: Exchange): void;
  copy(form: SnippetForm, exchange: Exchange): void;
}

/** What drawing needs besides the exchange. */
export interface Drawing {
  readonly words: ConsoleWords;
  readonly language: Language;
  readonly actions: ExchangeActions;
  /** It waits so long that the person is told why. */
  readonly slow: boolean;
}

/** Lines that a message's box shows without scrolling. */
const box_lines = 13;

/** Characters of an op that are shown in the head. */
const op_characters_max = 40;

/** The entry in the list. */
export function drawExchange(exchange: Exchange, drawing: Drawing): HTMLElement {
  const { words } = drawing;
  const waiting_words = drawing.slow ? words.slow_answer : words.waiting;
  const placeholder = exchange.lost ? words.lost : isWaiting(exchange) ? waiting_words : "";
  return element(
    "li",
    { class: exchange.pinned ? "exchange pinned" : "exchange" },
    drawHead(exchange, drawing),
    element(
      "div",
      { class: "sides" },
      drawSide(
        "request",
        exchange.binary ? words.binary_request : words.request,
        exchange.request,
        words.unasked,
        drawing,
      ),
      drawSide("answer", words.answer, exchange.answer, placeholder, drawing),
      ...(exchange.said ? [drawSide("said", words.said, exchange.said, "", drawing)] : []),
    ),
  );
}

function drawHead(exchange: Exchange, drawing: Drawing): HTMLElement {
  const { words, language } = drawing;
  const { number, round_trip_ms, sent_ms, url } = exchange;
  const { text, tone } = statusOf(exchange, words);
  const sent = new Date(sent_ms);
  const locale = locales[language];
  const today = sent.toDateString() === new Date().toDateString();
  return element(
    "div",
    { class: "head" },
    element("h4", { class: "number" }, number === undefined ? "–" : words.number(number)),
    element("span", { class: "op" }, cut(opOf(exchange), op_characters_max).shown),
    element("span", { class: `status ${tone}` }, text),
    element("span", { class: "time" }, round_trip_ms === undefined ? "" : words.round_trip(round_trip_ms)),
    element(
      "time",
      { class: "time", datetime: sent.toISOString(), title: url },
      today ? sent.toLocaleTimeString(locale, clock) : sent.toLocaleString(locale, date_and_clock),
    ),
    drawActions(exchange, drawing),
  );
}

/** The student's clock and the node's may be in two zones. */
const clock = { timeStyle: "long" } as const;

const date_and_clock = { dateStyle: "short", ...clock } as const;

/** English as the lecture writes times: 14:05:09. */
const locales: Readonly<Record<Language, string>> = { en: "en-GB", zh: "zh-CN" };

function drawActions(exchange: Exchange, { words, actions }: Drawing): HTMLElement {
  const { request, number, binary } = exchange;
  const button = (action: string, label: string, act: () => void, pressed?: boolean) =>
    element(
      "button",
      { type: "button", "data-action": action, "aria-pressed": pressed?.toString(), on: { click: act } },
      label,
    );
  const title = number === undefined ? words.unasked_status : words.number(number);
  return element(
    "div",
    { class: "actions", role: "group", "aria-label": words.actions(title) },
    ...(request === undefined ? [] : [button("resend", words.resend, () => actions.resend(exchange))]),
    button("pin", words.pin, () => actions.pin(exchange), exchange.pinned ?? false),
    // The programs would send text.
    ...(request === undefined || binary ? [] : [copyMenu(exchange, words, actions)]),
    button("remove", words.remove, () => actions.remove(exchange)),
  );
}

function copyMenu(exchange: Exchange, words: ConsoleWords, actions: ExchangeActions): HTMLElement {
  const choice = (action: SnippetForm, label: string) => ({
    action,
    label,
    choose: () => actions.copy(action, exchange),
  });
  const made = menu("copy", words.copy_as, [
    choice("python", "Python"),
    choice("javascript", "JavaScript"),
    // The command can only send an op, and takes a text that begins with "-" for an option.
    ...(/^[^-]/.test(opOf(exchange)) ? [choice("command_line", words.command_line)] : []),
  ]);
  // Some browsers let a page copy only at once after a click: what writes the snippets is there by then.
  made.addEventListener("toggle", () => void loadExtras().catch(() => {}));
  return made;
}

function drawSide(
  name: string,
  title: string,
  text: string | undefined,
  placeholder: string,
  { words, language }: Drawing,
): HTMLElement {
  const side = element("div", { class: name }, element("h5", {}, title));
  if (text === undefined) {
    side.append(element("p", { class: "empty" }, placeholder));
  } else {
    const { shown, missing } = cut(pretty(text));
    const message = element("pre", {}, shown, missing > 0 ? words.cut(missing) : "");
    side.append(message);
    if (isLong(shown)) {
      // Without them it scrolls in its box.
      loadExtras().then(({ mountLongMessage }) => mountLongMessage(message, language)).catch(() => {});
    }
  }
  return side;
}

/** Longer than its box: then it can be folded, and a text be found in it. */
function isLong(text: string): boolean {
  return text.split("\n", box_lines + 1).length > box_lines;
}
