/** What the kernel says about a process: processor time and memory. Linux only. */

/** The unit of times in `/proc/PID/stat`, in milliseconds: Linux has had 100 ticks per second everywhere. */
const tick_ms = 10;

/** Use of a machine by one process, all its threads included. */
export interface Usage {
  /** Processor time so far, user and system. */
  readonly cpu_ms: number;
  /** Memory that is resident now. */
  readonly rss_kib: number;
}

/**
 * Reads the use of a process.
 *
 * @throws {Deno.errors.NotFound} There is no such process.
 *
 * @example
 * ```ts
 * import { usageOf } from "./process_usage.ts";
 * import assert from "node:assert/strict";
 *
 * if (Deno.build.os === "linux") assert.ok(usageOf(Deno.pid).rss_kib > 1000);
 * ```
 */
export function usageOf(pid: number): Usage {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The second field, the program's name, may contain spaces; it ends at the last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const rss_kib = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? NaN);
  return { cpu_ms: (Number(fields[11]) + Number(fields[12])) * tick_ms, rss_kib };
}

/**
 * Processor time of all threads that a process has now, in milliseconds with a fraction: {@linkcode usageOf} counts in
 * steps of 10 ms, which is too coarse for a start.
 *
 * @throws {Deno.errors.NotFound} There is no such process.
 *
 * @example
 * ```ts
 * import { threadsTime_ms } from "./process_usage.ts";
 * import assert from "node:assert/strict";
 *
 * if (Deno.build.os === "linux") assert.ok(threadsTime_ms(Deno.pid) > 1);
 * ```
 */
export function threadsTime_ms(pid: number): number {
  const tasks = [...Deno.readDirSync(`/proc/${pid}/task`)];
  return tasks.map(({ name }) =>
    Number(Deno.readTextFileSync(`/proc/${pid}/task/${name}/schedstat`).split(" ")[0]) / 1e6
  )
    .reduce((sum, ms) => sum + ms, 0);
}
