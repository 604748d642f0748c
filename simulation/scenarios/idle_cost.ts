/** Traffic of a node in a settled network: real JSON text through the real dispatch. */
import type { Scenario } from "../scenario.ts";
import { median } from "../statistics.ts";
import { World } from "../world.ts";

/** Added to each message: 40 bytes of IPv4 and TCP, 40 for its acknowledgement, 12 of TCP options, 6 of frame. */
const wire_bytes = 98;
const measured_s = 600;

/** Idle cost. */
export const idleCost: Scenario = {
  name: "idle-cost",
  summary: "bytes per node and second in a network that has settled; run it with 100, 1,000 and 10,000 nodes",
  nodes: 1000,
  seeds: 3,
  small_nodes: 60,
  targets: [
    { figure: "payload, mean node", unit: "B/s", at_most: 300 },
    { figure: "payload, median node", unit: "B/s" },
    { figure: "payload, busiest node", unit: "B/s" },
    { figure: "on the wire, estimate", unit: "B/s" },
  ],
  async run({ seed, nodes, lecture_share }) {
    const world = new World({ seed, lecture_share, text: true });
    await world.startMany(nodes, Math.max(10, nodes / 50));
    await world.run(1800);
    const before = world.living.map((node) => ({
      node,
      payload: node.payload_bytes,
      messages: node.messages,
    }));
    await world.run(measured_s);
    const payload = before.map(({ node, payload }) => (node.payload_bytes - payload) / measured_s);
    const received = before.reduce((sum, { node, messages }) => sum + node.messages - messages, 0);
    const sum = payload.reduce((total, rate) => total + rate, 0);
    return {
      figures: {
        "payload, mean node": sum / nodes,
        "payload, median node": median(payload),
        "payload, busiest node": Math.max(...payload),
        "on the wire, estimate": sum / nodes + 2 * received * wire_bytes / nodes / measured_s,
      },
      trace: world.network.trace,
    };
  },
};
