/** The network is cut in two for a day. Then the cut heals, and no node restarts. */
import type { Scenario } from "../scenario.ts";
import { neighbours, World } from "../world.ts";

/** Partition. */
export const partition: Scenario = {
  name: "partition",
  summary: "two halves hear nothing of each other for 24 h, then the cut heals",
  nodes: 400,
  seeds: 3,
  small_nodes: 40,
  targets: [
    { figure: "one component after healing", unit: "s", at_most: 60 },
    { figure: "99 % hold a cross edge", unit: "s", at_most: 600 },
    { figure: "components per half while cut", unit: "", at_most: 1 },
  ],
  async run({ seed, nodes, small, lecture_share }) {
    const world = new World({ seed, lecture_share });
    await world.startMany(nodes, 10);
    await world.run(3600);
    const machines = [...world.nodes, ...world.lectures].map(({ machine }) => machine);
    machines.forEach((machine, index) => machine.side = index % 2);
    await world.run((small ? 3 : 24) * 3600);
    const side = (number: number) => world.living.filter(({ machine }) => machine.side === number);
    const per_half = Math.max(world.components(side(0)).length, world.components(side(1)).length);
    const left = new Set(side(0));
    for (const machine of machines) machine.side = 0;
    const crossing = () => {
      const holders = new Set<unknown>();
      for (const node of world.living) {
        for (const other of neighbours(node)) {
          if (left.has(node) !== left.has(other)) holders.add(node).add(other);
        }
      }
      return holders.size;
    };
    const joined_s = await world.runUntil(() => world.components().length === 1, 1800);
    const crossed_s = joined_s + await world.runUntil(() => crossing() >= 0.99 * nodes, 1800);
    return {
      figures: {
        "one component after healing": joined_s,
        "99 % hold a cross edge": crossed_s,
        "components per half while cut": per_half,
      },
      trace: world.network.trace,
    };
  },
};
