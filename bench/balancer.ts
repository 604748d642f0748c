/**
 * What the clients of one entry notice when a node behind it is killed, when all are started anew by turns, and when Redis
 * fails over by Sentinel: three nodes behind nginx. Needs nginx, redis-server and redis-sentinel.
 *
 * deno run --allow-all bench/balancer.ts
 */
import { Command as Program, Option } from "commander";
import { until } from "../node/test_until.ts";
import { EntryClient, listed, Registering } from "../tests/balanced_clients.ts";
import { BalancedNodes } from "../tests/balanced_nodes.ts";
import { down_after_ms } from "../storage/redis/sentinel/test_sentinel.ts";
import { TestSentinels } from "../storage/redis/sentinel/test_sentinels.ts";
import { describeMachine, load } from "./machine.ts";
import { median } from "./median.ts";

const { repeats, clients, only } = new Program("bench/balancer.ts")
  .option("--repeats <n>", "how often each thing happens", Number, 7)
  .option("--clients <n>", "clients that register", Number, 30)
  .addOption(new Option("--only <what>", "only the nodes, or only Redis").choices(["nodes", "redis"]))
  .parse(["deno", "bench", ...Deno.args])
  .opts<{ repeats: number; clients: number; only?: "nodes" | "redis" }>();
const every_ms = 50;

/** What one event cost. */
interface Outcome {
  /** The longest time between two 202 of one client that the event touched. */
  readonly gap_ms: number;
  /** The same for clients that it did not touch: what the machine takes anyhow. */
  readonly others_ms: number;
  readonly failed: number;
  readonly cut: number;
  readonly refused: number;
}

/** What one part of the run measured. */
interface Measured {
  readonly rows: readonly string[];
  readonly note: string;
}

/** Waits until each client had five more answers. */
async function allServed({ courses }: Registering): Promise<void> {
  const wanted = courses.map(({ acknowledged }) => acknowledged.length + 5);
  await until(
    () => courses.every(({ acknowledged }, n) => acknowledged.length >= wanted[n]!),
    "all are served",
    60_000,
  );
}

/** Lets something happen while clients register, and waits until all are served again. */
async function measure(registering: Registering, event: () => Promise<void>): Promise<Outcome> {
  await allServed(registering);
  registering.forgetSums();
  const since_ms = performance.now();
  await event();
  await allServed(registering);
  const gaps = registering.gaps_ms(since_ms);
  const touched = registering.courses.map(({ failed, cut, refused }) => failed + cut + refused > 0);
  const longest = (which: boolean) => Math.max(0, ...gaps.filter((_, n) => touched[n] === which));
  return { gap_ms: longest(true), others_ms: longest(false), ...registering.all };
}

async function end(all: BalancedNodes, number: number, signal: Deno.Signal): Promise<void> {
  all.nodes[number]!.signal(signal);
  await all.nodes[number]!.ended;
}

/** Starts a node anew, and waits until the entry leads somebody there. */
async function back(all: BalancedNodes, number: number): Promise<void> {
  await all.restart(number);
  const hasClients = async () => {
    const text = await (await fetch(`http://127.0.0.1:${all.nodes[number]!.port}/metrics`)).text();
    return /^foxchain_places_taken\{.*\} [1-9]/m.test(text);
  };
  await until(
    async () => {
      using _client = await EntryClient.connect(`wss://${all.host}/ws`);
      return await hasClients();
    },
    "it is used",
    60_000,
  );
}

const row = (name: string, outcomes: readonly Outcome[]) => {
  const of = (field: keyof Outcome, digits = 0) => {
    const values = outcomes.map((outcome) => outcome[field]);
    return `${median(values).toFixed(digits)} / ${Math.max(...values).toFixed(digits)}`;
  };
  return `| ${name} | ${outcomes.length} | ${of("gap_ms")} | ${of("others_ms")} | ${of("failed")} | ${
    of("cut")
  } | ${of("refused")} |`;
};

/** Ends with how many of the acknowledged addresses each node does not list. */
async function missing(all: BalancedNodes, registering: Registering): Promise<string> {
  await registering.stop();
  const { acknowledged } = registering;
  const counts = [];
  for (const number of [1, 2, 3]) {
    const there = await listed(`wss://${all.host}/node${number}/ws`);
    counts.push(acknowledged.filter((addr) => !there.has(addr)).length);
  }
  return `${acknowledged.length} addresses acknowledged; missing at the three nodes: ${counts.join(", ")}`;
}

async function endNodes(): Promise<Measured> {
  await using all = await BalancedNodes.start();
  const registering = new Registering(`wss://${all.host}/ws`, clients, every_ms);
  const kills: Outcome[] = [];
  const restarts: Outcome[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const number = repeat % 3;
    kills.push(await measure(registering, () => end(all, number, "SIGKILL")));
    await back(all, number);
    restarts.push(
      await measure(registering, async () => {
        for (const number of [0, 1, 2]) {
          await end(all, number, "SIGTERM");
          await back(all, number);
        }
      }),
    );
  }
  return {
    rows: [row("kill -9 of one node", kills), row("SIGTERM and start of all three by turns", restarts)],
    note: `Nodes ended: ${await missing(all, registering)}.`,
  };
}

async function failOver(): Promise<Measured> {
  await using redis = await TestSentinels.start();
  await using all = await BalancedNodes.start({ db: redis.url });
  const registering = new Registering(`wss://${all.host}/ws`, clients, every_ms);
  const outcomes: Outcome[] = [];
  const elected_ms: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const old = await redis.master();
    const kill = async () => {
      const since_ms = performance.now();
      await old.kill();
      await redis.replaced(old);
      elected_ms.push(performance.now() - since_ms);
    };
    outcomes.push(await measure(registering, kill));
    await old.start();
    await redis.joined();
  }
  const elected = `${median(elected_ms).toFixed()} / ${Math.max(...elected_ms).toFixed()}`;
  return {
    rows: [row("kill -9 of the Redis master", outcomes)],
    note: `Redis failed over: ${await missing(
      all,
      registering,
    )}. The sentinels all named the new master after ${elected} ms.`,
  };
}

const machine = describeMachine("bun");
const of_nodes = only === "redis" ? undefined : await endNodes();
const of_redis = only === "nodes" ? undefined : await failOver();
console.log(
  `${machine.date}, commit ${machine.commit}, ${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB, Deno ${machine.deno}
load ${machine.load_before.toFixed(1)} before, ${
    load().toFixed(1)
  } after; disk sync ${machine.disk_sync_us} us
${clients} clients, each registers an address and waits ${every_ms} ms; sentinels hold a server for gone after ${down_after_ms} ms
median / worst of the repeats

| event | times | ms between two 202 of one client, touched | not touched | requests failed | connections cut | refused |
| --- | --- | --- | --- | --- | --- | --- |`,
);
for (const part of [of_nodes, of_redis]) for (const line of part?.rows ?? []) console.log(line);
for (const part of [of_nodes, of_redis]) if (part !== undefined) console.log(`\n${part.note}`);
