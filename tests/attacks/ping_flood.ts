/** Pings without end: the runtime answers them itself, so the program never counts them. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";
import { pause } from "./kit/target.ts";

/** The attack `ping-flood`. */
export const ping_flood = attack({
  name: "ping-flood",
  sends: "4 connections of one public IP, WebSocket pings of 125 bytes without a pause, pongs read",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 800 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  async run(target) {
    const ping = frameBytes(opcode.ping, new Uint8Array(125));
    const pings = new Uint8Array(ping.length * 500);
    for (let n = 0; n < 500; n++) pings.set(ping, n * ping.length);
    await Promise.all(Array.from({ length: 4 }, async () => {
      while (target.goesOn) {
        const tcp = await target.webSocket(0);
        if (tcp === undefined) {
          await pause(100);
          continue;
        }
        tcp.ignoreAnswers();
        while (target.goesOn && await target.send(tcp, pings)) await pause(0);
      }
    }));
  },
});
