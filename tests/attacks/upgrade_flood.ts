/** New WebSockets without end: each costs an upgrade, and none sends a message. */
import { attack } from "./attack.ts";
import { pause } from "./kit/target.ts";

/** The attack `upgrade-flood`. */
export const upgrade_flood = attack({
  name: "upgrade-flood",
  sends: "8 connections of one public IP at a time that upgrade and leave, without a pause",
  bounds: { seconds_max: 8, connections_max: 20_000, sent_mib_max: 20 },
  async run(target) {
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (target.goesOn) {
        const tcp = await target.webSocket(0);
        if (tcp === undefined) await pause(5);
        else tcp.close();
      }
    }));
  },
});
