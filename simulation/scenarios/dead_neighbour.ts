/**
 * Machines end without a close, one after another, at 5 % packet loss. When is it noticed, and which nodes are called
 * dead wrongly?
 */
import type { Scenario } from "../scenario.ts";
import { isPeer } from "../../discovery/state/link.ts";
import type { Tell } from "../../discovery/state/happening.ts";
import type { SimNode } from "../sim_node.ts";
import { served_s } from "../../discovery/limits.ts";
import { median } from "../statistics.ts";
import { World } from "../world.ts";

const deaths = 5;

/** Dead neighbour. */
export const deadNeighbour: Scenario = {
  name: "dead-neighbour",
  summary: `${deaths} machines end one after another at 5 % packet loss; the day after`,
  nodes: 300,
  seeds: 3,
  small_nodes: 40,
  targets: [
    { figure: "noticed by all neighbours", unit: "s", at_most: 90 },
    { figure: "no longer served, median node", unit: "min", at_most: 10 },
    { figure: "no longer served, last node", unit: "min" },
    { figure: "nodes serving it after 24 h", unit: "", at_most: 0 },
    { figure: "false deaths per node-day", unit: "", at_most: 0.001 },
  ],
  async run({ seed, nodes, small, lecture_share }) {
    let false_deaths = 0;
    const world = new World({ seed, lecture_share, loss: 0.05 });
    const dead = new Set<string>();
    const tell: Tell = ({ kind, about }) => {
      if (kind === "stale" && !dead.has(about)) false_deaths++;
    };
    await world.startMany(nodes, 10, () => ({ tell }));
    await world.run(2 * 3600);
    const noticed: number[] = [];
    const forgotten: number[] = [];
    for (let death = 0; death < (small ? 2 : deaths); death++) {
      const victim = world.living[1 + Math.floor(world.random() * (world.living.length - 1))]!;
      const neighbours = world.living.filter((node) => linksTo(node, victim) > 0);
      const servers = world.living.filter((node) => node !== victim && serves(node, victim));
      dead.add(victim.addr);
      victim.kill("power");
      noticed.push(await world.runUntil(() => neighbours.every((node) => linksTo(node, victim) === 0), 600));
      const since_s = world.now_s - noticed.at(-1)!;
      const waiting = new Set(servers);
      while (waiting.size > 0 && world.now_s - since_s < 7200) {
        for (const node of waiting) {
          if (serves(node, victim)) continue;
          waiting.delete(node);
          forgotten.push((world.now_s - since_s) / 60);
        }
        await world.run(10);
      }
    }
    await world.run((small ? 1 : 24) * 3600);
    const victims = world.nodes.filter((node) => !node.alive);
    const serving = world.living.filter((node) => victims.some((victim) => serves(node, victim)));
    return {
      figures: {
        "noticed by all neighbours": Math.max(...noticed),
        "no longer served, median node": median(forgotten),
        "no longer served, last node": Math.max(...forgotten),
        "nodes serving it after 24 h": serving.length,
        "false deaths per node-day": false_deaths / (nodes * world.now_s / 86400),
      },
      trace: world.network.trace,
    };
  },
};

function linksTo(node: SimNode, victim: SimNode): number {
  let count = 0;
  for (const link of node.membership.links.values()) {
    if (isPeer(link) && node.sockets.get(link.id)?.peer?.program === victim) count++;
  }
  return count;
}

/** Whether `sample` of this node may serve the victim's address. */
function serves(node: SimNode, victim: SimNode, now_ms = node.now_ms): boolean {
  const entry = node.membership.book.get(`${victim.addr}`);
  if (entry === undefined || !node.membership.book.tried.has(entry)) return false;
  return entry.reachedSince(Math.floor(now_ms / 1000) - served_s);
}
