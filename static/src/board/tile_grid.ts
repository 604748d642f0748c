/** The tiles on the screen: their size, their order, the page that is shown, and the keys. */
import type { StudentView } from "../../board_messages.ts";
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { placeRows } from "../peers/place_rows.ts";
import { type Layout, layoutFor, pageOf, type Screen, screenOf } from "./layout.ts";
import { sorted } from "./need.ts";
import { Tile } from "./tile.ts";
import { board_words } from "./words.ts";

/** A page is long enough seen for a person to find a name on it. */
const page_ms = 8_000;

/** The grid. */
export class TileGrid {
  readonly root: HTMLOListElement;
  /** Pages don't turn by themselves. */
  is_paused = false;
  /** Told which page is shown. */
  onScreen: (screen: Screen<StudentView>) => void = () => {};
  readonly #language: Language;
  readonly #open: (id: number) => void;
  readonly #tiles = new Map<number, Tile>();
  #students: readonly StudentView[] = [];
  #in_need = 0;
  #now_ms = 0;
  #names_only = false;
  #page = 0;
  #layout: Layout = { unit_px: 0, columns: 1, rows: 1 };
  /** The tile that the Tab key reaches; the arrows lead to the others. */
  #current: number | undefined;

  /** @param open Called with the student whose tile is chosen. */
  constructor(language: Language, open: (id: number) => void) {
    this.#language = language;
    this.#open = open;
    this.root = element("ol", {
      class: "tiles",
      "aria-label": board_words[language].students,
      on: {
        keydown: (event) => this.#key(event as KeyboardEvent),
        focusin: (event) => this.#focused(event.target as Node),
      },
    });
    addEventListener("resize", () => this.#draw());
    setInterval(() => this.#turnBySelf(), page_ms);
  }

  /** Shows a state of the board. */
  show(students: readonly StudentView[], in_need: number, now_ms: number, names_only = false): void {
    this.#names_only = names_only;
    this.#students = sorted(students);
    this.#in_need = in_need;
    this.#now_ms = now_ms;
    for (const id of this.#tiles.keys()) {
      if (!students.some((student) => student.id === id)) this.#tiles.delete(id);
    }
    this.#draw();
  }

  /** Turns pages. */
  turn(by: number): void {
    this.#page += by;
    this.#draw();
  }

  /** Somebody who points at a tile, or is at one with the keys, is not disturbed. */
  #turnBySelf(): void {
    const is_busy = this.root.matches(":hover, :focus-within") ||
      document.querySelector("dialog[open]") !== null;
    if (!this.is_paused && !is_busy && !document.hidden) this.turn(1);
  }

  #draw(): void {
    if (this.root.hidden) return;
    this.#layout = layoutFor(this.#room(), this.#students.length);
    const screen = this.#screen();
    this.#page = screen.page;
    const { style } = document.documentElement;
    style.setProperty("--unit", `${this.#layout.unit_px}px`);
    style.setProperty("--columns", String(this.#layout.columns));
    const shown = [...screen.pinned, ...screen.rest];
    placeRows(
      this.root,
      shown.map((student) => {
        const tile = this.#tileOf(student.id);
        tile.show(student, this.#now_ms, this.#names_only);
        tile.item.classList.toggle("pinned", screen.pinned.includes(student));
        return tile.item;
      }),
    );
    if (!shown.some(({ id }) => id === this.#current)) this.#makeCurrent(shown[0]?.id);
    this.onScreen(screen);
  }

  /** The page with the tile that has the focus, else the one that is due. */
  #screen(): Screen<StudentView> {
    const focused = this.root.contains(document.activeElement) ? this.#current : undefined;
    const screen = screenOf(this.#students, this.#in_need, this.#layout, this.#page);
    const place = this.#students.findIndex(({ id }) => id === focused);
    if (place < screen.pinned.length || screen.pages === 1) return screen;
    const page = pageOf(place, screen.pinned.length, this.#layout);
    return screenOf(this.#students, this.#in_need, this.#layout, page);
  }

  #room() {
    const { top, width } = this.root.getBoundingClientRect();
    const padding_px = parseFloat(getComputedStyle(document.body).paddingBottom);
    return {
      width_px: innerWidth,
      height_px: innerHeight,
      tiles_width_px: width,
      tiles_height_px: innerHeight - top - scrollY - padding_px,
    };
  }

  #tileOf(id: number): Tile {
    const tile = this.#tiles.get(id) ?? new Tile(this.#language, () => this.#open(id));
    this.#tiles.set(id, tile);
    return tile;
  }

  #focused(target: Node): void {
    for (const [id, { item }] of this.#tiles) if (item.contains(target)) this.#makeCurrent(id);
  }

  #makeCurrent(id: number | undefined): void {
    const before = this.#tiles.get(this.#current ?? -1);
    if (before !== undefined) before.button.tabIndex = -1;
    this.#current = id;
    const tile = this.#tiles.get(id ?? -1);
    if (tile !== undefined) tile.button.tabIndex = 0;
  }

  #key(event: KeyboardEvent): void {
    const { columns } = this.#layout;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      Home: -Infinity,
      End: Infinity,
    };
    const page = { PageUp: -1, PageDown: 1 }[event.key];
    const buttons = [...this.root.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = steps[event.key];
    if (place < 0 || (step === undefined && page === undefined) || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    if (page !== undefined) {
      (document.activeElement as HTMLElement).blur();
      this.turn(page);
      return this.root.querySelectorAll("button")[place]?.focus() ??
        this.root.querySelector("button")?.focus();
    }
    buttons[Math.max(0, Math.min(buttons.length - 1, place + step!))]?.focus();
  }
}
