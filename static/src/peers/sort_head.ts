/** The table's head: each column has a button that sorts by it, and turns the order when pressed again. */
import { decorate, element } from "../page/dom.ts";
import type { PeersContext } from "./context.ts";
import { type Column, columns, type Order } from "./order.ts";

/** The head. */
export class SortHead {
  readonly head: HTMLTableSectionElement;
  readonly #cells = new Map<Column, HTMLTableCellElement>();
  readonly #last: HTMLTableCellElement;
  #order: Order = { column: "state", descending: false };

  constructor({ words, redraw }: PeersContext) {
    for (const column of columns) {
      const click = () => {
        this.#order = { column, descending: this.#order.column === column && !this.#order.descending };
        redraw();
      };
      const button = element("button", { type: "button", on: { click } }, words[column]);
      this.#cells.set(column, element("th", { scope: "col", role: "columnheader" }, button));
    }
    this.#last = element("th", { scope: "col", role: "columnheader" }, words.actions);
    this.head = element(
      "thead",
      { role: "rowgroup" },
      element("tr", { role: "row" }, ...this.#cells.values(), this.#last),
    );
    this.#show();
  }

  /** How the person wants the table sorted. */
  get order(): Order {
    return this.#order;
  }

  /** Says the order together with the rows that have it. Shows or leaves out the column of actions. */
  update(may_steer: boolean): void {
    this.#show();
    this.#last.hidden = !may_steer;
  }

  #show(): void {
    const { column, descending } = this.#order;
    for (const [name, cell] of this.#cells) {
      decorate(cell, { "aria-sort": name !== column ? "none" : descending ? "descending" : "ascending" });
    }
  }
}
