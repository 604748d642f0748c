/** Many large messages at once, none of which is ever complete. */
import { attack } from "./attack.ts";
import { pause, type Target } from "./kit/target.ts";

const mib = 1024 * 1024;
const piece = new Uint8Array(mib / 4).fill(97);

/** The head of a masked text frame of 60 MiB; the mask is zero. */
function head(): Uint8Array {
  const bytes = new Uint8Array(14);
  bytes.set([0x81, 0x80 | 127]);
  new DataView(bytes.buffer).setBigUint64(2, BigInt(60 * mib));
  return bytes;
}

async function sendOne(target: Target): Promise<void> {
  while (target.goesOn) {
    const tcp = await target.webSocket(0);
    if (tcp === undefined) {
      await pause(500);
      continue;
    }
    await target.send(tcp, head());
    let sent = 0;
    while (sent < 15 * mib && target.goesOn && await target.send(tcp, piece)) sent += piece.length;
    await Promise.race([tcp.closed, target.hold(2)]);
    if (tcp.open) return;
  }
}

/** The attack `unfinished-messages`. */
export const unfinished_messages = attack({
  name: "unfinished-messages",
  sends:
    "256 connections of one public IP, 60 MiB announced and 15 MiB sent on each, opened anew when cut off",
  bounds: { seconds_max: 7, connections_max: 2_000, sent_mib_max: 3840 },
  small: { seconds_max: 5, connections_max: 500, sent_mib_max: 640 },
  repeats: 10,
  async run(target) {
    const count = target.plan.small ? 64 : 256;
    await Promise.all(Array.from({ length: count }, () => sendOne(target)));
  },
});
