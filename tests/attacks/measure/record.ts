/** What is kept of a run, as JSON: one record for each attack and trial of one side. */
import type { Outcome } from "../trial.ts";
import type { Measured } from "./measure.ts";

/** With what and when something was measured. */
export interface Circumstances {
  readonly commit: string;
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly kernel: string;
  readonly deno: string;
  /** Load average of the last minute before it began. */
  readonly load: number;
}

/** One attack by load. */
export interface AttackRecord extends Circumstances {
  readonly memory_max_mib: number;
  readonly measured: Measured;
}

/** One trial; `missing` says why it could not run. */
export interface TrialRecord extends Circumstances {
  readonly outcome: Outcome | { readonly missing: string };
}

/** All records of one side, by name. */
export interface Side {
  readonly attacks: Record<string, AttackRecord>;
  readonly trials: Record<string, TrialRecord>;
}

/** Before the defences of this issue, and with them. */
export type SideName = "before" | "after";

/** The file of a side. */
export function recordUrl(side: SideName): URL {
  return new URL(`../results/${side}.json`, import.meta.url);
}

/** Reads a side; an empty one where there is none. */
export async function readSide(url: URL): Promise<Side> {
  try {
    return JSON.parse(await Deno.readTextFile(url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { attacks: {}, trials: {} };
    throw error;
  }
}

/** Adds records to a file; those of other names stay. */
export async function addToSide(url: URL, { attacks, trials }: Side): Promise<void> {
  const known = await readSide(url);
  const side: Side = {
    attacks: { ...known.attacks, ...attacks },
    trials: { ...known.trials, ...trials },
  };
  await Deno.writeTextFile(url, JSON.stringify(side, undefined, 1) + "\n");
}

/** Looks at this machine and at a checkout. */
export function circumstances(checkout: string): Circumstances {
  const cpu = /^model name\s*:\s*(.+)$/m.exec(Deno.readTextFileSync("/proc/cpuinfo"))?.[1] ?? "unknown";
  const { stdout } = new Deno.Command("git", {
    args: ["describe", "--always", "--dirty", "--exclude=*"],
    cwd: checkout,
  }).outputSync();
  return {
    commit: new TextDecoder().decode(stdout).trim(),
    date: new Date().toISOString().slice(0, 10),
    cpu,
    cores: navigator.hardwareConcurrency,
    memory_gib: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    kernel: Deno.osRelease(),
    deno: Deno.version.deno,
    load: Math.round(Deno.loadavg()[0]! * 100) / 100,
  };
}
