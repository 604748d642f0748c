/** Many nodes that look like one owner: all in one /16, and in another network many behind one public IP. */
import type { Run, Scenario } from "../scenario.ts";
import { outboundOf, type Start, World } from "../world.ts";

const behind_nat = 40;

/** Campus. */
export const campus: Scenario = {
  name: "campus",
  summary: `all nodes in one /16; another network in which ${behind_nat} share one public IP`,
  nodes: 200,
  seeds: 5,
  small_nodes: 60,
  targets: [
    { figure: "one /16: components", unit: "", at_most: 1 },
    { figure: "one /16: all have 8 outbound", unit: "s", at_most: 120 },
    { figure: "one IP: components", unit: "", at_most: 1 },
    { figure: "one IP: all have 8 outbound", unit: "s", at_most: 120 },
  ],
  async run(run) {
    const group = "45.77";
    const one_group = await coldStart(
      run,
      (world) => () => ({ machine: world.machine(world.places.ip(group)) }),
    );
    const one_ip = await coldStart(run, (world) => {
      const router = world.machine();
      const students = Math.min(behind_nat, Math.floor(run.nodes / 5));
      // Each has a port forwarded. The first node, through which all others join, is elsewhere.
      return (index) => index === 0 || index > students ? {} : { machine: router, port: 9000 + index };
    });
    return {
      figures: {
        "one /16: components": one_group.components,
        "one /16: all have 8 outbound": one_group.filled_s,
        "one IP: components": one_ip.components,
        "one IP: all have 8 outbound": one_ip.filled_s,
      },
      trace: one_group.trace ^ one_ip.trace,
    };
  },
};

async function coldStart(
  { seed, nodes, lecture_share }: Run,
  place: (world: World) => (index: number) => Start,
) {
  const world = new World({ seed, lecture_share });
  await world.startMany(nodes, 10, place(world));
  const filled_s = await world.runUntil(
    () => world.living.every((node) => outboundOf(node).length >= 8),
    900,
  );
  await world.run(600);
  return { components: world.components().length, filled_s: filled_s + 10, trace: world.network.trace };
}
