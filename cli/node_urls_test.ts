import assert from "node:assert/strict";
import { nodeUrls } from "./node_urls.ts";

Deno.test("nodeUrls() names what can be dialled, for each kind of host", () => {
  const lan_ip = "192.168.1.7";
  const cases: [Parameters<typeof nodeUrls>[0], string, string, string | undefined][] = [
    [
      { host: "0.0.0.0", port: 9000, tls: false },
      "http://localhost:9000/",
      "ws://localhost:9000/ws",
      undefined,
    ],
    [
      { host: "::", port: 9000, tls: false, lan_ip },
      "http://localhost:9000/",
      "ws://localhost:9000/ws",
      `ws://${lan_ip}:9000/ws`,
    ],
    [
      { host: "[::]", port: 9000, tls: false, lan_ip },
      "http://localhost:9000/",
      "ws://localhost:9000/ws",
      `ws://${lan_ip}:9000/ws`,
    ],
    [
      { host: "localhost", port: 9000, tls: false, lan_ip },
      "http://localhost:9000/",
      "ws://localhost:9000/ws",
      undefined,
    ],
    [
      { host: "0.0.0.0", port: 1, tls: true, lan_ip },
      "https://localhost:1/",
      "wss://localhost:1/ws",
      `wss://${lan_ip}:1/ws`,
    ],
    [
      { host: "127.0.0.1", port: 1, tls: false, lan_ip },
      "http://127.0.0.1:1/",
      "ws://127.0.0.1:1/ws",
      undefined,
    ],
    [{ host: "::1", port: 1, tls: false, lan_ip }, "http://[::1]:1/", "ws://[::1]:1/ws", undefined],
    [
      { host: "fox.example", port: 1, tls: false, lan_ip },
      "http://fox.example:1/",
      "ws://fox.example:1/ws",
      undefined,
    ],
  ];
  for (const [place, page, node, lan] of cases) {
    const urls = nodeUrls(place);
    assert.deepEqual([urls.page, urls.node, urls.lan], [page, node, lan]);
  }
});
