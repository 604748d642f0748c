/** Many nodes start at once through one seed with 64 places; later one more joins. */
import type { Scenario } from "../scenario.ts";
import { outboundOf, World } from "../world.ts";

/** Cold start. */
export const coldStart: Scenario = {
  name: "cold-start",
  summary: "all nodes started within 10 s through one seed; then one joiner",
  nodes: 1000,
  seeds: 10,
  small_nodes: 60,
  targets: [
    { figure: "all have 8 outbound", unit: "s", at_most: 120 },
    { figure: "components", unit: "", at_most: 1 },
    { figure: "joiner in 95 % of books", unit: "s", at_most: 180 },
    { figure: "joiner in 99 % of books", unit: "s", at_most: 900 },
  ],
  async run({ seed, nodes, lecture_share }) {
    const world = new World({ seed, lecture_share });
    const [first] = await world.startMany(nodes, 10);
    const settled_s = await world.runUntil(
      () => world.living.every((node) => outboundOf(node).length >= 8),
      300,
    );
    const components = world.components().length;
    await world.run(600);
    const joiner = world.start({ through: [first!.addr] });
    const key = world.places.locate(joiner.addr)!.key;
    const others = world.living.filter((node) => node !== joiner);
    const knowing = () => others.filter((node) => node.membership.book.get(key) !== undefined).length;
    const most_s = await world.runUntil(() => knowing() >= 0.95 * others.length, 1800, 5);
    const nearly_all_s = most_s + await world.runUntil(() => knowing() >= 0.99 * others.length, 1800, 5);
    return {
      figures: {
        "all have 8 outbound": settled_s + 10,
        components,
        "joiner in 95 % of books": most_s,
        "joiner in 99 % of books": nearly_all_s,
      },
      trace: world.network.trace,
    };
  },
};
