/** A large part of a settled network ends at the same moment without a close, as in a power cut. */
import type { Run, Scenario } from "../scenario.ts";
import { pick } from "../random.ts";
import { outboundOf, World } from "../world.ts";

/** Mass death. */
export const massDeath: Scenario = {
  name: "mass-death",
  summary: "50 % (and, to see how far it goes, 80 %) of the machines vanish at once, the seed among them",
  nodes: 1000,
  seeds: 10,
  small_nodes: 60,
  targets: [
    { figure: "50 %: survivors in one component", unit: "s", at_most: 120 },
    { figure: "50 %: survivors have 8 outbound", unit: "s" },
    { figure: "80 %: survivors in one component", unit: "s" },
    { figure: "80 %: survivors have 8 outbound", unit: "s" },
  ],
  async run(run) {
    const half = await afterDeath(run, 0.5);
    const most = await afterDeath(run, 0.8);
    return {
      figures: {
        "50 %: survivors in one component": half.joined_s,
        "50 %: survivors have 8 outbound": half.filled_s,
        "80 %: survivors in one component": most.joined_s,
        "80 %: survivors have 8 outbound": most.filled_s,
      },
      trace: half.trace ^ most.trace,
    };
  },
};

/** Seconds until the survivors are one component and stay so, and until each has all its outbound connections. */
async function afterDeath({ seed, nodes, lecture_share }: Run, share: number) {
  const world = new World({ seed, lecture_share });
  const [first, ...rest] = await world.startMany(nodes, 10);
  await world.run(600);
  for (const node of [first!, ...pick(world.random, rest, nodes * share - 1)]) node.kill("power");
  for (const lecture of pick(world.random, world.lectures, world.lectures.length * share)) lecture.kill();
  let joined_s = Infinity;
  let filled_s = Infinity;
  for (let passed_s = 0; passed_s <= 600; passed_s++) {
    if (world.components().length > 1) joined_s = Infinity;
    else if (joined_s === Infinity) joined_s = passed_s;
    // A dead neighbour looks alive until its keep-alives were missed. It does not count.
    const filled = world.living.every((node) =>
      outboundOf(node).filter((link) => isAlive(node, link.id)).length >= 8
    );
    if (filled && filled_s === Infinity) filled_s = passed_s;
    if (filled_s < Infinity && passed_s >= 120) break;
    await world.run(1);
  }
  return { joined_s, filled_s, trace: world.network.trace };
}

function isAlive(node: World["nodes"][number], link: number): boolean {
  return node.sockets.get(link)?.peer?.program.alive ?? false;
}
