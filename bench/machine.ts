/** Where and with what a run was measured, so that its figures can be judged. */
import { join } from "node:path";

/** Facts about one run. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly kernel: string;
  /** Load average of the last minute when the run began and ended: above 0.7 something else was running. */
  readonly load_before: number;
  load_after: number;
  /** Median time to append 4 KiB to a file and have it on disk. */
  readonly disk_sync_us: number;
  readonly deno: string;
  readonly node: string;
  readonly bun: string;
  readonly commit: string;
  readonly date: string;
  readonly command: string;
}

/** Looks at this machine. */
export function describeMachine(bun: string): Machine {
  const cpu = /^model name\s*:\s*(.+)$/m.exec(Deno.readTextFileSync("/proc/cpuinfo"))?.[1] ?? "unknown";
  return {
    cpu,
    cores: navigator.hardwareConcurrency,
    memory_gib: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    kernel: Deno.osRelease(),
    load_before: load(),
    load_after: NaN,
    disk_sync_us: diskSync(),
    deno: Deno.version.deno,
    node: outputOf("node", "--version"),
    bun: outputOf(bun, "--version"),
    commit: outputOf("git", "describe", "--always", "--dirty", "--exclude=*"),
    date: new Date().toISOString().slice(0, 10),
    command: ["deno task bench", ...Deno.args].join(" "),
  };
}

/** Load average of the last minute. */
export function load(): number {
  return Deno.loadavg()[0]!;
}

function diskSync(): number {
  const folder = Deno.makeTempDirSync({ prefix: "foxchain-bench-" });
  using file = Deno.openSync(join(folder, "sync"), { create: true, write: true });
  const block = new Uint8Array(4096);
  const times_us = Array.from({ length: 101 }, () => {
    const began_ms = performance.now();
    file.writeSync(block);
    file.syncDataSync();
    return (performance.now() - began_ms) * 1000;
  });
  Deno.removeSync(folder, { recursive: true });
  return Math.round(times_us.sort((a, b) => a - b)[50]!);
}

function outputOf(program: string, ...args: string[]): string {
  try {
    const { stdout } = new Deno.Command(program, { args, cwd: import.meta.dirname! }).outputSync();
    return new TextDecoder().decode(stdout).trim();
  } catch {
    return "none";
  }
}
