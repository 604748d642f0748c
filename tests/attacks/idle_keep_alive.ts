/** Connections that asked once, got their answer, and stay. */
import { attack } from "./attack.ts";
import { foreign_origin } from "./kit/target.ts";

/** The attack `idle-keep-alive`. */
export const idle_keep_alive = attack({
  name: "idle-keep-alive",
  sends: "400 connections that stay after one answered `GET /healthz`, at `ulimit -n 128`",
  bounds: { seconds_max: 4, connections_max: 400, sent_mib_max: 1 },
  node: { open_files: 128 },
  async run(target) {
    await Promise.all(Array.from({ length: 400 }, async (_, number) => {
      const tcp = await target.tcp(number);
      if (tcp === undefined) return;
      await target.send(tcp, `GET /healthz HTTP/1.1\r\nHost: localhost\r\nOrigin: ${foreign_origin}\r\n\r\n`);
      await Promise.race([tcp.readHead(), target.hold()]);
    }));
    await target.hold();
  },
});
