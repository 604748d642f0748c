/** A neighbour on the site's own network, who may send long messages. */
import { attack } from "./attack.ts";
import { flood, longList } from "./kit/flood.ts";

/** The attack `lan-register`. */
export const lan_register = attack({
  name: "lan-register",
  sends: "1 connection of a private IP, `register` of 1 MB of new addresses without a pause",
  bounds: { seconds_max: 8, connections_max: 50, sent_mib_max: 200 },
  node: { network: true, host: "0.0.0.0" },
  async run(target) {
    let next = target.plan.repeat * 10_000_000;
    const message = () =>
      longList(
        '{"op":"register","args":{"addr":[',
        () => `"ws://p${next++}.example:9000/ws"`,
        "]}}",
        1_000_000,
      );
    await flood(target, { connections: 1, message, from: "10.66.3.1" });
  },
});
