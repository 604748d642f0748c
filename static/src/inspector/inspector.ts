/** The entry of a bundle of its own, loaded when it is first seen. The inspector: what the node counts about itself, as numbers and small charts, while somebody looks. */
import { element } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { ChartView } from "./chart_view.ts";
import { metric_names } from "./metric_names.ts";
import { type Metrics, readMetrics } from "./metrics.ts";
import { Poller } from "./poller.ts";
import { charts, type Sample } from "./readings.ts";
import { Series } from "./series.ts";
import { drawStoreNote } from "./store_note.ts";
import { inspector_words } from "./words.ts";

const every_ms = 2_000;

/** Longer without a sample, and the chart has a gap. */
const gap_ms = 3 * every_ms;

/** Durations cover this much time, so that one slow answer makes no peak. */
const duration_window_ms = 12_000;

/** The node notes its figures every 10 s. */
const history_gap_ms = 15_000;

/** Fills the section. */
export function mountInspector(section: HTMLElement, page: Page): void {
  const inspector = new Inspector(section, page);
  let in_view = false;
  const poller = new Poller({ ask: () => inspector.ask(), every_ms });
  const follow = () => poller.run(in_view && !document.hidden);
  new IntersectionObserver((entries) => {
    in_view = entries.at(-1)!.isIntersecting;
    follow();
  }).observe(section);
  document.addEventListener("visibilitychange", follow);
}

/** The numbers and their charts. They change when the node is asked. */
class Inspector {
  readonly #words: typeof inspector_words.en;
  readonly #status: HTMLElement;
  readonly #versions = element("p", { class: "hint" });
  readonly #shown: readonly { chart: typeof charts[number]; series: Series; view: ChartView }[];
  readonly #grid: HTMLElement;
  #samples: readonly Sample[] = [];
  /** How far the next sample may be from the last one without a gap. */
  #may_gap_ms = gap_ms;

  constructor(section: HTMLElement, page: Page) {
    const { language } = page;
    this.#words = wordsFor({ language }, inspector_words);
    this.#status = element("p", { class: "hint", role: "status" }, this.#words.waiting);
    this.#shown = charts.map((chart) => {
      const series = new Series();
      return { chart, series, view: new ChartView(chart, series, language) };
    });
    const figures = this.#shown.map(({ view }) => view.figure);
    this.#grid = element("div", { class: "charts", hidden: true }, ...figures);
    section.append(
      drawIntro(this.#words, language),
      drawStoreNote(page),
      this.#status,
      this.#grid,
      this.#versions,
    );
    new ResizeObserver(() => this.#shown.forEach(({ view }) => view.resize())).observe(this.#grid);
    const redraw = () => this.#shown.forEach(({ view }) => view.redraw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  /** Asks the node for its figures and shows them, or says why there are none. */
  async ask(): Promise<void> {
    try {
      if (this.#samples.length === 0) await this.#takeHistory();
      const answer = await fetch("metrics.json");
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      this.#take({ at_ms: Date.now(), metrics: readMetrics(await answer.json()) }, this.#may_gap_ms);
      this.#may_gap_ms = gap_ms;
      this.#status.textContent = "";
    } catch (error) {
      this.#status.textContent = this.#words.failed((error as Error).message);
    }
  }

  /** Takes the samples that the node noted before the page was open. They are farther apart than the page's own. */
  async #takeHistory(): Promise<void> {
    const answer = await fetch("metrics/history.json");
    if (!answer.ok) return;
    // The clock of another computer may be off by minutes. The header has whole seconds.
    const late_ms = Date.now() - Date.parse(answer.headers.get("date") ?? "");
    const skew_ms = Math.abs(late_ms) > 2_000 ? late_ms : 0;
    for (const { at_ms, metrics } of await answer.json() as { at_ms: number; metrics: unknown }[]) {
      this.#take({ at_ms: at_ms + skew_ms, metrics: readMetrics(metrics) }, history_gap_ms);
    }
    this.#may_gap_ms = history_gap_ms;
  }

  #take(now: Sample, may_gap_ms = gap_ms): void {
    const before = this.#samples.at(-1);
    const kept = this.#samples.filter(({ at_ms }) => now.at_ms - at_ms <= duration_window_ms);
    this.#samples = [...kept, now];
    this.#versions.textContent = `${this.#words.versions}: ${versionsOf(now.metrics)}`;
    this.#grid.hidden = false;
    if (before === undefined) return;
    for (const { chart, series, view } of this.#shown) {
      if (now.at_ms - before.at_ms > may_gap_ms) series.add(now.at_ms, undefined);
      else series.add(now.at_ms, chart.read(now, before, this.#samples[0]!));
      view.show(now.at_ms);
    }
  }
}

/** What the panel is, and where the same figures stand for programs. */
function drawIntro(words: typeof inspector_words.en, language: Page["language"]): HTMLElement {
  return element(
    "p",
    { class: "hint" },
    `${words.intro} `,
    element("a", { href: "metrics" }, words.metrics_link),
    " · ",
    element("a", { href: "asyncapi.json" }, "AsyncAPI"),
    " · ",
    element("a", { href: `docs?lang=${language}` }, words.protocol_link),
  );
}

function versionsOf(metrics: Metrics): string {
  const labels = metrics.get(metric_names.build)?.[0]?.labels ?? {};
  return Object.entries(labels).map(([name, version]) => `${name} ${version}`).join(" · ") || "–";
}
