/** Unfinished messages from many sources, each of which takes little. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";

const mib = 1024 * 1024;
const piece = new Uint8Array(mib / 4).fill(97);

/** The attack `unfinished-many-ips`. */
export const unfinished_many_ips = attack({
  name: "unfinished-many-ips",
  sends: "1,600 connections of 16 public IPs, 1 MiB of an unfinished message on each",
  bounds: { seconds_max: 8, connections_max: 1_600, sent_mib_max: 1_600 },
  repeats: 3,
  async run(target) {
    const first = frameBytes(opcode.text, piece, { fin: false });
    const next = frameBytes(opcode.continuation, piece, { fin: false });
    await Promise.all(Array.from({ length: 1_600 }, async (_, number) => {
      const tcp = await target.webSocket(number % 16);
      if (tcp === undefined || !await target.send(tcp, first)) return;
      for (let n = 0; n < 3 && target.goesOn; n++) if (!await target.send(tcp, next)) return;
    }));
    await target.hold(3);
  },
});
