/** Connections that never say a word: no HTTP, so no part of the program sees them. */
import { attack } from "./attack.ts";

/** The attack `idle-tcp`. */
export const idle_tcp = attack({
  name: "idle-tcp",
  sends: "400 TCP connections without a byte, at `ulimit -n 128`",
  bounds: { seconds_max: 4, connections_max: 400, sent_mib_max: 1 },
  small: { seconds_max: 2, connections_max: 400, sent_mib_max: 1 },
  repeats: 10,
  node: { open_files: 128 },
  async run(target) {
    await Promise.all(Array.from({ length: 400 }, (_, number) => target.tcp(number)));
    await target.hold();
  },
});
