import assert from "node:assert/strict";
import { nodeUrl } from "./node_url.ts";

Deno.test("nodeUrl() mends what people type", () => {
  const cases: [string, string | undefined][] = [
    ["ws://localhost:9000/ws", "ws://localhost:9000/ws"],
    ["wss://fox.example/ws", "wss://fox.example/ws"],
    ["ws://fox.example", "ws://fox.example/ws"],
    ["ws://fox.example/other", "ws://fox.example/other"],
    ["ws://localhost:6001", "ws://localhost:6001/ws"],
    ["ws://localhost:6001/", "ws://localhost:6001/"],
    ["wss://fox.example/", "wss://fox.example/"],
    ["ws://fox.example/?room=1", "ws://fox.example/?room=1"],
    ["ws://fox.example?room=1", "ws://fox.example/ws?room=1"],
    ["localhost:6001/", "ws://localhost:6001/"],
    ["ws://fox.example/ws?room=1", "ws://fox.example/ws?room=1"],
    ["http://localhost:9000/", "ws://localhost:9000/ws"],
    ["http://localhost:9000/index.html", "ws://localhost:9000/ws"],
    ["https://fox.example/chain/ws", "wss://fox.example/chain/ws"],
    ["HTTP://LOCALHOST:9000", "ws://localhost:9000/ws"],
    ["localhost:9001", "ws://localhost:9001/ws"],
    ["localhost:9001/ws", "ws://localhost:9001/ws"],
    ["localhost", "ws://localhost:9000/ws"],
    ["fox.example/ws", "ws://fox.example:9000/ws"],
    ["192.168.1.7", "ws://192.168.1.7:9000/ws"],
    [" 9001 ", "ws://localhost:9001/ws"],
    [":9001", "ws://localhost:9001/ws"],
    ["::1", "ws://[::1]:9000/ws"],
    ["fe80::1", "ws://[fe80::1]:9000/ws"],
    ["[::1]:9001", "ws://[::1]:9001/ws"],
    ["", undefined],
    ["ftp://fox.example", undefined],
    ["ws://", undefined],
    ["ws://user:secret@fox.example", undefined],
    ["localhost:0", undefined],
    ["65536", undefined],
    ["two words", undefined],
  ];
  for (const [text, url] of cases) assert.equal(nodeUrl(text), url, text);
});
