/** What a browser can't do, told from the addresses. */
import assert from "node:assert/strict";
import { browserObstacle } from "./browser_obstacle.ts";

const cases: readonly [page: string, url: string, expected: ReturnType<typeof browserObstacle>][] = [
  ["http://localhost:9000", "ws://localhost:9000/ws", undefined],
  ["http://localhost:9000", "ws://192.168.1.7:9000/ws", undefined],
  ["http://localhost:9000", "wss://fox.example:9000/ws", undefined],
  ["http://localhost:9000", "ws://localhost/ws", "port"],
  ["http://localhost:9000", "ws://localhost:9000/", "path"],
  ["https://fox.example", "ws://other.example:9000/ws", "mixed"],
  ["https://fox.example", "ws://192.168.1.7:9000/ws", "mixed"],
  ["https://fox.example", "wss://other.example:9000/ws", undefined],
  ["https://fox.example", "ws://localhost:9000/ws", "local_network"],
  ["http://fox.example", "ws://127.0.0.1:9000/ws", "local_network"],
  ["http://fox.example", "ws://172.16.0.1:9000/ws", "local_network"],
  ["http://fox.example", "ws://172.32.0.1:9000/ws", undefined],
  ["http://192.168.1.7:9000", "ws://[::1]:9000/ws", "local_network"],
  ["http://192.168.1.7:9000", "ws://10.0.0.1:9000/ws", undefined],
  ["http://teacher:9000", "ws://printer.local:9000/ws", undefined],
  ["http://[fd00::1]:9000", "ws://localhost:9000/ws", "local_network"],
  ["http://localhost:9000", "no address", undefined],
  ["https://fox.example/fox/", "wss://fox.example/fox/ws", undefined],
  ["https://fox.example/fox/", "wss://fox.example/wolf/ws", "path"],
];

for (const [page, url, expected] of cases) {
  Deno.test(`from ${page} to ${url}: ${expected ?? "no obstacle"}`, () => {
    assert.equal(browserObstacle(url, new URL(page)), expected);
  });
}
