/**
 * What a failover by Redis Sentinel costs: how long registers are refused, and which acknowledged addresses are lost. Real
 * servers and sentinels on 127.0.0.1. Linux only.
 *
 * deno run --allow-all bench/failover.ts --rounds 10
 * deno run --allow-all bench/failover.ts --rounds 7 --only 1 --nodes 3 --rows 30000
 */
import { Command as Program } from "commander";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../node/test_until.ts";
import { RedisStore } from "../storage/redis/redis_store.ts";
import { TestSentinels } from "../storage/redis/sentinel/test_sentinels.ts";
import type { TestRedis } from "../storage/redis/test_redis.ts";
import { row } from "../storage/test_rows.ts";
import { load } from "./machine.ts";
import { median } from "./median.ts";
import { WriterProcess } from "./writer_process.ts";

const { rounds, only, nodes, rows } = new Program("bench/failover.ts")
  .option("--rounds <n>", "failovers of each kind", Number, 10)
  .option("--only <numbers>", "only these kinds, e.g. 1,6", (text: string) => text.split(",").map(Number))
  .option("--nodes <n>", "nodes that register", Number, 1)
  .option("--rows <n>", "addresses that are there before", Number, 0)
  .parse(["deno", "bench", ...Deno.args])
  .opts<{ rounds: number; only?: readonly number[]; nodes: number; rows: number }>();
/** Addresses that are registered at once before. */
const fill_at_once = 1_000;
/** Time to write before something happens. */
const before_ms = 1_000;
/** How long a copy is cut off before the master dies. */
const cut_ms = 500;
/** Time for a node that lives to send again what the new master lacks. */
const after_ms = 1_500;

/** One way to lose a master. */
interface Scenario {
  readonly name: string;
  /** The nodes die at the same moment, so that they can't send again what the new master lacks. */
  readonly node_dies: boolean;
  /** Loses it. */
  lose(all: TestSentinels, master: TestRedis, copies: readonly TestRedis[]): Promise<void>;
}

/** The copy follows nobody any longer; the sentinels still reach it. */
const cutOff = async (copy: TestRedis) => {
  await copy.ask("REPLICAOF", "127.0.0.1", "1");
  await delay(cut_ms);
};
const killed: Scenario["lose"] = async (_all, master) => await master.kill();
const scenarios: readonly Scenario[] = [
  { name: "kill -9 of the master; the node lives", node_dies: false, lose: killed },
  { name: "kill -9 of the master and of the node", node_dies: true, lose: killed },
  {
    name: "the same, and one copy was cut off half a second before",
    node_dies: true,
    lose: async (_all, master, [copy]) => {
      await cutOff(copy!);
      await master.kill();
    },
  },
  {
    name: "kill -9 of the master, of the node and of the copy that kept up; the other was cut off before",
    node_dies: true,
    lose: async (_all, master, [copy, other]) => {
      await cutOff(copy!);
      await Promise.all([master.kill(), other!.kill()]);
    },
  },
  {
    name: "the master is shut down (SIGTERM); the node is killed at that moment",
    node_dies: true,
    // It ends after its copies have what it has.
    lose: async (_all, master) => await master.end(),
  },
  {
    name: "the failover is ordered (SENTINEL FAILOVER); the node lives",
    node_dies: false,
    lose: async (all) => await all.order(),
  },
  {
    name: "the failover is ordered, and the node is killed when all name the new master",
    node_dies: true,
    lose: async (all, master) => {
      await all.order();
      await all.replaced(master);
    },
  },
];

/** What one round told. */
interface Round {
  readonly acknowledged: number;
  readonly lost: number;
  readonly refused: number;
  /** From the loss until each node has acknowledged a register after one that it had not; undefined where none was refused. */
  readonly refused_for_ms: number | undefined;
  /** From the loss until all sentinels name a new master: the part that is not foxchain's. */
  readonly named_after_ms: number;
}

/** Loses the master once, and counts. All servers run again at the end. */
async function lose(all: TestSentinels, scenario: Scenario, name: string): Promise<Round> {
  const master = await all.master();
  await using writers_end = new AsyncDisposableStack();
  const writers = Array.from({ length: nodes }, (_, at) => new WriterProcess(all.url, `${name}n${at}`));
  writers_end.defer(() => each(writers, (writer) => writer.kill().catch(() => {})));
  await each(writers, ({ acknowledged }) => until(() => acknowledged.length > 0, "it begins", 60_000));
  await delay(before_ms);
  const copies = all.servers.filter((server) => server !== master);
  const lost_ms = Date.now();
  await scenario.lose(all, master, copies);
  if (scenario.node_dies) await each(writers, (writer) => writer.kill());
  await all.replaced(master);
  const named_ms = Date.now();
  if (!scenario.node_dies) {
    await each(writers, async ({ acknowledged }) => {
      const before = acknowledged.length;
      await until(() => acknowledged.length > before + 100, "a hundred more are acknowledged", 60_000);
    });
    await delay(after_ms);
    await each(writers, (writer) => writer.stop());
  }
  const listed = await addressesOf(all);
  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  const again_ms = scenario.node_dies ? [] : writers.flatMap((writer) => writer.again_ms(lost_ms) ?? []);
  await all.heal();
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ addr }) => !listed.has(addr)).length,
    refused: writers.reduce((sum, { refused }) => sum + refused, 0),
    refused_for_ms: again_ms.length === 0 ? undefined : Math.max(...again_ms) - lost_ms,
    named_after_ms: named_ms - lost_ms,
  };
}

async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  await Promise.all(items.map(work));
}

/** Has addresses there before anything is lost. */
async function fill(all: TestSentinels): Promise<void> {
  const store = await RedisStore.open(all.place, { net: "failover", node_id: "filler" });
  for (let at = 0; at < rows; at++) {
    const times = { first_heard_ms: Date.now(), last_heard_ms: Date.now() };
    const registered = store.register([row(`ws://peer-${at}.example:9000/ws`, times)]);
    if (at % fill_at_once === 0 || at === rows - 1) await registered;
  }
  await store.close();
}

/** What a node lists that starts now. */
async function addressesOf(all: TestSentinels): Promise<ReadonlySet<string>> {
  const store = await RedisStore.open(all.place, { net: "failover", node_id: "reader" });
  const listed = new Set(store.page(1_000_000));
  await store.close();
  return listed;
}

function line(name: string, rounds: readonly Round[]): string {
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const time = range(rounds.flatMap(({ refused_for_ms }) => refused_for_ms ?? []));
  const named = range(rounds.map(({ named_after_ms }) => named_after_ms));
  const losing = rounds.filter(({ lost }) => lost > 0).length;
  return `| ${name} | ${rounds.length} | ${sum((round) => round.acknowledged)} | ` +
    `${sum((round) => round.lost)} | ${losing} | ${named} | ${time} |`;
}

function range(times_ms: readonly number[]): string {
  const sorted = times_ms.toSorted((a, b) => a - b);
  return sorted.length === 0 ? "-" : `${median(sorted)} ms (${sorted[0]} to ${sorted.at(-1)})`;
}

const lines: string[] = [];
const begun_load = load();
await using all = await TestSentinels.start();
await fill(all);
for (const [number, scenario] of scenarios.entries()) {
  if (only !== undefined && !only.includes(number + 1)) continue;
  const told: Round[] = [];
  while (told.length < rounds) {
    const round = await lose(all, scenario, `s${number}r${told.length}`);
    console.error(scenario.name, JSON.stringify(round));
    told.push(round);
  }
  lines.push(line(scenario.name, told));
}
console.log(`load ${begun_load} at the start, ${load()} at the end`);
console.log(
  "| what happens | failovers | acknowledged | lost | failovers with a loss | sentinels name another after | refused for |",
);
console.log("| - | -: | -: | -: | -: | -: | -: |");
console.log(lines.join("\n"));
