/** How large a network can be simulated. */
import type { Scenario } from "../scenario.ts";
import { outboundOf, World } from "../world.ts";

/** Scale. */
export const scale: Scenario = {
  name: "scale",
  summary: "one simulated hour; nodes start within the first 10 minutes",
  nodes: 10_000,
  seeds: 1,
  small_nodes: 200,
  targets: [
    { figure: "memory", unit: "GB", at_most: 12 },
    { figure: "components", unit: "", at_most: 1 },
    { figure: "nodes with 8 outbound", unit: "share", at_least: 0.999 },
    { figure: "simulated per real second", unit: "" },
    { figure: "events per real second", unit: "" },
  ],
  async run({ seed, nodes, small, lecture_share }) {
    const begin_ms = performance.now();
    const world = new World({ seed, lecture_share });
    await world.startMany(nodes, small ? 60 : 600);
    await world.run(small ? 600 : 3000);
    const real_s = (performance.now() - begin_ms) / 1000;
    return {
      figures: {
        memory: Deno.memoryUsage().rss / 2 ** 30,
        components: world.components().length,
        "nodes with 8 outbound": world.living.filter((node) => outboundOf(node).length >= 8).length / nodes,
        "simulated per real second": world.now_s / real_s,
        "events per real second": world.network.events / real_s,
      },
      trace: world.network.trace,
    };
  },
};
