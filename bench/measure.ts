/** One round: starts a server, fills its store, lets the load generator ask, and reads what the kernel counted. */
import { join } from "node:path";
import { peers_page_default } from "../discovery/limits.ts";
import { Child } from "./child.ts";
import { addressesOf, fill } from "./fill.ts";
import type { LoadPlan, LoadResult } from "./load.ts";
import { durable, TestRedis } from "../storage/redis/test_redis.ts";
import { usageOf } from "./process_usage.ts";
import type { Scenario } from "./scenarios.ts";
import { bench_folder, bunPath, deno_run, serverCommand, type ServerName } from "./servers.ts";

/**
 * Server and generator have a processor core each, so that neither takes time from the other. Redis shares the generator's:
 * it belongs to the server's work, and is told apart.
 */
const server_core = 0;
const generator_core = 1;

/** How all rounds of one run are measured. */
export interface Setup {
  /** Folder with the installed peers. */
  readonly tools: string;
  /** Folder of the checkout that `before` is of. */
  readonly before?: string;
  /** What runs the generator: Bun costs least per request, Deno is there without an installation. */
  readonly generator: "bun" | "deno";
  readonly warmup_ms: number;
  readonly duration_ms: number;
}

/** One server's figures in one round. */
export interface Round {
  readonly requests_per_s: number;
  readonly p50_us: number;
  readonly p99_us: number;
  readonly max_us: number;
  /** Processor time of the server for one request. */
  readonly cpu_us: number;
  /** Share of its core that the server used, in percent. */
  readonly server_busy_percent: number;
  /** The same of the generator. Where it nears 100 the generator is the limit, not the server. */
  readonly generator_busy_percent: number;
  /** The server's resident memory at the end. */
  readonly rss_mib: number;
  /** Processor time of Redis for one request; 0 without it. */
  readonly redis_cpu_us: number;
  /** Share of a core that Redis used, in percent. */
  readonly redis_busy_percent: number;
  /** Size of one answer. */
  readonly answer_bytes: number;
}

/** Measures one server once. */
export async function measureRound(
  name: ServerName,
  scenario: Scenario,
  connections: number,
  setup: Setup,
): Promise<Round> {
  const data = await Deno.makeTempDir({ prefix: "foxchain-bench-" });
  const prepared = scenario.load.request.includes('"peers"') ? join(data, "prepared.json") : undefined;
  if (prepared !== undefined) await Deno.writeTextFile(prepared, peersAnswer(scenario.stored));
  await using redis = scenario.redis ? await startRedis() : undefined;
  const server = new Child(
    serverCommand(name, { tools: setup.tools, before: setup.before, data, redis: redis?.url, prepared }),
    server_core,
  );
  try {
    const port = Number((await server.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]);
    if (scenario.stored > 0 && name !== "bare") await fill(port, addressesOf(scenario.stored));
    return await load(server, redis, { port, connections, ...scenario.load, ...setup });
  } finally {
    await server.stop();
    await Deno.remove(data, { recursive: true });
  }
}

/** A new one for each round: its list is as long as the scenario says, and its log is short. */
async function startRedis(): Promise<TestRedis> {
  const redis = await TestRedis.start(durable);
  const { success } = await new Deno.Command("taskset", {
    args: ["-acp", String(generator_core), String(redis.pid!)],
    stdout: "null",
  }).output();
  if (!success) throw new Error("Redis could not be kept on its core.");
  return redis;
}

async function load(
  server: Child,
  redis: TestRedis | undefined,
  { generator, tools, before: _before, ...plan }: LoadPlan & Setup,
): Promise<Round> {
  const program = join(bench_folder, "load.ts");
  const runtime = generator === "bun" ? [bunPath(tools)] : deno_run;
  const command = [...runtime, program, JSON.stringify(plan satisfies LoadPlan)];
  const child = new Child({ name: "the load generator", command }, generator_core);
  await child.line(/^measuring$/);
  const before = usageOf(server.pid);
  const redis_before_ms = redis === undefined ? 0 : usageOf(redis.pid!).cpu_ms;
  await child.line(/^measured$/);
  const after = usageOf(server.pid);
  const redis_cpu_ms = redis === undefined ? 0 : usageOf(redis.pid!).cpu_ms - redis_before_ms;
  const result: LoadResult = JSON.parse((await child.line(/^\{.*\}$/))[0]);
  await child.ended;
  const { answers, duration_ms, generator_cpu_ms, ...rest } = result;
  const cpu_ms = after.cpu_ms - before.cpu_ms;
  return {
    ...rest,
    requests_per_s: answers / duration_ms * 1000,
    cpu_us: cpu_ms * 1000 / answers,
    server_busy_percent: cpu_ms / duration_ms * 100,
    generator_busy_percent: generator_cpu_ms / duration_ms * 100,
    redis_cpu_us: redis_cpu_ms * 1000 / answers,
    redis_busy_percent: redis_cpu_ms / duration_ms * 100,
    rss_mib: after.rss_kib / 1024,
  };
}

/** What `peers` answers then: a thousand at most. */
function peersAnswer(stored: number): string {
  const peers = addressesOf(stored).slice(0, peers_page_default);
  return JSON.stringify({ status: 200, error: "OK", response: { peers } });
}
