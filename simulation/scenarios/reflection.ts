/**
 * Attackers tell the whole network the address of a machine outside it, on many ports. How often is that machine
 * dialled?
 */
import { Attacker, type Lie } from "../attacker.ts";
import { Machine } from "../network.ts";
import type { Scenario } from "../scenario.ts";
import { World } from "../world.ts";

const ports = 16;
const liars = 10;
const hours = 3;

/** Reflection. */
export const reflection: Scenario = {
  name: "reflection",
  summary: `${liars} liars tell every node a stranger's IP on ${ports} ports, every minute for ${hours} h`,
  nodes: 1000,
  seeds: 3,
  small_nodes: 60,
  targets: [
    { figure: "dials in the worst minute after the first 10", unit: "/min", at_most: 10 },
    { figure: "dials in the first 10 min", unit: "" },
    { figure: "dials in all", unit: "" },
  ],
  async run({ seed, nodes, small, lecture_share }) {
    const world = new World({ seed, lecture_share });
    await world.startMany(nodes, 10);
    await world.run(1800);
    const victim = new Machine(world.places.ip(), 20);
    world.network.machines.set(victim.ip, victim);
    const addresses = Array.from({ length: ports }, (_, port) => `ws://${victim.ip}:${8000 + port}/ws`);
    const attackers = Array.from({ length: liars }, () => new Attacker(world.machine(), world.network));
    const dials: number[] = [];
    for (let minute = 0; minute < (small ? 30 : hours * 60); minute++) {
      const before = victim.dials;
      for (const [index, node] of [...world.living, ...world.lectures].entries()) {
        const attacker = attackers[(index + minute) % liars]!;
        attacker.tell(node.machine.ip, 9000, lies(addresses));
      }
      await world.run(60);
      dials.push(victim.dials - before);
    }
    return {
      figures: {
        "dials in the worst minute after the first 10": Math.max(...dials.slice(10)),
        "dials in the first 10 min": dials.slice(0, 10).reduce((sum, count) => sum + count, 0),
        "dials in all": victim.dials,
      },
      trace: world.network.trace,
    };
  },
};

function lies(addresses: readonly string[]): Lie[] {
  return [
    { op: "register", args: { addr: addresses } },
    {
      op: "sample",
      args: { want: 0, give: addresses.slice(0, 8).map((addr) => [addr, 1]), gone: addresses.slice(8) },
    },
    { op: "announce", args: { addr: addresses[0]!, age: 0, hops: 0 } },
  ];
}
