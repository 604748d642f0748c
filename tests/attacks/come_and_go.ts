/** A flood that leaves before it is closed and comes back at once, so that no count of one connection acts. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";
import { pause } from "./kit/target.ts";

/** The attack `come-and-go`. */
export const come_and_go = attack({
  name: "come-and-go",
  sends: "8 connections of one public IP at a time, 900 times `time` on each, then a new one",
  bounds: { seconds_max: 8, connections_max: 20_000, sent_mib_max: 100 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  async run(target) {
    const time = frameBytes(opcode.text, '{"op":"time"}');
    const burst = new Uint8Array(time.length * 900);
    for (let n = 0; n < 900; n++) burst.set(time, n * time.length);
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (target.goesOn) {
        const tcp = await target.webSocket(0);
        if (tcp === undefined) {
          await pause(20);
          continue;
        }
        tcp.ignoreAnswers();
        await target.send(tcp, burst);
        await pause(20);
        tcp.close();
      }
    }));
  },
});
