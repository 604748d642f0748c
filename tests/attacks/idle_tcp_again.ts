/** The same as idle-tcp by an attacker that comes back as soon as it is cut off. */
import { attack } from "./attack.ts";
import { pause, type Target } from "./kit/target.ts";

async function one(target: Target, number: number): Promise<void> {
  while (target.goesOn) {
    const tcp = await target.tcp(number);
    if (tcp === undefined) await pause(50);
    else await Promise.race([tcp.closed, target.hold()]);
  }
}

/** The attack `idle-tcp-again`. */
export const idle_tcp_again = attack({
  name: "idle-tcp-again",
  sends: "400 TCP connections without a byte, each opened anew when it is cut off, at `ulimit -n 128`",
  bounds: { seconds_max: 20, connections_max: 20_000, sent_mib_max: 1 },
  // While it goes on, nothing helps but more descriptors; what counts is the time afterwards.
  limits: { local_wait_ms_max: 35_000 },
  node: { open_files: 128 },
  async run(target) {
    await Promise.all(Array.from({ length: 400 }, (_, number) => one(target, number)));
  },
});
