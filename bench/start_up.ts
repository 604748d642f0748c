/** How long a program takes from its start to its first answer. */
import { Child, type Command } from "./child.ts";
import { openConnection } from "./client.ts";
import { frameOf } from "./frames.ts";
import { median } from "./median.ts";
import { threadsTime_ms, usageOf } from "./process_usage.ts";

/** A program with a store of a certain size. */
export interface StartCase {
  readonly program: string;
  readonly stored: number;
  readonly command: Command;
}

/** Figures of one case. */
export interface StartResult {
  readonly program: string;
  readonly stored: number;
  readonly runs: number;
  readonly first_answer_ms: number;
  readonly slowest_ms: number;
  /** Least processor time until the first answer, all threads included: what other programs take does not count. */
  readonly cpu_ms: number;
  /** The median of the same. */
  readonly cpu_median_ms: number;
  /** Resident memory once it came to rest. */
  readonly rss_mib: number;
}

/**
 * Starts each program so many times, in turns.
 *
 * @param settle_ms Time between the answer and the reading of the memory: a node takes its stored rows over meanwhile.
 */
export async function measureStarts(
  cases: readonly StartCase[],
  runs: number,
  settle_ms: number,
): Promise<StartResult[]> {
  const measured = cases.map(() => [] as Start[]);
  for (let run = 0; run < runs; run++) {
    for (const turn of cases.keys()) {
      // Another one begins each time, so that none always comes after the same one.
      const index = (run + turn) % cases.length;
      measured[index]!.push(await startOnce(cases[index]!.command, settle_ms));
    }
  }
  return cases.map(({ program, stored }, index) => ({
    program,
    stored,
    runs,
    first_answer_ms: median(measured[index]!.map(({ ms }) => ms)),
    slowest_ms: Math.max(...measured[index]!.map(({ ms }) => ms)),
    cpu_ms: Math.min(...measured[index]!.map(({ cpu_ms }) => cpu_ms)),
    cpu_median_ms: median(measured[index]!.map(({ cpu_ms }) => cpu_ms)),
    rss_mib: median(measured[index]!.map(({ rss_mib }) => rss_mib)),
  }));
}

/** One start. */
interface Start {
  readonly ms: number;
  readonly cpu_ms: number;
  readonly rss_mib: number;
}

async function startOnce(command: Command, settle_ms: number): Promise<Start> {
  const began_ms = performance.now();
  const server = new Child(command);
  try {
    const port = Number((await server.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]);
    const socket = await openConnection(port);
    socket.write(frameOf('{"op":"peers"}'));
    await new Promise((resolve) => socket.once("data", resolve));
    const ms = performance.now() - began_ms;
    const cpu_ms = threadsTime_ms(server.pid);
    await new Promise((resolve) => setTimeout(resolve, settle_ms));
    const rss_mib = usageOf(server.pid).rss_kib / 1024;
    socket.destroy();
    return { ms, cpu_ms, rss_mib };
  } finally {
    await server.stop();
  }
}
