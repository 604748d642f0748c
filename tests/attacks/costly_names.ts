/** Messages full of usual new addresses. */
import { attack } from "./attack.ts";
import { flood, longList } from "./kit/flood.ts";

/** The attack `costly-register-names`. */
export const costly_names = attack({
  name: "costly-register-names",
  sends:
    "4 connections of one public IP, `register` of 64 KB of new `ws://pN.example:9000/ws` without a pause",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 200 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  node: { network: true },
  async run(target) {
    let next = target.plan.repeat * 10_000_000;
    const item = () => {
      next++;
      return `"ws://p${next}.example:9000/ws"`;
    };
    const message = () => longList('{"op":"register","args":{"addr":[', item, "]}}", 65_000);
    await flood(target, { connections: 4, message });
  },
});
