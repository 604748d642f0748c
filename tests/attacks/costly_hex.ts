/** Messages full of addresses in a spelling that takes long to make canonical. */
import { attack } from "./attack.ts";
import { flood, longList } from "./kit/flood.ts";

/** The attack `costly-register-hex`. */
export const costly_hex = attack({
  name: "costly-register-hex",
  sends: "4 connections of one public IP, `register` of 64 KB of new `ws://0xHEX` without a pause",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 200 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  node: { network: true },
  async run(target) {
    let next = target.plan.repeat * 10_000_000;
    const item = () => {
      next++;
      return `"ws://0x${(0x0b000000 + next).toString(16)}"`;
    };
    const message = () => longList('{"op":"register","args":{"addr":[', item, "]}}", 65_000);
    await flood(target, { connections: 4, message });
  },
});
