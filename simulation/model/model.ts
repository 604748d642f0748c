/** `deno task model`: prints what nodes, entry points and the whole network cost at each size, and the model's errors. */
import type { Words } from "../../discovery/words.ts";
import { errorOf, type Prediction, predictions } from "./errors.ts";
import { type Costs, costsOf, floodedUpTo, usual_lifetime_s } from "./table.ts";

/** The sizes of the table. */
export const sizes: readonly number[] = [1e4, 1e5, 1e6];

type Language = keyof Words;

const rows: readonly [Words, (costs: Costs) => string][] = [
  [{ en: "node: payload", zh: "节点：载荷" }, ({ payload }) => `${round(payload)} B/s`],
  [{ en: "node: on the wire, estimate", zh: "节点：线路上的估计" }, ({ wire }) => `${round(wire)} B/s`],
  [
    { en: "node: memory beyond the runtime", zh: "节点：运行时之外的内存" },
    ({ memory }) => `${round(memory)} MiB`,
  ],
  [
    { en: "network: on the wire, estimate", zh: "全网：线路上的估计" },
    ({ network_wire }) => `${round(network_wire / 1e6)} MB/s`,
  ],
  [{ en: "network: starts", zh: "全网：启动" }, ({ joins_per_second }) => `${round(joins_per_second)}/s`],
  [
    { en: "network: announcements", zh: "全网：宣告" },
    ({ announced_per_second }) => `${round(announced_per_second)}/s`,
  ],
  [
    { en: "entry point: payload", zh: "入口：载荷" },
    ({ entry_payload }) => `${round(entry_payload / 1e3)} kB/s`,
  ],
  [
    { en: "entry point: connections", zh: "入口：连接数" },
    ({ entry_connections }) => round(entry_connections),
  ],
  [
    { en: "entry point: memory beyond the runtime", zh: "入口：运行时之外的内存" },
    ({ entry_memory }) => `${round(entry_memory)} MiB`,
  ],
  [
    { en: "entry point: share of one core, without TLS", zh: "入口：占一个核心的份额，不含 TLS" },
    ({ entry_processor_share }) => percent(entry_processor_share),
  ],
  [
    { en: "all start at once: until all were let in", zh: "全部同时启动：到都放进来为止" },
    ({ cold_start_s }) => `${round(cold_start_s)} s`,
  ],
  [
    { en: "announcement: told by the flood", zh: "一次宣告：泛洪告诉到的份额" },
    ({ told_by_flood }) => percent(told_by_flood),
  ],
  [
    { en: "announcement: told with the news of a minute", zh: "一次宣告：加上一分钟的 `news`" },
    ({ told_with_news }) => percent(told_with_news),
  ],
  [{ en: "a book holds, of all", zh: "一本簿子装下全网的" }, ({ known_share }) => percent(known_share)],
  [
    { en: "a `peers` answer lists, of all", zh: "一次 `peers` 应答列出全网的" },
    ({ listed_share }) => percent(listed_share),
  ],
];

/** The table of costs in Markdown. */
export function costTable(
  nodes: readonly number[] = sizes,
  lifetime_s = usual_lifetime_s,
  language: Language = "en",
): string {
  const columns = nodes.map((count) => knownCosts(count, lifetime_s));
  return table(["", ...nodes.map((count) => count.toLocaleString("en"))], [
    ...rows.map(([name, of]) => [name[language], ...columns.map(of)]),
  ]);
}

/** Both languages have the same columns, and a flood through a million nodes takes seconds. */
const known = new Map<string, Costs>();

function knownCosts(nodes: number, lifetime_s: number): Costs {
  const key = `${nodes} ${lifetime_s}`;
  const costs = known.get(key) ?? costsOf({ nodes, lifetime_s });
  known.set(key, costs);
  return costs;
}

const error_head: Record<Language, readonly string[]> = {
  en: ["figure", "nodes", "predicted", "measured", "error"],
  zh: ["数值", "节点", "预测", "实测", "误差"],
};

/** The table of errors in Markdown. */
export function errorTable(language: Language = "en"): string {
  return table(
    error_head[language],
    predictions().map((one) => [
      one.figure[language],
      one.nodes?.toLocaleString("en") ?? "",
      `${round(one.predicted)} ${one.unit}`.trim(),
      `${round(one.measured)} ${one.unit}`.trim(),
      percentError(one),
    ]),
  );
}

/** How far a prediction is from its run, as text. */
export function percentError(one: Prediction): string {
  return `${(100 * errorOf(one)).toFixed(1)} %`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

/** Three digits that count. */
export function round(value: number): string {
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
