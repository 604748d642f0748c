/** The list of exchanges on the page: redraws only those that changed, and keeps the keyboard where it was. */
import type { Exchange } from "./conversation_history.ts";

/** Draws one exchange. */
export type DrawExchange = (exchange: Exchange) => HTMLElement;

/** Where the keyboard is: at one of an exchange's buttons, named by `data-action`. */
interface Focus {
  readonly exchange: Exchange;
  readonly action: string | undefined;
}

/** Shows exchanges in a given order. */
export class HistoryView {
  readonly #list: HTMLElement;
  readonly #draw: DrawExchange;
  readonly #items = new Map<Exchange, HTMLElement>();

  /** The list is empty so far and belongs to this view from now on; it is focused when an exchange with the focus goes. */
  constructor(list: HTMLElement, draw: DrawExchange) {
    this.#list = list;
    this.#draw = draw;
  }

  /** Draws what is new or changed, puts all in order, and takes away what is not shown any more. */
  show(shown: readonly Exchange[], changed: readonly Exchange[]): void {
    const focus = this.#focus();
    const staying = new Set(shown);
    for (const [exchange, item] of this.#items) {
      if (staying.has(exchange) && !changed.includes(exchange)) continue;
      item.remove();
      this.#items.delete(exchange);
    }
    let place = this.#list.firstElementChild;
    for (const exchange of shown) {
      const item = this.#items.get(exchange);
      if (item !== undefined && item === place) place = place.nextElementSibling;
      else this.#list.insertBefore(item ?? this.#drawAnew(exchange), place);
    }
    for (const exchange of changed) makeScrollable(this.#items.get(exchange));
    if (focus !== undefined) this.#restore(focus);
  }

  /** Scrolls as little as needed; an exchange that is not shown moves nothing. */
  bringIntoView(exchange: Exchange): void {
    this.#items.get(exchange)?.scrollIntoView({ block: "nearest" });
  }

  #drawAnew(exchange: Exchange): HTMLElement {
    const item = this.#draw(exchange);
    this.#items.set(exchange, item);
    return item;
  }

  #focus(): Focus | undefined {
    const active = document.activeElement;
    for (const [exchange, item] of this.#items) {
      if (item.contains(active)) return { exchange, action: (active as HTMLElement).dataset.action };
    }
  }

  #restore({ exchange, action }: Focus): void {
    const item = this.#items.get(exchange);
    if (item?.contains(document.activeElement)) return;
    const button = action === undefined
      ? null
      : item?.querySelector<HTMLElement>(`[data-action="${action}"]`);
    (button ?? this.#list.closest<HTMLElement>("[tabindex]"))?.focus({ preventScroll: item === undefined });
  }
}

/** Without this no key could scroll a long message in Safari. */
function makeScrollable(item: HTMLElement | undefined): void {
  for (const text of item?.querySelectorAll("pre") ?? []) {
    if (text.scrollHeight > text.clientHeight) text.tabIndex = 0;
  }
}
