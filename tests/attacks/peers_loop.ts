/** The longest list that there is, again and again. */
import { attack } from "./attack.ts";
import { flood } from "./kit/flood.ts";

/** The attack `peers-loop`. */
export const peers_loop = attack({
  name: "peers-loop",
  sends: "4 connections of one public IP, `peers` with `limit` 10,000 in a loop, answers read",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 50 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  node: { stored: 10_000 },
  async run(target) {
    await flood(target, {
      connections: 4,
      message: () => '{"op":"peers","args":{"limit":10000}}',
      pause_ms: 1,
    });
  },
});
