/** One message in pieces that never end. */
import { frameBytes, opcode } from "../raw_client.ts";
import { attack } from "./attack.ts";
import { pause, type Target } from "./kit/target.ts";

const piece = new Uint8Array(1024 * 1024).fill(97);

/** @param pause_ms Between two pieces. */
async function send(target: Target, pause_ms = 0): Promise<void> {
  const next = frameBytes(opcode.continuation, piece, { fin: false });
  while (target.goesOn) {
    const tcp = await target.webSocket(0);
    if (tcp === undefined) {
      await pause(200);
      continue;
    }
    await target.send(tcp, frameBytes(opcode.text, piece, { fin: false }));
    while (target.goesOn && await target.send(tcp, next)) if (pause_ms > 0) await pause(pause_ms);
  }
}

/** The attack `endless-fragments`. */
export const endless_fragments = attack({
  name: "endless-fragments",
  sends: "one connection, one text message in pieces of 1 MiB without an end, 2 GB at most, then another",
  bounds: { seconds_max: 6, connections_max: 100, sent_mib_max: 1900 },
  small: { seconds_max: 5, connections_max: 100, sent_mib_max: 900 },
  repeats: 10,
  run: (target) => send(target),
});

/** The same, from another address each time: nobody can be told apart from a class by waiting. */
export const moving_fragments = attack({
  ...endless_fragments,
  name: "moving-fragments",
  sends: "the same from another public IP each time",
  small: undefined,
  repeats: 3,
  moving: true,
});

/** So slow that others come back between its return and the next time that memory is full. */
export const slow_fragments = attack({
  ...endless_fragments,
  name: "slow-fragments",
  sends: "the same at 50 MiB a second, for 40 s",
  bounds: { seconds_max: 40, connections_max: 400, sent_mib_max: 1_900 },
  small: undefined,
  repeats: 1,
  run: (target) => send(target, 20),
});

/** Waits in between until a class is back as well, which is then blamed for what comes. */
export const patient_fragments = attack({
  ...endless_fragments,
  name: "patient-fragments",
  sends: "the same, after 4 s of silence on each new connection, for 40 s",
  bounds: { seconds_max: 40, connections_max: 400, sent_mib_max: 1_900 },
  small: undefined,
  repeats: 1,
  async run(target) {
    while (target.goesOn) {
      const tcp = await target.webSocket(0);
      if (tcp === undefined) {
        await pause(200);
        continue;
      }
      await target.hold(4);
      await target.send(tcp, frameBytes(opcode.text, piece, { fin: false }));
      const next = frameBytes(opcode.continuation, piece, { fin: false });
      while (target.goesOn && await target.send(tcp, next));
    }
  },
});
