/** The drawing of charts. */
import uPlot from "uplot";

/** A chart on the page. */
export interface Plot {
  /**
   * Draws these points.
   *
   * @param moments_s Seconds before now, negative, ascending.
   * @param lines One list of values for each line, as long as `moments_s`.
   */
  show(moments_s: readonly number[], lines: readonly (readonly (number | null)[])[]): void;
  /** Draws the same again: colours changed. */
  redraw(): void;
  /** Fits into its place again. */
  resize(): void;
  destroy(): void;
}

/** How a chart looks. */
export interface PlotLook {
  /** Seconds before now that the chart begins with. */
  readonly from_s: number;
  readonly tellMoment: (before_now_s: number) => string;
  readonly tellValue: (value: number) => string;
  /** Asked at each drawing, so that light and dark follow the system. */
  readonly colour: (name: "text" | "line" | number) => string;
  /** Of each line: which colour, and which dashes. */
  readonly lines: readonly { readonly slot: number; readonly dashes: readonly number[] }[];
}

const height_px = 150;
const axis_px = 64;

/** Makes a chart in a place that has a width. */
export function drawPlot(place: HTMLElement, look: PlotLook): Plot {
  const ink = () => look.colour("text");
  const grid = { stroke: () => look.colour("line"), width: 1 };
  const ticks = { show: false };
  const font = "12px system-ui, sans-serif";
  const size = () => ({ width: place.clientWidth, height: height_px });
  const plot = new uPlot(
    {
      ...size(),
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 20, 0, 0],
      scales: {
        x: { time: false, range: () => [look.from_s, 0] },
        y: { range: (_plot, _least, most) => [0, (most || 1) * 1.1] },
      },
      axes: [
        {
          stroke: ink,
          grid: { show: false },
          ticks,
          font,
          size: 30,
          gap: 8,
          splits: () => [look.from_s * 0.8, look.from_s * 0.4, 0],
          values: (_plot, splits) => splits.map(look.tellMoment),
        },
        {
          stroke: ink,
          grid,
          ticks,
          font,
          size: axis_px,
          space: 36,
          values: (_plot, splits) => splits.map(look.tellValue),
        },
      ],
      series: [
        {},
        ...look.lines.map(({ slot, dashes }) => ({
          stroke: () => look.colour(slot),
          dash: [...dashes],
          width: 2,
          points: { show: false },
        })),
      ],
    },
    [[], ...look.lines.map(() => [])],
    place,
  );
  return {
    show: (moments_s, lines) => plot.setData([[...moments_s], ...lines.map((values) => [...values])]),
    redraw: () => plot.redraw(),
    resize: () => plot.setSize(size()),
    destroy: () => plot.destroy(),
  };
}
