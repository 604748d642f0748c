/** `deno task model`: prints what nodes, entry points and the whole network cost at each size, and the model's errors. */
import { errorOf, predictions } from "./errors.ts";
import { type Costs, costsOf, floodedUpTo, usual_lifetime_s } from "./table.ts";

/** The sizes of the table. */
export const sizes: readonly number[] = [1e4, 1e5, 1e6];

const rows: readonly [string, (costs: Costs) => string][] = [
  ["node: payload", ({ payload }) => `${round(payload)} B/s`],
  ["node: on the wire, estimate", ({ wire }) => `${round(wire)} B/s`],
  ["node: memory beyond the runtime", ({ memory }) => `${round(memory)} MiB`],
  ["network: on the wire, estimate", ({ network_wire }) => `${round(network_wire / 1e6)} MB/s`],
  ["network: starts", ({ joins_per_second }) => `${round(joins_per_second)}/s`],
  ["network: announcements", ({ announced_per_second }) => `${round(announced_per_second)}/s`],
  ["entry point: payload", ({ entry_payload }) => `${round(entry_payload / 1e3)} kB/s`],
  ["entry point: connections", ({ entry_connections }) => round(entry_connections)],
  ["entry point: memory beyond the runtime", ({ entry_memory }) => `${round(entry_memory)} MiB`],
  ["entry point: share of one core", ({ entry_processor_share }) => percent(entry_processor_share)],
  ["all start at once: until all were let in", ({ cold_start_s }) => `${round(cold_start_s)} s`],
  ["announcement: told by the flood", ({ told_by_flood }) => percent(told_by_flood)],
  ["announcement: told with the news of a minute", ({ told_with_news }) => percent(told_with_news)],
  ["a book holds, of all", ({ known_share }) => percent(known_share)],
  ["a `peers` answer lists, of all", ({ listed_share }) => percent(listed_share)],
];

/** The table of costs in Markdown. */
export function costTable(nodes: readonly number[] = sizes, lifetime_s = usual_lifetime_s): string {
  const columns = nodes.map((count) => costsOf({ nodes: count, lifetime_s }));
  return table(["", ...nodes.map((count) => count.toLocaleString("en"))], [
    ...rows.map(([name, of]) => [name, ...columns.map(of)]),
  ]);
}

/** The table of errors in Markdown. */
export function errorTable(): string {
  return table(
    ["figure", "nodes", "predicted", "measured", "error"],
    predictions().map((one) => [
      one.figure,
      one.nodes?.toLocaleString("en") ?? "",
      `${round(one.predicted)} ${one.unit}`.trim(),
      `${round(one.measured)} ${one.unit}`.trim(),
      `${(100 * errorOf(one)).toFixed(1)} %`,
    ]),
  );
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

/** Three digits that count. */
function round(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 });
}

function percent(share: number): string {
  return `${round(100 * share)} %`;
}

if (import.meta.main) {
  console.log(costTable() + "\n\n" + errorTable() + "\n");
  console.log(
    `One node passes on all announcements up to ${
      round(floodedUpTo(usual_lifetime_s))
    } nodes that run for a day each, ` +
      `and up to ${round(floodedUpTo(Infinity))} that never stop.`,
  );
}
