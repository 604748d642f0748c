/** A hundred attackers, each in a random group, tell one node a million addresses that do not exist. */
import { Attacker, type Lie } from "../attacker.ts";
import { listed } from "../sim_node.ts";
import { below } from "../random.ts";
import type { Scenario } from "../scenario.ts";
import { World } from "../world.ts";

const sources = 100;
const fakes = 1_000_000;
const hours = 4;

/** Poison. */
export const poison: Scenario = {
  name: "poison",
  summary:
    `${sources} sources tell one node 1,000,000 fake addresses by register, sample and announce within ${hours} h`,
  nodes: 100,
  seeds: 3,
  small_nodes: 30,
  targets: [
    { figure: "fakes served by sample", unit: "", at_most: 0 },
    { figure: "rows heard", unit: "", at_most: 4096 },
    { figure: "honest tried entries lost", unit: "", at_most: 0 },
    { figure: "fakes told", unit: "" },
    { figure: "fakes among 1,000 in peers", unit: "" },
  ],
  async run({ seed, nodes, small, lecture_share }) {
    const world = new World({ seed, lecture_share });
    const [victim] = await world.startMany(nodes, 10);
    await world.run(3600);
    const honest = new Set([...world.nodes, ...world.lectures].map(({ addr }) => addr));
    const { book } = victim!.membership;
    const before = book.tried.rows.map(({ target }) => target.key);
    const attackers = Array.from({ length: sources }, () => new Attacker(world.machine(), world.network));
    const rounds = (small ? 1 : hours) * 60;
    const per_round = Math.ceil(fakes / sources / rounds / (small ? 10 : 1));
    let told = 0;
    let served = 0;
    for (let round = 0; round < rounds; round++) {
      for (const attacker of attackers) {
        const invented = Array.from({ length: per_round }, () => fake(world));
        told += per_round;
        attacker.tell(victim!.machine.ip, 9000, lies(invented));
      }
      await world.run(60);
      served += servable(victim!, world.now_ms).filter((addr) => !honest.has(addr)).length;
    }
    const peers = listed(victim!.membership, 1000);
    return {
      figures: {
        "fakes served by sample": served,
        "rows heard": book.heard.rows.length,
        "honest tried entries lost": before.filter((key) => !isTried(victim!, key)).length,
        "fakes told": told,
        "fakes among 1,000 in peers": peers.filter((addr) => !honest.has(addr)).length,
      },
      trace: world.network.trace,
    };
  },
};

function fake(world: World): string {
  return `ws://${world.places.group()}.${below(world.random, 256)}.${below(world.random, 256)}:9000/ws`;
}

/** The requests of one round. `register` takes the whole list, the ops that spread addresses only a part. */
function lies(invented: readonly string[]): Lie[] {
  const given = invented.slice(0, 8).map((addr) => [addr, 10] as const);
  return [
    { op: "register", args: { addr: invented } },
    { op: "sample", args: { want: 0, give: given } },
    { op: "announce", args: { addr: invented[0]!, age: 0, hops: 7 } },
  ];
}

/** Everything that `sample` could serve now. */
export function servable(node: World["nodes"][number], now_ms: number): string[] {
  const since_s = Math.floor(now_ms / 1000) - 24 * 3600;
  return node.membership.book.tried.rows.filter((entry) => entry.reachedSince(since_s)).map(({ target }) =>
    target.addr
  );
}

function isTried(node: World["nodes"][number], key: string): boolean {
  const { book } = node.membership;
  const entry = book.get(key);
  return entry !== undefined && book.tried.has(entry);
}
