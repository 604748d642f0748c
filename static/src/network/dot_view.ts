/** Draws the messages on their way: a form for each op, filled for a request and hollow for an answer, with its word. */
import { svgElement } from "../page/dom.ts";
import { type Point, pointAlong } from "./geometry.ts";
import type { Language } from "../page/language.ts";
import { type Dot, progressOf } from "./messages.ts";
import { formOf, wordOf } from "./op_forms.ts";

/** With more dots than that the names would cover each other; the legend has the forms. */
const named_max = 12;

/** The dots. Their elements are used again. */
export class DotView {
  readonly layer = svgElement("g", { class: "dots", "aria-hidden": "true" });
  readonly #used = new Map<number, SVGGElement>();
  readonly #spare: SVGGElement[] = [];
  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  /** Draws them where they are now; `ends` gives the line from this node to another. True while there are any. */
  show(dots: readonly Dot[], now_ms: number, ends: (node: string) => readonly [Point, Point]): boolean {
    const numbers = new Set(dots.map(({ number }) => number));
    for (const [number, drawn] of this.#used) {
      if (numbers.has(number)) continue;
      drawn.setAttribute("visibility", "hidden");
      this.#spare.push(drawn);
      this.#used.delete(number);
    }
    for (const dot of dots) {
      const share = progressOf(dot, now_ms);
      if (share < 0) continue;
      const { x, y } = pointAlong(...ends(dot.node), share);
      this.#drawn(dot).setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    this.layer.classList.toggle("named", dots.length <= named_max);
    return dots.length > 0;
  }

  #drawn({ number, op, kind }: Dot): SVGGElement {
    const used = this.#used.get(number);
    if (used) return used;
    const drawn = this.#spare.pop() ?? this.#make();
    const [form, name] = drawn.children;
    form!.setAttribute("d", formOf(op));
    name!.textContent = wordOf(op, this.#language);
    drawn.setAttribute("class", kind);
    drawn.setAttribute("visibility", "visible");
    this.#used.set(number, drawn);
    return drawn;
  }

  #make(): SVGGElement {
    const form = svgElement("path");
    const made = svgElement("g", {}, form, svgElement("text", { x: 10, y: 4 }));
    this.layer.append(made);
    return made;
  }
}
