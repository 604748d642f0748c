/** `deno task bench`: measures a whole node over sockets beside its peers, and writes the results down. */
import { Command as Program } from "commander";
import { join } from "node:path";
import type { Command } from "./child.ts";
import { has_redis } from "../storage/redis/test_redis.ts";
import { Child } from "./child.ts";
import { deadAddressesOf, fill } from "./fill.ts";
import { type IdleResult, measureIdle } from "./idle.ts";
import { describeMachine, load } from "./machine.ts";
import type { Setup } from "./measure.ts";
import { markdown, type Report } from "./report.ts";
import { runScenarios } from "./rounds.ts";
import { scenarios } from "./scenarios.ts";
import {
  bench_folder,
  bunPath,
  deno_run,
  installPeers,
  lecture_python,
  serverCommand,
  type ServerName,
} from "./servers.ts";
import { measureStarts, type StartResult } from "./start_up.ts";

interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly starts: number;
  readonly only: RegExp;
  readonly program: string;
  readonly peers: boolean;
  readonly before?: string;
  readonly quick?: boolean;
  readonly out?: string;
}

const options = new Program("deno task bench")
  .description(
    "Measures a node over loopback beside a bare Deno program, Node's ws, a Bun twin and, on Redis, the lecture's program. " +
      "That needs python3-tornado, python3-redis and redis-server. Linux only.",
  )
  .option("--rounds <n>", "rounds per scenario and server", Number, 5)
  .option("--seconds <n>", "length of a round", Number, 3)
  .option("--starts <n>", "starts per program", Number, 15)
  .option(
    "--only <pattern>",
    "only scenarios whose name matches; also 'start-up' and 'idle'",
    (text) => new RegExp(text),
    /./,
  )
  .option("--program <file>", "what the start-up times are taken of", join(bench_folder, "..", "main.ts"))
  .option("--before <folder>", "beside the node of another checkout; deno task page must have run there")
  .option("--no-peers", "without Node and Bun: nothing is installed")
  .option("--quick", "one short round of everything, to see that it runs; the figures mean little")
  .option("--out <name>", "write NAME.json and NAME.md into bench/results/ instead of printing the page")
  .parse(["deno", "bench", ...Deno.args])
  .opts<Options>();

const { rounds, seconds, starts } = options.quick ? { rounds: 1, seconds: 0.2, starts: 1 } : options;
const tools = await Deno.makeTempDir({ prefix: "foxchain-bench-" });
const setup: Setup = {
  tools,
  before: options.before,
  generator: options.peers ? "bun" : "deno",
  warmup_ms: options.quick ? 200 : 1000,
  duration_ms: seconds * 1000,
};
const ours: readonly ServerName[] = options.before === undefined ? ["foxchain"] : ["foxchain", "before"];
const alone: readonly ServerName[] = [...ours, "bare"];
const everyone: readonly ServerName[] = [
  ...alone,
  ...["node ws", "bun twin"] as const,
  ...(lecture_python === undefined ? [] : ["lecture"] as const),
];
const wanted = scenarios.filter(({ name, redis }) => options.only.test(name) && (has_redis || !redis));
if (!has_redis) console.error("Nothing is measured on Redis: apt-get install redis-server first.");
else if (options.peers && lecture_python === undefined) {
  console.error(
    "The lecture's program is left out: apt-get install python3-tornado python3-redis first, then run this again.",
  );
}

try {
  if (options.peers) await installPeers(tools);
  const machine = describeMachine(bunPath(tools));
  const report: Report = {
    machine,
    rounds,
    round_s: seconds,
    generator: setup.generator,
    load: await runScenarios(
      wanted,
      options.peers ? everyone : alone,
      rounds,
      setup,
      console.error,
    ),
    start_up: options.only.test("start-up") ? await startUp() : [],
    idle: options.only.test("idle") ? await idle() : [],
  };
  machine.load_after = load();
  await write(report);
} finally {
  await Deno.remove(tools, { recursive: true });
}

async function startUp(): Promise<StartResult[]> {
  const stored = 100_000;
  const filled = join(tools, "filled.sqlite");
  await fillStore(filled, stored);
  return await measureStarts(
    [
      { program: "bare", stored: 0, command: serverCommand("bare", { tools, data: tools }) },
      { program: "foxchain", stored: 0, command: started(join(tools, "new.sqlite")) },
      { program: "foxchain", stored, command: started(filled) },
      { program: "foxchain --no-dial", stored, command: started(filled, "--no-dial") },
    ],
    starts,
    options.quick ? 0 : 1_000,
  );
}

function started(db: string, ...flags: string[]): Command {
  const serve = ["--port", "0", "--host", "127.0.0.1", "--db", db, ...flags];
  return { name: "foxchain", command: [...deno_run, options.program, ...serve] };
}

/** Fills a new database the way clients would. */
async function fillStore(db: string, stored: number): Promise<void> {
  const node = new Child(started(db, "--no-dial"));
  await fill(Number((await node.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]), deadAddressesOf(stored));
  await node.stop();
}

async function idle(): Promise<IdleResult[]> {
  const results: IdleResult[] = [];
  for (const connections of options.quick ? [100] : [1_000, 10_000]) {
    for (const name of ["bare", "foxchain"] as const) {
      const data = await Deno.makeTempDir({ dir: tools });
      results.push(
        await measureIdle(
          name,
          serverCommand(name, { tools, data }),
          connections,
          options.quick ? 100 : 2_000,
        ),
      );
    }
  }
  return results;
}

async function write(report: Report): Promise<void> {
  const page = markdown(report);
  if (options.out === undefined) return console.log(page);
  const folder = join(bench_folder, "results");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, `${options.out}.json`), JSON.stringify(report, undefined, 1) + "\n");
  await Deno.writeTextFile(join(folder, `${options.out}.md`), page);
}
