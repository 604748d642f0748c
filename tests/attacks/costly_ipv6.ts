/** Messages full of new IPv6 addresses: the dearest to read of all. */
import { attack } from "./attack.ts";
import { flood, longList } from "./kit/flood.ts";

/** The attack `costly-register-ipv6`. */
export const costly_ipv6 = attack({
  name: "costly-register-ipv6",
  sends: "4 connections of one public IP, `register` of 64 KB of new `ws://[2001:x:y::1]` without a pause",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 200 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  node: { network: true },
  async run(target) {
    let next = target.plan.repeat * 10_000_000;
    const item = () => {
      next++;
      return `"ws://[2001:${(next >> 16 & 65535).toString(16)}:${(next & 65535).toString(16)}::1]"`;
    };
    const message = () => longList('{"op":"register","args":{"addr":[', item, "]}}", 65_000);
    await flood(target, { connections: 4, message });
  },
});
