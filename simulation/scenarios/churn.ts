/** Nodes come and go for a week: half of those that go lose power, half are stopped; half of those that come return. */
import { brokenLimits } from "../broken_limits.ts";
import { Machine } from "../network.ts";
import { pick } from "../random.ts";
import type { Scenario } from "../scenario.ts";
import { mean } from "../statistics.ts";
import { World } from "../world.ts";
import { served_s } from "../../discovery/limits.ts";

const week_h = 7 * 24;

/** Churn. */
export const churn: Scenario = {
  name: "churn",
  summary: "10 % of the nodes are replaced every hour, for a week",
  nodes: 300,
  seeds: 3,
  small_nodes: 30,
  targets: [
    { figure: "served addresses alive, mean", unit: "", at_least: 0.9 },
    { figure: "served addresses alive, worst hour", unit: "", at_least: 0.9 },
    { figure: "tables past their limit", unit: "", at_most: 0 },
    { figure: "components, worst hour", unit: "" },
  ],
  async run({ seed, nodes, small, lecture_share }) {
    const world = new World({ seed, lecture_share });
    await world.startMany(nodes, 10);
    await world.run(3600);
    const gone: Machine[] = [];
    const alive: number[] = [];
    const components: number[] = [];
    let broken = 0;
    const swaps = Math.max(1, Math.round(nodes / 10));
    for (let hour = 0; hour < (small ? 6 : week_h); hour++) {
      for (let swap = 0; swap < swaps; swap++) {
        // The seed leaves, too. So a joiner gets three random living addresses.
        const [leaver] = pick(world.random, world.living, 1);
        leaver!.kill(swap % 2 === 0 ? "power" : "process");
        gone.push(leaver!.machine);
        const machine = swap % 4 < 2 && gone.length > nodes / 4 ? gone.shift() : undefined;
        if (machine !== undefined) machine.up = true;
        const through = pick(world.random, world.living, 3).map(({ addr }) => addr);
        world.start({ through, ...(machine ? { machine } : {}) });
        await world.run(3600 / swaps);
      }
      forgetTheDead(world);
      alive.push(servedAlive(world));
      components.push(world.components().length);
      for (const node of world.living) broken += brokenLimits(node.membership).length;
    }
    return {
      figures: {
        "served addresses alive, mean": mean(alive),
        "served addresses alive, worst hour": Math.min(...alive),
        "tables past their limit": broken,
        "components, worst hour": Math.max(...components),
      },
      trace: world.network.trace,
    };
  },
};

/** Ended nodes are dropped to save memory. */
function forgetTheDead(world: World): void {
  const living = world.living;
  world.nodes.length = 0;
  world.nodes.push(...living);
}

/** Of all addresses that `sample` could serve now, the share that is alive. */
function servedAlive(world: World): number {
  const living = new Set([...world.living, ...world.lectures].map(({ addr }) => addr));
  const since_s = Math.floor(world.now_ms / 1000) - served_s;
  let served = 0;
  let alive = 0;
  for (const node of world.living) {
    for (const entry of node.membership.book.tried.rows) {
      if (!entry.reachedSince(since_s)) continue;
      served++;
      if (living.has(entry.target.addr)) alive++;
    }
  }
  return alive / served;
}
