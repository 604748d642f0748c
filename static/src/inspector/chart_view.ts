/** One chart on the page: its title, its drawing, and every line's present value in words. */
import { decorate, element, svgElement } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { wordsFor } from "../page/page.ts";
import { drawPlot, type Plot } from "./charts.ts";
import { formatValue } from "./format.ts";
import { lineName } from "./line_names.ts";
import type { Chart } from "./readings.ts";
import { kept_ms, type Line, type Series } from "./series.ts";
import { inspector_words } from "./words.ts";

/** Dashes by slot: lines are told apart without colour, too. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [10, 4], [6, 2, 2, 2], [1, 3]];

const minute_s = 60;

/** A chart and what it shows. */
export class ChartView {
  readonly figure: HTMLElement;
  readonly #chart: Chart;
  readonly #series: Series;
  readonly #language: Language;
  readonly #place = element("div", { class: "plot", role: "img" });
  readonly #legend = element("ul");
  #plot: Plot | undefined;
  #plotted = "";

  constructor(chart: Chart, series: Series, language: Language) {
    this.#chart = chart;
    this.#series = series;
    this.#language = language;
    this.figure = element("figure", {}, element("h3", {}, this.#title), this.#place, this.#legend);
  }

  /** Shows the series as they are now. */
  show(now_ms: number): void {
    const lines = this.#series.lines();
    const words = wordsFor({ language: this.#language }, inspector_words);
    const values = lines.map((line) => `${this.#name(line)} ${this.#present(line)}`).join(", ");
    decorate(this.#place, { "aria-label": words.summary(this.#title, values || words.nothing) });
    this.#tell(lines, words.nothing);
    if (this.#place.clientWidth === 0) return;
    this.#plotFor(lines).show(
      this.#series.moments.map((at_ms) => (at_ms - now_ms) / 1000),
      lines.map(({ values }) => values),
    );
  }

  /** Colours changed. */
  redraw(): void {
    this.#plot?.redraw();
  }

  /** The place may be wider or narrower than before. */
  resize(): void {
    this.#plot?.resize();
  }

  get #title(): string {
    return wordsFor({ language: this.#language }, inspector_words)[`chart_${this.#chart.name}`];
  }

  #name({ name }: Line): string {
    return lineName(this.#chart.name, name, this.#language);
  }

  #present({ values }: Line): string {
    const last = values.at(-1) ?? null;
    return last === null ? "–" : formatValue(last, this.#chart.unit);
  }

  #tell(lines: readonly Line[], nothing: string): void {
    const entries = lines.map((line) =>
      element(
        "li",
        {},
        svgElement(
          "svg",
          { viewBox: "0 0 24 8", width: 24, height: 8, "aria-hidden": "true" },
          svgElement("line", {
            class: `slot_${line.slot}`,
            x1: 0,
            x2: 24,
            y1: 4,
            y2: 4,
            "stroke-dasharray": dashes[line.slot]!.join(" ") || undefined,
          }),
        ),
        `${this.#name(line)} `,
        element("strong", {}, this.#present(line)),
      )
    );
    this.#legend.replaceChildren(...entries.length > 0 ? entries : [element("li", {}, nothing)]);
  }

  /** A drawing has a fixed set of lines: another set is another drawing. */
  #plotFor(lines: readonly Line[]): Plot {
    const wanted = JSON.stringify(lines.map(({ name, slot }) => [name, slot]));
    if (this.#plot !== undefined && this.#plotted === wanted) return this.#plot;
    this.#plot?.destroy();
    this.#plotted = wanted;
    const words = wordsFor({ language: this.#language }, inspector_words);
    this.#plot = drawPlot(this.#place, {
      from_s: -kept_ms / 1000,
      tellMoment: (before_now_s) =>
        before_now_s === 0 ? words.now : words.minutes_ago(-before_now_s / minute_s),
      tellValue: (value) => formatValue(value, this.#chart.unit),
      colour: (name) => {
        const property = typeof name === "number" ? `--slot-${name}` : name === "text" ? "--muted" : "--line";
        return getComputedStyle(this.figure).getPropertyValue(property);
      },
      lines: lines.map(({ slot }) => ({ slot, dashes: dashes[slot]! })),
    });
    return this.#plot;
  }
}
