/** The drawing of a soak: charts above one time axis, as SVG. */
import type { Moment, SoakResult } from "./result.ts";

const width = 960;
const chart_height = 150;
const left = 70;
const gap = 44;
const legend_height = 46;

interface Chart {
  readonly title: string;
  readonly of: (moment: Moment) => number | undefined;
  /** Waits differ by powers of ten. */
  readonly logarithmic?: boolean;
}

const charts: readonly Chart[] = [
  { title: "memory, MiB", of: ({ use }) => use?.memory_mib },
  { title: "file descriptors", of: ({ use }) => use?.descriptors },
  { title: "p99 of the clients' waits in 10 s, ms", of: ({ clients }) => clients?.p99_ms, logarithmic: true },
  { title: "wait of GET /healthz, ms", of: ({ healthz_ms }) => healthz_ms, logarithmic: true },
  { title: "registers of clients refused in 10 s", of: ({ clients }) => clients?.refused },
  { title: "load average of the machine in the last minute", of: ({ load }) => load },
];
const colors: Readonly<Record<string, string>> = {
  steady: "#0b62b8",
  killed: "#c2571a",
  shared: "#19733c",
  twin: "#8a3fb0",
  redis: "#b00020",
  machine: "#555",
};

const colors_count = Object.keys(colors).length;

/** Draws it. Grey lines are faults. */
export function soakPicture(result: SoakResult): string {
  const height = charts.length * (chart_height + gap) + legend_height;
  const parts = charts.map((chart, n) => drawChart(chart, result, n * (chart_height + gap) + legend_height));
  const legend = Object.entries(colors).map(([node, color], n) =>
    `<text x="${left + n * 90}" y="16" fill="${color}" font-weight="bold">${node}</text>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">
<rect width="${width}" height="${height}" fill="#fff"/>
${legend.join("")}<text x="${
    left + colors_count * 90
  }" y="16" fill="#666">grey lines: faults; time in minutes</text>
${parts.join("\n")}
</svg>
`;
}

function drawChart({ title, of, logarithmic = false }: Chart, result: SoakResult, top: number): string {
  const { moments, happened } = result;
  // One that was ended within half a minute is drawn as well.
  const minutes = Math.max(1, result.minutes);
  const values = moments.map(of).filter((value) => value !== undefined);
  const scaled = (value: number) => logarithmic ? Math.log10(Math.max(value, 0.1)) : value;
  const low = logarithmic ? -1 : 0;
  const high = Math.max(low + 1, ...values.map(scaled)) * (logarithmic ? 1 : 1.05);
  const x = (at_s: number) => (left + at_s / 60 / minutes * (width - left - 20)).toFixed(1);
  const y = (value: number) => (top + chart_height * (1 - (scaled(value) - low) / (high - low))).toFixed(1);
  const bottom = top + chart_height;
  const marks = happened.map(({ at_s }) => `<path d="M${x(at_s)} ${top}V${bottom}" stroke="#ddd"/>`);
  const lines = Object.entries(colors).map(([node, color]) => {
    const path = linePath(moments.filter((one) => one.node === node), of, x, y);
    return `<path d="${path}" fill="none" stroke="${color}" stroke-width="1.2"/>`;
  });
  const ticks = (logarithmic ? [0.1, 1, 10, 100, 1_000, 10_000] : [0, high / 2, high]).filter((value) =>
    scaled(value) <= high
  )
    .map((value) =>
      `<text x="${left - 6}" y="${y(value)}" text-anchor="end" dominant-baseline="middle" fill="#444">${
        logarithmic ? value : Math.round(value)
      }</text><path d="M${left} ${y(value)}H${width - 20}" stroke="#eee"/>`
    );
  const times = Array.from({ length: 7 }, (_, n) => Math.round(n * minutes / 6)).map((minute) =>
    `<text x="${x(minute * 60)}" y="${bottom + 16}" text-anchor="middle" fill="#444">${minute}</text>`
  );
  return `<text x="${left}" y="${top - 6}" font-weight="bold">${title}</text>${ticks.join("")}${
    marks.join("")
  }${lines.join("")}${times.join("")}<path d="M${left} ${top}V${bottom}H${
    width - 20
  }" fill="none" stroke="#888"/>`;
}

/** A line with a gap wherever there is no value. */
function linePath(
  moments: readonly Moment[],
  of: Chart["of"],
  x: (at_s: number) => string,
  y: (value: number) => string,
): string {
  let pen = "M";
  return moments.map((moment) => {
    const value = of(moment);
    if (value === undefined) {
      pen = "M";
      return "";
    }
    const step = `${pen}${x(moment.at_s)} ${y(value)}`;
    pen = "L";
    return step;
  }).join("");
}
