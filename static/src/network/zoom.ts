/** Makes the graph larger: by buttons, keys, a pinch or Ctrl and the wheel; drawn aside with the pointer. */
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { type Size, type View, whole_view } from "./geometry.ts";
import { network_words } from "./words.ts";

/** Larger than that a node would stand alone. */
export const scale_max = 6;

const step = 1.4;

/** A view that is `factor` times as large about a point of the screen, within bounds. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }, size: Size): View {
  const scale = Math.min(scale_max, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  const from_middle = { x: at.x - size.width / 2, y: at.y - size.height / 2 };
  return held({
    scale,
    x: from_middle.x - (from_middle.x - view.x) * ratio,
    y: from_middle.y - (from_middle.y - view.y) * ratio,
  }, size);
}

/** The view, moved back so far that it shows no more than the picture. */
export function held({ scale, x, y }: View, { width, height }: Size): View {
  const bound = (value: number, room: number) => Math.min(room, Math.max(-room, value)) || 0;
  return { scale, x: bound(x, (scale - 1) * width / 2), y: bound(y, (scale - 1) * height / 2) };
}

/** Buttons and gestures over one picture. */
export class Zoom {
  readonly buttons: HTMLElement;
  readonly #picture: SVGSVGElement;
  readonly #look: (view: View) => void;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #view: View = whole_view;

  constructor(picture: SVGSVGElement, language: Language, look: (view: View) => void) {
    const words = network_words[language];
    this.#picture = picture;
    this.#look = look;
    const button = (sign: string, name: string, click: () => void) =>
      element("button", { type: "button", "aria-label": name, title: name, on: { click } }, sign);
    this.buttons = element(
      "div",
      { class: "zoom" },
      button("+", words.zoom_in, () => this.#by(step)),
      button("−", words.zoom_out, () => this.#by(1 / step)),
      button("◻", words.zoom_fit, () => this.#show(whole_view)),
    );
    picture.addEventListener("keydown", (event) => this.#press(event));
    picture.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
    picture.addEventListener("pointerdown", (event) => this.#pointers.set(event.pointerId, point(event)));
    picture.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel", "pointerleave"] as const) {
      picture.addEventListener(end, ({ pointerId }) => this.#pointers.delete(pointerId));
    }
  }

  get #size(): Size {
    return { width: this.#picture.clientWidth, height: this.#picture.clientHeight };
  }

  #show(view: View): void {
    this.#view = view;
    this.#picture.classList.toggle("zoomed", view.scale > 1);
    this.#look(view);
  }

  #by(factor: number, at = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.#show(zoomed(this.#view, factor, at, this.#size));
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") this.#by(step);
    else if (event.key === "-") this.#by(1 / step);
    else if (event.key === "0") this.#show(whole_view);
    else return;
    event.preventDefault();
  }

  /** Without Ctrl the wheel scrolls the page, as everywhere else on it. */
  #turn(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = this.#picture.getBoundingClientRect();
    this.#by(Math.exp(-event.deltaY / 200), { x: event.clientX - left, y: event.clientY - top });
  }

  /** One pointer moves the picture; of two the distance tells the size. */
  #drag(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = point(event);
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    this.#pointers.set(event.pointerId, now);
    if (other !== undefined) {
      const { left, top } = this.#picture.getBoundingClientRect();
      const at = { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top };
      this.#by(distance(now, other) / Math.max(1, distance(before, other)), at);
    } else if (this.#view.scale > 1) {
      const { scale, x, y } = this.#view;
      this.#show(held({ scale, x: x + now.x - before.x, y: y + now.y - before.y }, this.#size));
    }
  }
}

function point({ clientX: x, clientY: y }: PointerEvent): { x: number; y: number } {
  return { x, y };
}

function distance(one: { x: number; y: number }, other: { x: number; y: number }): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
