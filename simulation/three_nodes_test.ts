import assert from "node:assert/strict";
import type { Tell } from "../discovery/state/happening.ts";
import { Machine } from "./network.ts";
import { below } from "./random.ts";
import { World } from "./world.ts";

const ports = [9001, 9002];

Deno.test("two nodes of one machine join a third, however closely they start: within 1 s it tells one of the other", async () => {
  for (let seed = 1; seed <= 100; seed++) {
    const world = new World({ seed, text: true });
    const machine = new Machine("127.0.0.1", 1);
    world.network.machines.set(machine.ip, machine);
    const links: string[] = [];
    const tell: Tell = ({ kind, about, keys = [] }) => {
      if (kind !== "told" && kind !== "learned") return;
      const others = ports.filter((port) => !about.includes(`:${port}/`));
      if (about !== "127.0.0.1" && others.some((port) => keys.some((key) => key.includes(`:${port}/`)))) {
        links.push(about);
      }
    };
    const { addr } = world.start({ machine, advertise: true, tell });
    await world.run(5 + below(world.random, 60));
    for (const port of ports) {
      world.start({ machine, port, advertise: true, through: [addr] });
      if (port === ports[0]) await world.run(below(world.random, 30) / 1000);
    }
    await world.run(1);
    assert.ok(links.length > 0, `seed ${seed}`);
  }
});
