/** The records of both sides as a Markdown page, and of one side for a terminal. */
import { table } from "../../../bench/table.ts";
import { median } from "../../../bench/median.ts";
import type { Attack } from "../attack.ts";
import { attacks } from "../attacks.ts";
import type { Trial } from "../trial.ts";
import { trials } from "../trials.ts";
import { class_size } from "./honest.ts";
import type { Repeat } from "./measure.ts";
import type { AttackRecord, Circumstances, Side, TrialRecord } from "./record.ts";
import { recovery_s_max } from "./recovery.ts";
import { local_wait_ms_max, missesOf, rssMax_mib } from "./targets.ts";

/** The columns of an attack's figures. */
export const columns =
  "Memory, MiB | CPU, % | Local: longest wait | Local: share, % | Public: longest wait | Public: p99, ms | after 2 s, ms | Public: share, % | Left afterwards | Misses";

/** An attack's figures in the order of {@linkcode columns}. */
export function figures(attack: Attack, { measured, memory_max_mib }: AttackRecord): string[] {
  const { repeats } = measured;
  const misses = missesOf(attack, measured, memory_max_mib);
  const waits = (who: "local" | "public") =>
    measured.died ? "for ever" : seconds(Math.max(...repeats.map((repeat) => repeat[who].longest_ms)));
  const share = (who: "local" | "public") => middle(repeats, (repeat) => repeat[who].share_percent);
  return [
    `${Math.max(...repeats.map(({ peak_mib }) => peak_mib))}${
      repeats.some(({ cut }) => cut) ? ", cut off" : ""
    }`,
    middle(repeats, ({ cpu_percent }) => cpu_percent ?? NaN),
    waits("local"),
    share("local"),
    waits("public"),
    middle(repeats, (repeat) => repeat.public.p99_ms),
    middle(repeats, ({ settled_p99_ms }) => settled_p99_ms ?? NaN),
    share("public"),
    left(measured.after),
    misses.length === 0 ? "none" : `**${misses.join("; ")}**`,
  ];
}

/** A trial's result. */
export function result({ outcome }: TrialRecord): string {
  if ("missing" in outcome) return `not run: ${outcome.missing}`;
  return outcome.withstood ? outcome.found : `**${outcome.found}**`;
}

/** The whole page. */
export function page(before: Side, after: Side): string {
  return `# Attacks

How a node stands attacks that were tried on it, before and after the defences that [SECURITY.md](../SECURITY.md)
describes. \`deno task attack --record after\` measures the second half anew and writes this page; nobody edits it by hand.

Before: ${circumstancesOf(before)}

After: ${circumstancesOf(after)}

The node runs in a process of its own on this one machine, and so do the attacker and two honest clients: one from this
computer, and one that counts as a public IP. Both ask for the time twenty times a second, leave after forty answers and
come back. ${class_size} more clients of one other public IP stay idle, as a class does. Public sources are
addresses of the loopback network with a foreign \`Origin\`. The attacker takes a share of the machine's
${cores(after, before)} cores; its share is part of every wait.

- *Memory*: the most resident memory in any repeat. Attacks are cut off at 3 GiB; the machine has other users.
- *CPU*: the node's processor time after the first 2 s, in percent of one core, median of the repeats.
- *Longest wait*: of a question in any repeat, from when it came due until its answer, reconnecting included, also in
  the time until the next repeat. *Share*: questions during the attack that were answered within 1 s, median.
- *Left afterwards*: what was not as before ${recovery_s_max} s after the last repeat.
- *Misses*: a node must live, keep below 1.5 × \`--memory-max\` + 300 MiB (${
    limits(after, before)
  }), answer a local
  client again within ${local_wait_ms_max / 1000} s, and have places, descriptors and the class back within
  ${recovery_s_max} s. Where one public IP floods a WebSocket, it must spend 30 % of a core at most, and another
  public client's p99 must be 100 ms at most, both after the first 2 s.

## By load

What each sends:

${attacks.map(({ name, sends }) => `- **${name}**: ${sends}.`).join("\n")}

${table(`Attack | Side | Repeats | ${columns}`, attacks.flatMap((one) => attackRows(one, before, after)))}

## By other means

${trialTable(before, after)}
`;
}

/** Two rows for an attack. */
function attackRows(attack: Attack, before: Side, after: Side): (string | number)[][] {
  const row = (name: string, side: string, record: AttackRecord | undefined) =>
    record === undefined
      ? [name, side, "not measured", ...columns.split(" | ").map(() => "")]
      : [name, side, record.measured.repeats.length, ...figures(attack, record)];
  const { name } = attack;
  return [row(name, "before", before.attacks[name]), row("", "after", after.attacks[name])];
}

function trialTable(before: Side, after: Side): string {
  const cell = (record: TrialRecord | undefined) => record === undefined ? "not tried" : result(record);
  const rows = trials.map(({ name, tries }: Trial) => [
    name,
    tries,
    cell(before.trials[name]),
    cell(after.trials[name]),
  ]);
  return table("Trial | What it tries | Before | After", rows);
}

function circumstancesOf(side: Side): string {
  const all: Circumstances[] = [...Object.values(side.attacks), ...Object.values(side.trials)];
  const [first] = all;
  if (first === undefined) return "not measured.";
  const list = (values: readonly (string | number)[]) => [...new Set(values)].join(", ");
  const loads = all.map(({ load }) => load);
  const calm_ms = Object.values(side.attacks).map(({ measured }) => measured.before.public.p99_ms);
  return `commit ${list(all.map(({ commit }) => commit))}, ${
    list(all.map(({ date }) => date))
  }, ${first.cpu}, ` +
    `${first.cores} cores, ${first.memory_gib} GiB, Linux ${first.kernel}, Deno ${first.deno}; load average ` +
    `${Math.min(...loads)} to ${Math.max(...loads)} while it ran. ` +
    `Before each attack the public client's p99 was ${Math.min(...calm_ms)} to ${Math.max(...calm_ms)} ms ` +
    `(median ${median(calm_ms)} ms).`;
}

function limits(...sides: Side[]): string {
  const limits_mib = sides.flatMap((side) =>
    Object.values(side.attacks).map(({ memory_max_mib }) => rssMax_mib(memory_max_mib))
  );
  return `here ${[...new Set(limits_mib)].join(", ")} MiB`;
}

function cores(...sides: Side[]): number {
  return sides.flatMap((side) => Object.values(side.attacks))[0]?.cores ?? NaN;
}

function left(after: AttackRecord["measured"]["after"]): string {
  if (after === null) return "no process";
  const { back_s, places, class_room, newcomer, descriptors, rss_mib } = after;
  const rest = [
    places === null ? "no answer" : places > 0 ? `${places} places` : "",
    newcomer ? "" : "no place for a newcomer",
    descriptors > 0 ? `${descriptors} descriptors` : "",
    class_room < class_size ? `${class_size - class_room} of the class outside` : "",
    `${rss_mib} MiB`,
    back_s === null ? "" : `all back after ${back_s.toFixed(1)} s`,
  ];
  return rest.filter((text) => text !== "").join(", ");
}

function middle(repeats: readonly Repeat[], figure: (repeat: Repeat) => number): string {
  const values = repeats.map(figure).filter((value) => Number.isFinite(value));
  return values.length === 0 ? "-" : `${Math.round(median(values))}`;
}

function seconds(ms: number): string {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(2)} s` : "-";
}
