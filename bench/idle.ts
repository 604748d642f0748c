/** What a silent connection costs in memory. */
import { join } from "node:path";
import { Child, type Command } from "./child.ts";
import { usageOf } from "./process_usage.ts";
import { bench_folder, deno_run } from "./servers.ts";

/** Figures of one program. */
export interface IdleResult {
  readonly program: string;
  readonly connections: number;
  readonly kib_each: number;
  /** The whole process with all connections open. */
  readonly rss_mib: number;
}

/**
 * Opens so many connections to a new server and leaves them alone.
 *
 * @param settle_ms Time for the server to come to rest before its memory is read.
 */
export async function measureIdle(
  program: string,
  command: Command,
  connections: number,
  settle_ms: number,
): Promise<IdleResult> {
  const server = new Child(command);
  try {
    const port = (await server.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]!;
    // The first connection loads what all share.
    const first = await hold(port, 1);
    await settle(settle_ms);
    const before = usageOf(server.pid).rss_kib;
    const crowd = await hold(port, connections);
    await settle(settle_ms);
    const after = usageOf(server.pid).rss_kib;
    await first.stop();
    await crowd.stop();
    return { program, connections, kib_each: (after - before) / connections, rss_mib: after / 1024 };
  } finally {
    await server.stop();
  }
}

async function hold(port: string, connections: number): Promise<Child> {
  const command = [...deno_run, join(bench_folder, "hold.ts"), port, String(connections)];
  const child = new Child({ name: "the connection holder", command });
  await child.line(/^holding$/);
  return child;
}

function settle(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
