/** What a node pays when announcements never stop: one node starts each second, as in a network of 86,400 for a day each. */
import { Entry } from "../../discovery/book/entry.ts";
import { sample_want_max } from "../../discovery/limits.ts";
import { Attacker } from "../attacker.ts";
import { below } from "../random.ts";
import type { Scenario } from "../scenario.ts";
import type { SimNode } from "../sim_node.ts";
import { World } from "../world.ts";

const tellers = 20;
const measured_s = 600;
/** The burst of each node is used up by then. */
const warm_up_s = 300;

/** Announcements. */
export const announcements: Scenario = {
  name: "announcements",
  summary: "traffic of a settled network before and while one new node a second is announced",
  nodes: 100,
  seeds: 3,
  small_nodes: 30,
  targets: [
    { figure: "payload before, mean node", unit: "B/s", at_most: 300 },
    { figure: "payload meanwhile, mean node", unit: "B/s", at_most: 300 },
    { figure: "announcements heard, mean node", unit: "/s" },
  ],
  async run({ seed, nodes, lecture_share }) {
    const world = new World({ seed, lecture_share, text: true });
    let heard = 0;
    const settled = await world.startMany(nodes, 10, () => ({
      tell: ({ kind }) => {
        if (kind === "announcement") heard++;
      },
    }));
    // The ends of the new nodes count as well: each feeler that goes to one would else go to a measured one.
    const payload = () => world.nodes.reduce((sum, node) => sum + node.payload_bytes, 0) / nodes / measured_s;
    const announce = announcer(world, settled);
    await world.run(1800);
    const begin = payload();
    await world.run(measured_s);
    const before = payload() - begin;
    await announce(warm_up_s);
    const [loaded, heard_before] = [payload(), heard];
    await announce(measured_s);
    return {
      figures: {
        "payload before, mean node": before,
        "payload meanwhile, mean node": payload() - loaded,
        "announcements heard, mean node": (heard - heard_before) / nodes / measured_s,
      },
      trace: world.network.trace,
    };
  },
};

/**
 * Starts a node each second for so long. It lives, knows a sample of others and answers, as most that are announced do.
 * But it never dials: what is measured is what the others pay. Plain clients announce it, which are told nothing.
 */
function announcer(world: World, settled: readonly SimNode[]): (seconds: number) => Promise<void> {
  const clients = Array.from(
    { length: tellers },
    () => new Attacker(world.machine(), world.network, false),
  );
  const anybody = () => settled[below(world.random, settled.length)]!;
  return async (seconds) => {
    for (let second = 0; second < seconds; second++) {
      const { addr, membership } = world.start({ dial: false });
      membership.load(Array.from({ length: sample_want_max }, () => reached(world, anybody())));
      const announce = { op: "announce", args: { addr, age: 0, hops: 0 } };
      clients[below(world.random, tellers)]!.tell(anybody().machine.ip, 9000, [announce]);
      await world.run(1);
    }
  };
}

/** The row of a node that was reached just now. */
function reached({ places, now_ms }: World, { addr, machine }: SimNode): Entry {
  const now_s = Math.floor(now_ms / 1000);
  const source = { group: places.groupOf(machine.ip, 0), scope: "public" } as const;
  const entry = new Entry(places.locate(addr)!, source, now_s);
  Object.assign(entry.dialled(), { last_success_s: now_s, last_try_s: now_s, successes: 1, ip: machine.ip });
  return entry;
}
