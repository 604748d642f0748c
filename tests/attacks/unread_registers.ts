/** Answers that are far longer than their questions, and nobody reads them. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";
import { longList } from "./kit/flood.ts";

/** 64 KB of nothing that is an address: each is listed in the answer with the reason why it is ignored. */
const register = longList('{"op":"register","args":{"detail":true,"addr":[', () => '"a"', "]}}", 65_000);

/** The attack `unread-registers`. */
export const unread_registers = attack({
  name: "unread-registers",
  sends: "256 connections of one public IP, `register` with `detail` of 64 KB, 6 on each, no answer read",
  bounds: { seconds_max: 5, connections_max: 256, sent_mib_max: 150 },
  small: { seconds_max: 4, connections_max: 64, sent_mib_max: 30 },
  repeats: 10,
  async run(target) {
    const frame = frameBytes(opcode.text, register);
    await Promise.all(Array.from({ length: target.plan.bounds.connections_max }, async () => {
      const tcp = await target.webSocket(0);
      for (let n = 0; tcp !== undefined && n < 6 && target.goesOn; n++) {
        if (!await target.send(tcp, frame)) return;
      }
    }));
    await target.hold();
  },
});
