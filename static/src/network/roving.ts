/** One tab stop for many buttons: the arrow keys go from one to the next, and Enter and the space bar press it. */

/** The buttons of one box, in the order in which the keys go through them. */
export class Roving {
  readonly #box: Element;
  #stops: readonly (HTMLElement | SVGElement)[] = [];
  #stop: HTMLElement | SVGElement | undefined;

  /** Listens to the keys in the box. */
  constructor(box: HTMLElement | SVGElement) {
    this.#box = box;
    box.addEventListener("keydown", (event) => this.#press(event as KeyboardEvent));
    box.addEventListener("focusin", ({ target }) => {
      const stop = this.#stops.find((stop) => stop === target);
      if (stop) this.#moveTo(stop);
    });
  }

  /**
   * Changes the buttons by `change`, which gives them in their order. If the focused one was removed or moved, the
   * focus goes to a button again, not to the top of the page.
   */
  update(change: () => readonly (HTMLElement | SVGElement)[]): void {
    const focused = this.#box.contains(document.activeElement);
    this.#stops = change();
    const stop = this.#stops.find((stop) => stop === this.#stop) ?? this.#stops[0];
    for (const other of this.#stops) other.tabIndex = other === stop ? 0 : -1;
    this.#stop = stop;
    if (focused && document.activeElement !== stop) stop?.focus();
  }

  #moveTo(stop: HTMLElement | SVGElement): void {
    if (this.#stop) this.#stop.tabIndex = -1;
    this.#stop = stop;
    stop.tabIndex = 0;
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#stop === undefined) return;
    const at = this.#stops.indexOf(this.#stop);
    const last = this.#stops.length - 1;
    const aims: Readonly<Record<string, number>> = {
      ArrowRight: Math.min(at + 1, last),
      ArrowDown: Math.min(at + 1, last),
      ArrowLeft: Math.max(at - 1, 0),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: last,
    };
    const aim = aims[event.key];
    if (aim !== undefined) this.#stops[aim]?.focus();
    // A button of HTML does that by itself.
    else if (this.#stop instanceof SVGElement && (event.key === "Enter" || event.key === " ")) {
      this.#stop.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } else return;
    event.preventDefault();
  }
}
