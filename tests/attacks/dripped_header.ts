/** Requests whose header comes one character at a time and never ends. */
import { attack } from "./attack.ts";
import { pause } from "./kit/target.ts";

/** The attack `dripped-header`. */
export const dripped_header = attack({
  name: "dripped-header",
  sends: "400 connections that drip a header, ten bytes a second each, at `ulimit -n 128`",
  bounds: { seconds_max: 5, connections_max: 400, sent_mib_max: 1 },
  node: { open_files: 128 },
  async run(target) {
    await Promise.all(Array.from({ length: 400 }, async (_, number) => {
      const tcp = await target.tcp(number);
      if (tcp === undefined) return;
      await target.send(tcp, "GET /ws HTTP/1.1\r\nHost: localhost\r\nX-Drip: ");
      while (target.goesOn && await target.send(tcp, "a")) await pause(100);
    }));
    await target.hold();
  },
});
