/**
 * Clients that ask for a WebSocket and reset the connection at once: no event ever tells the program. Deno never closes the
 * descriptor of some of them; the node can only bound how many one source makes it lose.
 */
import { lost_sockets_limit } from "../../node/limits.ts";
import { upgradeRequest } from "../raw_client.ts";
import { attack } from "./attack.ts";
import { foreign_origin, type Target } from "./kit/target.ts";

const sources = 16;

async function one(target: Target, number: number): Promise<void> {
  const tcp = await target.tcp(number % sources);
  if (tcp === undefined) return;
  await target.send(tcp, upgradeRequest(target.plan.port, { Origin: foreign_origin }));
  tcp.reset();
}

/** The attack `reset-upgrades`. */
export const reset_upgrades = attack({
  name: "reset-upgrades",
  sends: `3,500 resets right after the upgrade request, from ${sources} public IPs`,
  bounds: { seconds_max: 10, connections_max: 3500, sent_mib_max: 2 },
  small: { seconds_max: 5, connections_max: 1000, sent_mib_max: 1 },
  repeats: 10,
  limits: { descriptors_max: sources * (lost_sockets_limit.unopened_max + lost_sockets_limit.lost_max) },
  async run(target) {
    for (let number = 0; number < target.plan.bounds.connections_max && target.goesOn; number += 25) {
      await Promise.all(Array.from({ length: 25 }, (_, more) => one(target, number + more)));
    }
  },
});
