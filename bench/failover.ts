/**
 * What a failover by Redis Sentinel costs: how long registers are refused, and which acknowledged addresses are lost. Real
 * servers and sentinels on 127.0.0.1. Linux only.
 *
 * deno run --allow-all bench/failover.ts --rounds 10
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../node/test_until.ts";
import { RedisStore } from "../storage/redis/redis_store.ts";
import { TestSentinels } from "../storage/redis/test_sentinels.ts";
import type { TestRedis } from "../storage/redis/test_redis.ts";
import { load } from "./machine.ts";
import { median } from "./median.ts";
import { bench_folder } from "./servers.ts";

/** Time to write before something happens. */
const before_ms = 1_000;
/** How long a copy is cut off before the master dies. */
const cut_ms = 500;
/** Time for a node that lives to send again what the new master lacks. */
const after_ms = 1_500;

/** One way to lose a master. */
interface Scenario {
  readonly name: string;
  /** The node dies at the same moment, so that it can't send again what the new master lacks. */
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
  /** From the loss to the first register that is acknowledged after one that was not; undefined where none was refused. */
  readonly refused_for_ms: number | undefined;
  /** From the loss until all sentinels name a new master: the part that is not foxchain's. */
  readonly named_after_ms: number;
}

/** A node's store in a process of its own. */
class Writer {
  readonly #child: Deno.ChildProcess;
  readonly #lines: Promise<void>;
  readonly #acknowledged: { readonly at_ms: number; readonly addr: string }[] = [];
  readonly #refused_ms: number[] = [];

  constructor(url: string, name: string) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", join(bench_folder, "failover_writer.ts"), url, name],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#lines = this.#read();
  }

  get acknowledged(): readonly { readonly at_ms: number; readonly addr: string }[] {
    return this.#acknowledged;
  }

  get refused(): number {
    return this.#refused_ms.length;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.stdin.close().catch(() => {});
    await this.#end();
  }

  async stop(): Promise<void> {
    await this.#child.stdin.close();
    await this.#end();
  }

  /** When the first register was acknowledged after one that was refused since then. */
  again_ms(since_ms: number): number | undefined {
    const refused_ms = this.#refused_ms.find((at_ms) => at_ms >= since_ms);
    if (refused_ms === undefined) return undefined;
    return this.#acknowledged.find(({ at_ms }) => at_ms > refused_ms)?.at_ms;
  }

  async #end(): Promise<void> {
    await this.#lines;
    await this.#child.status;
  }

  async #read(): Promise<void> {
    let rest = "";
    for await (const chunk of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#take(line.split(" "));
    }
  }

  #take([at, addr]: readonly string[]): void {
    const at_ms = Number(at);
    if (addr === "-") this.#refused_ms.push(at_ms);
    else this.#acknowledged.push({ at_ms, addr: addr! });
  }
}

/** Loses the master once, and counts. All servers run again at the end. */
async function lose(all: TestSentinels, scenario: Scenario, name: string): Promise<Round> {
  const master = await all.master();
  await using writer_end = new AsyncDisposableStack();
  const writer = new Writer(all.url, name);
  writer_end.defer(() => writer.kill().catch(() => {}));
  await until(() => writer.acknowledged.length > 0, "the writer begins", 60_000);
  await delay(before_ms);
  const copies = all.servers.filter((server) => server !== master);
  const lost_ms = Date.now();
  await scenario.lose(all, master, copies);
  if (scenario.node_dies) await writer.kill();
  await all.replaced(master);
  const named_ms = Date.now();
  if (!scenario.node_dies) {
    const before = writer.acknowledged.length;
    await until(() => writer.acknowledged.length > before + 100, "a hundred more are acknowledged", 60_000);
    await delay(after_ms);
    await writer.stop();
  }
  const listed = await addressesOf(all);
  const missing = writer.acknowledged.filter(({ addr }) => !listed.has(addr));
  const again_ms = scenario.node_dies ? undefined : writer.again_ms(lost_ms);
  await all.heal();
  return {
    acknowledged: writer.acknowledged.length,
    lost: missing.length,
    refused: writer.refused,
    refused_for_ms: again_ms === undefined ? undefined : again_ms - lost_ms,
    named_after_ms: named_ms - lost_ms,
  };
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

const flag = Deno.args.indexOf("--rounds");
const rounds_count = flag < 0 ? 10 : Number(Deno.args[flag + 1]);
const chosen = Deno.args.indexOf("--only");
const only = chosen < 0 ? undefined : Deno.args[chosen + 1]!.split(",").map(Number);
const lines: string[] = [];
const begun_load = load();
await using all = await TestSentinels.start();
for (const [number, scenario] of scenarios.entries()) {
  if (only !== undefined && !only.includes(number + 1)) continue;
  const rounds: Round[] = [];
  while (rounds.length < rounds_count) {
    const round = await lose(all, scenario, `s${number}r${rounds.length}`);
    console.error(scenario.name, JSON.stringify(round));
    rounds.push(round);
  }
  lines.push(line(scenario.name, rounds));
}
console.log(`load ${begun_load} at the start, ${load()} at the end`);
console.log(
  "| what happens | failovers | acknowledged | lost | failovers with a loss | sentinels name another after | refused for |",
);
console.log("| - | -: | -: | -: | -: | -: | -: |");
console.log(lines.join("\n"));
