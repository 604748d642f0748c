/** What a node pays when announcements never stop: strangers announce invented addresses, one a second. */
import { Attacker } from "../attacker.ts";
import { below } from "../random.ts";
import type { Scenario } from "../scenario.ts";
import { World } from "../world.ts";

const strangers = 20;
const measured_s = 600;
/** The burst of each node is used up by then. */
const warm_up_s = 300;

/** Announcements. */
export const announcements: Scenario = {
  name: "announcements",
  summary: "traffic of a settled network before and while one new address a second is announced",
  nodes: 100,
  seeds: 3,
  small_nodes: 30,
  targets: [
    { figure: "payload before, mean node", unit: "B/s", at_most: 300 },
    { figure: "payload meanwhile, mean node", unit: "B/s" },
    { figure: "announcements heard, mean node", unit: "/s" },
  ],
  async run({ seed, nodes, lecture_share }) {
    const world = new World({ seed, lecture_share, text: true });
    let heard = 0;
    await world.startMany(nodes, 10, () => ({
      tell: ({ kind }) => {
        if (kind === "announcement") heard++;
      },
    }));
    const payload = () =>
      world.living.reduce((sum, node) => sum + node.payload_bytes, 0) / nodes / measured_s;
    const attackers = Array.from({ length: strangers }, () => new Attacker(world.machine(), world.network));
    const announce = async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        const node = world.living[below(world.random, nodes)]!;
        const addr = `ws://${world.places.ip()}:9000/ws`;
        const lie = { op: "announce", args: { addr, age: 0, hops: 0 } };
        attackers[below(world.random, strangers)]!.tell(node.machine.ip, 9000, [lie]);
        await world.run(1);
      }
    };
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
