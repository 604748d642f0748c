/** Long bodies where none is wanted. */
import { attack } from "./attack.ts";
import { foreign_origin } from "./kit/target.ts";

const mib = 1024 * 1024;
const piece = new Uint8Array(mib / 4).fill(97);

/** The attack `http-bodies`. */
export const http_bodies = attack({
  name: "http-bodies",
  sends:
    "64 connections that post 1 GB each to `/`, `/ws`, `/events` and `/control/dial`, 2 GB in all at most",
  bounds: { seconds_max: 6, connections_max: 64, sent_mib_max: 1_900 },
  async run(target) {
    const paths = ["/", "/ws", "/events", "/control/dial"];
    await Promise.all(Array.from({ length: 64 }, async (_, number) => {
      const tcp = await target.tcp(number);
      if (tcp === undefined) return;
      const head = `POST ${paths[number % 4]} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${foreign_origin}\r\n` +
        "Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n";
      await target.send(tcp, head);
      while (target.goesOn && await target.send(tcp, piece));
    }));
  },
});
