/** Three nodes in ten are the lecture's program: they never dial and know only `peers` and `register`. */
import type { LectureNode } from "../lecture_node.ts";
import { below, pick } from "../random.ts";
import type { Scenario } from "../scenario.ts";
import { outboundOf, World } from "../world.ts";

/** Mixed with lecture nodes. All limits are twice those of the scenario of our nodes alone. */
export const mixedLecture: Scenario = {
  name: "mixed-lecture",
  summary:
    "30 % lecture nodes, a tenth of which drop the connection on hello; cold start, then half of all die",
  nodes: 1000,
  seeds: 5,
  small_nodes: 60,
  targets: [
    { figure: "all have 8 outbound", unit: "s", at_most: 240 },
    { figure: "components of our nodes", unit: "", at_most: 1 },
    { figure: "lecture nodes nobody holds after 1 h", unit: "", at_most: 0 },
    { figure: "connections per lecture node, mean", unit: "" },
    { figure: "50 % dead: survivors in one component", unit: "s", at_most: 240 },
    { figure: "50 % dead: lecture nodes nobody holds after 1 h", unit: "", at_most: 0 },
  ],
  async run({ seed, nodes }) {
    const world = new World({ seed });
    const lectures = Array.from(
      { length: Math.round(nodes * 0.3) },
      (_, index) => world.startLecture(index % 10 === 0 ? "drops the connection" : "answers 404"),
    );
    const ours = await world.startMany(nodes - lectures.length, 10);
    // Every lecture node is registered with one of ours, from that machine.
    for (const lecture of lectures) {
      const host = ours[below(world.random, ours.length)]!;
      world.register(lecture, host);
    }
    const filled_s = await world.runUntil(
      () => world.living.every((node) => outboundOf(node).length >= 8),
      600,
    );
    const components = world.components().length;
    await world.run(3600);
    const alone = lectures.filter((node) => held(node) === 0).length;
    const connections = lectures.reduce((sum, node) => sum + held(node), 0) / lectures.length;
    for (const node of pick(world.random, ours, ours.length / 2)) node.kill("power");
    for (const node of pick(world.random, lectures, lectures.length / 2)) node.kill();
    const joined_s = await world.runUntil(() => world.components().length === 1, 600);
    await world.run(3600);
    return {
      figures: {
        "all have 8 outbound": filled_s + 10,
        "components of our nodes": components,
        "lecture nodes nobody holds after 1 h": alone,
        "connections per lecture node, mean": connections,
        "50 % dead: survivors in one component": joined_s,
        "50 % dead: lecture nodes nobody holds after 1 h":
          lectures.filter((node) => node.alive && held(node) === 0).length,
      },
      trace: world.network.trace,
    };
  },
};

/** Open connections of living nodes to a lecture node. */
function held({ sockets }: LectureNode): number {
  return [...sockets].filter((socket) => socket.open && socket.peer!.open && socket.peer!.program.alive)
    .length;
}
