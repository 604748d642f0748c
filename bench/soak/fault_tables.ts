/** What the faults of a soak left, in Markdown: by kind, and one by one. */
import { median } from "../median.ts";
import { table } from "../table.ts";
import type { Happened } from "./result.ts";

/** Writes both tables and says where a fault was not felt. */
export function faultTables(happened: readonly Happened[]): string {
  const kinds = [...Map.groupBy(happened, ({ fault, node }) => `${fault} (${node})`)];
  const unfelt = kinds.map(([kind, all]) =>
    [kind, all, all.filter(({ refused }) => refused === 0).length] as const
  )
    .filter(([kind, , count]) => /^(disk|Redis)/.test(kind) && count > 0)
    .map(([kind, all, count]) => `**In ${count} of ${all.length} times \`${kind}\` refused no register.**`);
  return `## Faults

While a fault lasts, and until the node has answered 202 again, one more client registers new addresses at it and asks for a
list, 20 times a second at most. _Refused_: its registers that were answered with 503 (Redis is
away) or 500 (the disk is full). _No answer_: those that got none, or another status.
_202 again_: from the fault's end (the process started, the disk emptied, Redis answering) to the next accepted register. _Back_:
to the next answer of \`GET /healthz\`. _Missing_: of the addresses that were acknowledged just before and during each fault, those
that were not listed after it; nodes over one Redis must list each other's.

${kindTable(kinds)}
${unfelt.map((line) => `\n${line}\n`).join("")}
## Each fault

_Listed_: all addresses that the node listed after it.

${eachTable(happened)}`;
}

function kindTable(kinds: readonly [string, readonly Happened[]][]): string {
  const head =
    "fault | times | refused | no answer | lists | lists failed | 202 again, median | longest | back, median | longest | not in a minute | missing | of";
  return table(
    head,
    kinds.map(([kind, all]) => {
      const sum = (of: (one: Happened) => number | undefined) =>
        all.reduce((total, one) => total + (of(one) ?? 0), 0);
      const looked = all.filter(({ missing }) => missing !== undefined);
      const away = all.filter(({ accepts_ms, back_ms }) => accepts_ms === undefined || back_ms === undefined);
      return [
        kind,
        all.length,
        sum(({ refused }) => refused),
        sum(({ unanswered }) => unanswered),
        sum(({ lists }) => lists),
        sum(({ lists_failed }) => lists_failed),
        ...middleAndMost(all.map(({ accepts_ms }) => accepts_ms)),
        ...middleAndMost(all.map(({ back_ms }) => back_ms)),
        away.length,
        sum(({ missing }) => missing),
        looked.reduce((total, { acknowledged }) => total + acknowledged, 0),
      ];
    }),
  );
}

function eachTable(happened: readonly Happened[]): string {
  const rows = happened.map((one) => [
    Math.floor(one.at_s / 60),
    `${one.fault} (${one.node})`,
    one.refused,
    one.accepted,
    wait(one.accepts_ms),
    wait(one.back_ms),
    one.missing ?? "not looked for",
    one.acknowledged,
    one.listed ?? "",
  ]);
  return table("minute | fault | refused | accepted | 202 again | back | missing | of | listed", rows);
}

function middleAndMost(waits_ms: readonly (number | undefined)[]): [string, string] {
  const known = waits_ms.filter((ms) => ms !== undefined);
  return known.length === 0 ? ["never", "never"] : [wait(median(known)), wait(Math.max(...known))];
}

function wait(ms: number | undefined): string {
  return ms === undefined ? "not in a minute" : `${ms.toFixed(0)} ms`;
}
