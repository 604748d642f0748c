/** The results as a Markdown page. */
import type { IdleResult } from "./idle.ts";
import type { Machine } from "./machine.ts";
import type { StartResult } from "./start_up.ts";
import { table } from "./table.ts";
import { type Measured, targetRows } from "./targets.ts";

/** One run of the benchmarks. */
export interface Report extends Measured {
  readonly machine: Machine;
  readonly rounds: number;
  readonly round_s: number;
  readonly generator: string;
  readonly idle: readonly IdleResult[];
}

/** Load average above which something else was running. */
const quiet_load_max = 0.7;

const busy_warning = `
**The machine was busy with other work meanwhile.** Every figure is worse than on a quiet one, by an amount that differs
between servers; repeat the run before you rely on a ratio.
`;

/** Writes the page. */
export function markdown(report: Report): string {
  const { machine, start_up, idle } = report;
  const { cpu, cores, memory_gib, kernel, deno, node, bun } = machine;
  return `# A whole node over sockets

${cpu}, ${cores} cores, ${memory_gib} GiB, Linux ${kernel}; Deno ${deno}, Node ${node}, Bun ${bun}. Appending 4 KiB
and waiting for the disk takes ${machine.disk_sync_us} µs. Load average ${
    machine.load_before.toFixed(2)
  } before,
${machine.load_after.toFixed(2)} after. Commit ${machine.commit}, ${machine.date}, \`${machine.command}\`.
${machine.load_before > quiet_load_max ? busy_warning : ""}
## What was expected

${table("Expected | Measured | Met", targetRows(report))}

${loadSection(report)}
${redisSection(report)}
${startSection(start_up)}
${idleSection(idle)}`;
}

function loadSection({ rounds, round_s, generator, load }: Report): string {
  if (load.length === 0) return "";
  const measured = load.filter(({ redis }) => !redis);
  return `## Load

Medians of ${rounds} rounds of ${round_s} s; the servers take turns. Loopback, one core for the server and one for the
generator (run by ${generator}), which sends the next request of a connection when the last one is answered. *CPU* is
the server's processor time per request; where the generator is over 95 % busy it was the limit, and CPU tells more
than requests per second. *CPU to ours* is that server's by foxchain's; *before* is another
checkout's node. *Ours* is foxchain's requests per second divided by that server's, the median over rounds.

${
    measured.length === 0 ? "" : table(
      "Scenario | Connections | Server | Requests/s | p50 µs | p99 µs | CPU µs | CPU to ours | Server busy | Generator busy | MiB | Ours",
      measured.flatMap(({ scenario, connections, figures }) =>
        figures.map(({ server, median, ratio, cpu_ratio }) => [
          scenario,
          connections,
          server,
          Math.round(median.requests_per_s),
          Math.round(median.p50_us),
          Math.round(median.p99_us),
          median.cpu_us.toFixed(1),
          server === "foxchain" ? "" : cpu_ratio.toFixed(2),
          `${Math.round(median.server_busy_percent)} %`,
          `${Math.round(median.generator_busy_percent)} %`,
          Math.round(median.rss_mib),
          server === "foxchain" ? "" : ratio.toFixed(2),
        ])
      ),
    )
  }
`;
}

function redisSection({ load }: Report): string {
  const measured = load.filter(({ redis }) => redis);
  if (measured.length === 0) return "";
  return `## On Redis

Both servers write to one \`redis-server\` that is new for each round, over TCP on loopback, with \`appendonly yes\` and
\`appendfsync always\`; it shares the generator's core. *lecture* is the lecture's program (\`bench/peers/lecture_redis.py\`):
it reads the whole list, adds to it and writes it back for each register, and waits for Redis meanwhile. Where new
addresses are registered, its list grows while it is measured. *One known address* is its best: there its list never has
more than one. A node answers that from memory for a minute, so there it is no comparison of stores.

${
    table(
      "Scenario | Connections | Server | Requests/s | p50 µs | p99 µs | CPU µs | Redis CPU µs | Server busy | Redis busy | Generator busy | MiB | Ours",
      measured.flatMap(({ scenario, connections, figures }) =>
        figures.map(({ server, median, ratio }) => [
          scenario.replace("on Redis, ", ""),
          connections,
          server,
          Math.round(median.requests_per_s),
          Math.round(median.p50_us),
          Math.round(median.p99_us),
          median.cpu_us.toFixed(1),
          median.redis_cpu_us.toFixed(1),
          `${Math.round(median.server_busy_percent)} %`,
          `${Math.round(median.redis_busy_percent)} %`,
          `${Math.round(median.generator_busy_percent)} %`,
          Math.round(median.rss_mib),
          server === "foxchain" ? "" : ratio.toFixed(2),
        ])
      ),
    )
  }
`;
}

function startSection(start_up: readonly StartResult[]): string {
  if (start_up.length === 0) return "";
  return `## Start-up

From the start of the process to the first answer to \`peers\`, on all cores; medians of ${
    start_up[0]?.runs ?? 0
  } starts
that take turns. Memory is read a second later. The stored addresses are of this machine, nobody listens there, and a
node without \`--no-dial\` tries them meanwhile.

${
    table(
      "Program | Stored addresses | First answer ms | Slowest ms | MiB",
      start_up.map(({ program, stored, first_answer_ms, slowest_ms, rss_mib }) => [
        program,
        stored,
        Math.round(first_answer_ms),
        Math.round(slowest_ms),
        Math.round(rss_mib),
      ]),
    )
  }
`;
}

function idleSection(idle: readonly IdleResult[]): string {
  if (idle.length === 0) return "";
  return `## Idle connections

Resident memory that silent connections add, divided by their number.

${
    table(
      "Program | Connections | KiB each | MiB in all",
      idle.map(({ program, connections, kib_each, rss_mib }) => [
        program,
        connections,
        kib_each.toFixed(1),
        Math.round(rss_mib),
      ]),
    )
  }
`;
}
