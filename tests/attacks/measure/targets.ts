/** What must hold of a node that was attacked, and which of it a measurement missed. */
import type { Attack } from "../attack.ts";
import { median } from "../../../bench/median.ts";
import { class_size } from "./honest.ts";
import type { Measured } from "./measure.ts";
import { recovery_s_max } from "./recovery.ts";

/** A local client is answered again within this, each time. */
export const local_wait_ms_max = 3_000;

/** Resident memory that a node may have in an attack: what it acts at is only looked at now and then. */
export function rssMax_mib(memory_max_mib: number): number {
  return 1.5 * memory_max_mib + 300;
}

/**
 * Says what was missed, a clause for each; none where all holds.
 *
 * @param loaded Whether other work disturbs this machine: then waits and processor time say nothing.
 */
export function missesOf(
  attack: Attack,
  measured: Measured,
  memory_max_mib: number,
  loaded = false,
): string[] {
  const { repeats, died, after } = measured;
  const misses: string[] = [];
  const miss = (missed: boolean, text: string) => missed && misses.push(text);
  if (died !== null) {
    misses.push(`ended in repeat ${died.repeat}, ${died.signal ?? `exit code ${died.code}`}`);
  }
  const peak_mib = Math.max(...repeats.map(({ peak_mib }) => peak_mib));
  miss(peak_mib >= rssMax_mib(memory_max_mib), `${peak_mib} MiB`);
  const wait_ms = Math.max(...repeats.map(({ local }) => local.longest_ms));
  miss(
    wait_ms > (attack.limits?.local_wait_ms_max ?? local_wait_ms_max),
    `a local client waited ${(wait_ms / 1000).toFixed(1)} s`,
  );
  if (after !== null) {
    miss(after.places === null, "does not answer afterwards");
    miss((after.places ?? 0) > 0, `${after.places} places still held after ${recovery_s_max} s`);
    miss(!after.newcomer, "no place for a newcomer");
    miss(
      after.descriptors > (attack.limits?.descriptors_max ?? 0),
      `${after.descriptors} descriptors still held after ${recovery_s_max} s`,
    );
    miss(after.class_room < class_size, `only ${after.class_room} of ${class_size} of the class back`);
  }
  if (loaded) return misses;
  const { cpu_percent_max = Infinity, p99_ms_max = Infinity } = attack.limits ?? {};
  const cpu = median(repeats.flatMap(({ cpu_percent }) => cpu_percent ?? []));
  miss(cpu > cpu_percent_max, `${Math.round(cpu)} % of a core`);
  const p99_ms = median(repeats.flatMap(({ settled_p99_ms }) => settled_p99_ms ?? []));
  miss(p99_ms > p99_ms_max, `p99 of another client ${Math.round(p99_ms)} ms`);
  return misses;
}
