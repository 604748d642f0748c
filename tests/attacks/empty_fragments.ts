/** A message of empty pieces: it never gets longer and never ends, so that neither length nor count can act. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";
import { pause } from "./kit/target.ts";

/** The attack `empty-fragments`. */
export const empty_fragments = attack({
  name: "empty-fragments",
  sends: "4 connections of one public IP, one text message each in empty pieces without a pause",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 200 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  async run(target) {
    const piece = frameBytes(opcode.continuation, "", { fin: false });
    const pieces = new Uint8Array(piece.length * 5_000);
    for (let n = 0; n < 5_000; n++) pieces.set(piece, n * piece.length);
    await Promise.all(Array.from({ length: 4 }, async () => {
      while (target.goesOn) {
        const tcp = await target.webSocket(0);
        if (tcp === undefined) {
          await pause(100);
          continue;
        }
        await target.send(tcp, frameBytes(opcode.text, "", { fin: false }));
        while (target.goesOn && await target.send(tcp, pieces)) await pause(0);
      }
    }));
  },
});
