/** The cheapest question, far more often than the limit allows. */
import { attack } from "./attack.ts";
import { flood } from "./kit/flood.ts";

/** The attack `time-flood`. */
export const time_flood = attack({
  name: "time-flood",
  sends: "4 connections of one public IP, `time` without a pause, whatever is answered",
  bounds: { seconds_max: 8, connections_max: 400, sent_mib_max: 100 },
  small: { seconds_max: 5, connections_max: 100, sent_mib_max: 50 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  async run(target) {
    await flood(target, { connections: 4, message: () => '{"op":"time"}', batch: 500 });
  },
});
