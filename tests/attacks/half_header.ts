/** Requests that never end their header. */
import { attack } from "./attack.ts";
import { foreign_origin } from "./kit/target.ts";

/** The attack `half-header`. */
export const half_header = attack({
  name: "half-header",
  sends: "400 connections with half a request header each, at `ulimit -n 128`",
  bounds: { seconds_max: 4, connections_max: 400, sent_mib_max: 1 },
  node: { open_files: 128 },
  async run(target) {
    await Promise.all(Array.from({ length: 400 }, async (_, number) => {
      const tcp = await target.tcp(number);
      if (tcp) {
        await target.send(tcp, `GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: ${foreign_origin}\r\nX-Half: `);
      }
    }));
    await target.hold();
  },
});
