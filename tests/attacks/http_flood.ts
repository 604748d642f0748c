/** Pages asked for again and again by programs, on connections that stay. HTTP has no limit of its own. */
import { attack } from "./attack.ts";
import { foreign_origin, pause } from "./kit/target.ts";

const paths = ["/docs", "/asyncapi.json", "/"];

/** The attack `http-flood`. */
export const http_flood = attack({
  name: "http-flood",
  sends: "8 connections of one public IP, `/docs`, `/asyncapi.json` and `/` in turn without a pause",
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 50 },
  async run(target) {
    const requests = paths.map((path) =>
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${foreign_origin}\r\nAccept-Encoding: gzip\r\n\r\n`
    ).join("");
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (target.goesOn) {
        const tcp = await target.tcp(0);
        if (tcp === undefined) return;
        tcp.ignoreAnswers();
        while (target.goesOn && await target.send(tcp, requests.repeat(5))) await pause(1);
      }
    }));
  },
});
