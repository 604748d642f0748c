/** What the project expects of its own figures, and whether a run met it. */
import type { Figures, ScenarioResult } from "./rounds.ts";
import type { ServerName } from "./servers.ts";
import type { StartResult } from "./start_up.ts";

/** The measurements that the targets are about. */
export interface Measured {
  readonly load: readonly ScenarioResult[];
  readonly start_up: readonly StartResult[];
}

/** Rows of a table: what was expected, what was measured, whether that is enough. What was not measured is left out. */
export function targetRows(measured: Measured): string[][] {
  const new_addresses = "register, one new address";
  const [empty, filled] = measured.start_up.filter(({ program }) => program === "foxchain");
  const rows = [
    row("time, 50 connections: 1.2 x Node ws", ratioOf(measured, "time", "node ws"), (ratio) => ratio >= 1.2),
    row(
      "register, 50 connections: 0.7 x Bun",
      ratioOf(measured, new_addresses, "bun twin"),
      (ratio) => ratio >= 0.7,
    ),
    row(
      "register, 50 connections: 0.55 x Bun",
      ratioOf(measured, new_addresses, "bun twin"),
      (ratio) => ratio >= 0.55,
    ),
    row(
      "register, lists of 100, 50 connections: 0.45 x Bun",
      ratioOf(measured, "register, lists of 100 new addresses", "bun twin"),
      (ratio) => ratio >= 0.45,
    ),
    ...["time", "peers, 1,000 stored", "peers, 10,000 stored"].map((scenario) =>
      row(
        `${scenario}, 50 connections: before costs 0.97 x the processor time or more`,
        figuresOf(measured, scenario, "before")?.cpu_ratio,
        (ratio) => ratio >= 0.97,
      )
    ),
    row(
      "peers, 10,000 stored: 1.1 x the processor time of 1,000",
      peersRatio(measured),
      (ratio) => ratio <= 1.1,
    ),
    ...["0", "10,000"].map((stored) =>
      row(
        `on Redis, register, ${stored} stored, 50 connections: 10 x the lecture's program`,
        ratioOf(measured, `on Redis, register, one new address, ${stored} stored`, "lecture"),
        (ratio) => ratio >= 10,
      )
    ),
    row(
      "on Redis, register, 50 connections: 10 x the lecture's program with a list of one",
      redisToBest(measured),
      (ratio) => ratio >= 10,
    ),
    row("first answer within 150 ms", empty?.first_answer_ms, (ms) => ms < 150),
    row("with 100,000 stored: within 300 ms", filled?.first_answer_ms, (ms) => ms < 300),
    row("with 100,000 stored: under 100 MB", filled && filled.rss_mib * 1.048576, (mb) => mb < 100),
  ];
  return rows.filter((cells) => cells !== undefined);
}

/** Requests per second at 50 connections, ours to that server's. */
function ratioOf(measured: Measured, scenario: string, server: ServerName): number | undefined {
  return figuresOf(measured, scenario, server)?.ratio;
}

function figuresOf({ load }: Measured, scenario: string, server: ServerName): Figures | undefined {
  return load.find((result) => result.scenario === scenario && result.connections === 50)
    ?.figures.find((figures) => figures.server === server);
}

/** New addresses to the best that the lecture's program does: medians, since these are two scenarios. */
function redisToBest(measured: Measured): number | undefined {
  const ours = figuresOf(measured, "on Redis, register, one new address, 0 stored", "foxchain");
  const best = figuresOf(measured, "on Redis, register, one known address", "lecture");
  return ours === undefined || best === undefined
    ? undefined
    : ours.median.requests_per_s / best.median.requests_per_s;
}

function peersRatio(measured: Measured): number | undefined {
  const [many, few] = ["10,000", "1,000"].map((stored) =>
    figuresOf(measured, `peers, ${stored} stored`, "foxchain")?.median.cpu_us
  );
  return many === undefined || few === undefined ? undefined : many / few;
}

function row(expected: string, measured: number | undefined, meets: (value: number) => boolean) {
  if (measured === undefined) return undefined;
  return [expected, measured.toFixed(measured < 10 ? 2 : 0), meets(measured) ? "yes" : "no"];
}
