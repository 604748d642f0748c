import assert from "node:assert/strict";
import { isKnownHost } from "./host_guard.ts";

Deno.test("isKnownHost() knows IP literals, localhost and the names it was given", () => {
  const names = ["node.example"];
  const known = [
    "localhost",
    "LOCALHOST:9000",
    "127.0.0.1:9000",
    "192.168.1.7",
    "[::1]:9000",
    "[2001:db8::1]",
    "node.example:9000",
    "Node.Example",
    "node.example.",
  ];
  const unknown = [
    "",
    ":9000",
    "evil.example",
    "localhost.evil.example",
    "node.example.evil.example",
    "127.0.0.1.nip.io",
    "[localhost]evil.example",
    "[::1]evil.example",
    "127.0.0.1:80@evil.example",
    "localhost:evil.example",
    "localhost:65536",
    "localhost, node.example",
    "127.1",
    "2130706433",
  ];
  for (const host of known) assert.equal(isKnownHost(host, names), true, host);
  for (const host of unknown) assert.equal(isKnownHost(host, names), false, host);
});
