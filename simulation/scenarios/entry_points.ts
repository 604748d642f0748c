/** Many nodes start at once through three entry points: what these see of it. Later one more joins and is announced. */
import type { Tell } from "../../discovery/state/happening.ts";
import type { Scenario } from "../scenario.ts";
import type { SimNode } from "../sim_node.ts";
import { outboundOf, World } from "../world.ts";

const entry_points = 3;
/** A flood has at most 8 legs of 0.15 s each; 5 s after the first word it is over. */
const flood_s = 5;

/** Entry points. */
export const entryPoints: Scenario = {
  name: "entry-points",
  summary:
    "all nodes started within 10 s through three entry points; later one more, and how far its word goes",
  nodes: 1000,
  seeds: 3,
  small_nodes: 60,
  targets: [
    { figure: "all have 8 outbound", unit: "s", at_most: 120 },
    { figure: "components", unit: "", at_most: 1 },
    { figure: "visits to entry points, per node", unit: "" },
    { figure: "visits to one entry point, busiest second", unit: "/s" },
    { figure: "connections of one entry point, most", unit: "" },
    { figure: "told by the flood alone", unit: "share" },
    { figure: "in books 65 s after its announcement", unit: "share" },
    { figure: "nodes with fewer than 12 connections", unit: "share" },
  ],
  async run({ seed, nodes, lecture_share }) {
    const world = new World({ seed, lecture_share });
    const watch = new Watch();
    const entries = Array.from(
      { length: entry_points },
      () => world.start({ advertise: true, tell: watch.tell }),
    );
    const through = entries.map(({ addr }) => addr);
    const visits = () => entries.map(({ machine }) => machine.dials);
    let [busiest, held, before] = [0, 0, visits()];
    const step = async () => {
      await world.run(1);
      const now = visits();
      busiest = Math.max(busiest, ...now.map((count, index) => count - before[index]!));
      held = Math.max(held, ...entries.map(({ sockets }) => sockets.size));
      before = now;
    };
    for (let started = entry_points; started < nodes;) {
      for (let index = 0; index < (nodes - entry_points) / 10 && started < nodes; index++, started++) {
        world.start({ through, tell: watch.tell });
      }
      await step();
    }
    let settled_s = 10;
    while (!world.living.every((node) => outboundOf(node).length >= 8)) {
      if (settled_s++ > 300) break;
      await step();
    }
    const components = world.components().length;
    const visited = visits().reduce((sum, count) => sum + count, 0) / (nodes - entry_points);
    await world.run(900);
    return {
      figures: {
        "all have 8 outbound": settled_s > 300 ? Infinity : settled_s,
        components,
        "visits to entry points, per node": visited,
        "visits to one entry point, busiest second": busiest,
        "connections of one entry point, most": held,
        ...await announced(world, watch, through),
        "nodes with fewer than 12 connections": world.living.filter((node) => node.sockets.size < 12).length /
          nodes,
      },
      trace: world.network.trace,
    };
  },
};

/** Starts one more node and counts the others that hear of it. */
async function announced(world: World, watch: Watch, through: readonly string[]) {
  const others = world.living;
  const joiner = world.start({ through });
  const key = world.places.locate(joiner.addr)!.key;
  watch.key = key;
  await world.runUntil(() => watch.heard > 0, 1800);
  await world.run(flood_s);
  const flooded = watch.heard / others.length;
  await world.run(60);
  const knows = ({ membership }: SimNode) => membership.book.get(key) !== undefined;
  return {
    "told by the flood alone": flooded,
    "in books 65 s after its announcement": others.filter(knows).length / others.length,
  };
}

/** Counts the nodes to which an address is announced. */
class Watch {
  key = "";
  heard = 0;
  readonly tell: Tell = (happening) => {
    if (happening.kind === "announcement" && happening.keys?.[0] === this.key) this.heard++;
  };
}
