/** Many requests on each connection, and no answer is ever read. */
import { attack } from "./attack.ts";
import { foreign_origin } from "./kit/target.ts";

const request = `GET /app.js HTTP/1.1\r\nHost: localhost\r\nOrigin: ${foreign_origin}\r\n\r\n`;

/** The attack `unread-http`. */
export const unread_http = attack({
  name: "unread-http",
  sends: "400 connections with 100 requests for `/app.js` each, no answer read, at `ulimit -n 128`",
  bounds: { seconds_max: 5, connections_max: 400, sent_mib_max: 8 },
  node: { open_files: 128 },
  async run(target) {
    await Promise.all(Array.from({ length: 400 }, async (_, number) => {
      const tcp = await target.tcp(number);
      if (tcp) await target.send(tcp, request.repeat(100));
    }));
    await target.hold();
  },
});
