/** The inspector: what the node counts about itself, as numbers and small charts, while somebody looks. */
import { element } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { ChartView } from "./chart_view.ts";
import type { drawPlot } from "./charts.ts";
import { metric_names } from "./metric_names.ts";
import { type Metrics, readMetrics } from "./metrics.ts";
import { Poller } from "./poller.ts";
import { charts, type Sample } from "./readings.ts";
import { Series } from "./series.ts";
import { inspector_words } from "./words.ts";

const every_ms = 2_000;

/** After so long without a sample nothing is known of the time between. */
const gap_ms = 3 * every_ms;

/** Durations are of so many answers that one slow one is no mountain. */
const duration_window_ms = 10_000;

/** Fills the section. */
export function mountInspector(section: HTMLElement, { language }: Page): void {
  const words = wordsFor({ language }, inspector_words);
  const status = element("p", { class: "hint", role: "status" }, words.waiting);
  const versions = element("p", { class: "hint" });
  const shown = charts.map((chart) => {
    const series = new Series();
    return { chart, series, view: new ChartView(chart, series, language) };
  });
  const grid = element("div", { class: "charts", hidden: true }, ...shown.map(({ view }) => view.figure));
  section.append(
    element(
      "p",
      { class: "hint" },
      `${words.intro} `,
      element("a", { href: "metrics" }, words.metrics_link),
      " · ",
      element("a", { href: "asyncapi.json" }, "AsyncAPI"),
      " · ",
      element("a", { href: `docs?lang=${language}` }, words.protocol_link),
    ),
    status,
    grid,
    versions,
  );

  let samples: readonly Sample[] = [];
  let draw: typeof drawPlot | undefined;
  let drawing: Promise<void> | undefined;

  async function ask(): Promise<void> {
    drawing ??= loadCharts().then((loaded) => {
      draw = loaded;
      if (loaded === undefined) versions.before(element("p", { class: "hint" }, words.no_charts));
    });
    try {
      const answer = await fetch("metrics.json");
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      take({ at_ms: Date.now(), metrics: readMetrics(await answer.json()) });
      status.textContent = "";
    } catch (error) {
      status.textContent = words.failed((error as Error).message);
    }
  }

  function take(now: Sample): void {
    const before = samples.at(-1);
    const kept = samples.filter(({ at_ms }) => now.at_ms - at_ms <= duration_window_ms);
    samples = [...kept, now];
    versions.textContent = `${words.versions}: ${versionsOf(now.metrics)}`;
    grid.hidden = false;
    if (before === undefined) return;
    for (const { chart, series, view } of shown) {
      if (now.at_ms - before.at_ms > gap_ms) series.add(now.at_ms, undefined);
      else series.add(now.at_ms, chart.read(now, before, samples[0]!));
      view.show(now.at_ms, draw);
    }
  }

  let in_view = false;
  const poller = new Poller({ ask, every_ms });
  const follow = () => poller.run(in_view && !document.hidden);
  new IntersectionObserver((entries) => {
    in_view = entries.at(-1)!.isIntersecting;
    follow();
  }).observe(section);
  document.addEventListener("visibilitychange", follow);
  new ResizeObserver(() => shown.forEach(({ view }) => view.resize())).observe(grid);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    shown.forEach(({ view }) => view.redraw());
  });
}

/** The drawing comes as a bundle of its own; without it the numbers still do. */
async function loadCharts(): Promise<typeof drawPlot | undefined> {
  const url = "./charts.js"; // not a literal in import(): it is no part of this bundle
  try {
    return (await import(url) as typeof import("./charts.ts")).drawPlot;
  } catch {
    return undefined;
  }
}

function versionsOf(metrics: Metrics): string {
  const labels = metrics.get(metric_names.build)?.[0]?.labels ?? {};
  return Object.entries(labels).map(([name, version]) => `${name} ${version}`).join(" · ") || "–";
}
