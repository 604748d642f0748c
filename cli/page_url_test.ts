import assert from "node:assert/strict";
import { pageUrl } from "./page_url.ts";

Deno.test("pageUrl() reads what a person types for a node", () => {
  const cases: [string, string | undefined][] = [
    ["ws://localhost:9000/ws", "http://localhost:9000/"],
    ["localhost", "http://localhost:9000/"],
    ["192.168.1.7:9001", "http://192.168.1.7:9001/"],
    ["::1", "http://[::1]:9000/"],
    ["http://127.0.0.1:9000", "http://127.0.0.1:9000/"],
    ["HTTPS://Fox.example/fox/?lang=zh#peers", "https://fox.example/fox/"],
    ["https://fox.example/fox/index.html", "https://fox.example/fox/"],
    ["wss://fox.example/ws", "https://fox.example/"],
    ["", undefined],
    ["http://", undefined],
    ["https://user:secret@fox.example/", undefined],
  ];
  for (const [text, page] of cases) assert.equal(pageUrl(text), page, text);
});
