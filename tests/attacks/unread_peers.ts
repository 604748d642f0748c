/** The longest lists that there are, asked for again and again, and nobody reads them. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";

/** The attack `unread-peers`. */
export const unread_peers = attack({
  name: "unread-peers",
  sends: "256 connections of one public IP, `peers` with `limit` 10,000, 200 on each, no answer read",
  bounds: { seconds_max: 5, connections_max: 256, sent_mib_max: 10 },
  small: { seconds_max: 4, connections_max: 64, sent_mib_max: 4 },
  repeats: 10,
  node: { stored: 10_000 },
  async run(target) {
    const frame = frameBytes(opcode.text, '{"op":"peers","args":{"limit":10000}}');
    await Promise.all(Array.from({ length: target.plan.bounds.connections_max }, async () => {
      const tcp = await target.webSocket(0);
      for (let n = 0; tcp !== undefined && n < 200 && target.goesOn; n++) {
        if (!await target.send(tcp, frame)) return;
      }
    }));
    await target.hold();
  },
});
