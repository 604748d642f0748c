import assert from "node:assert/strict";
import { parseHost } from "./host_name.ts";

Deno.test("parseHost() reads names, IP literals and ports", () => {
  const cases: [string, ReturnType<typeof parseHost>][] = [
    ["localhost", { name: "localhost" }],
    ["LocalHost:9000", { name: "localhost", port: 9000 }],
    ["localhost.", { name: "localhost" }],
    ["localhost.:9000", { name: "localhost", port: 9000 }],
    ["a_b.example-1.org", { name: "a_b.example-1.org" }],
    ["xn--bcher-kva.example:1", { name: "xn--bcher-kva.example", port: 1 }],
    ["127.0.0.1:65535", { name: "127.0.0.1", port: 65535 }],
    ["[::1]", { name: "::1" }],
    ["[FE80::1]:80", { name: "fe80::1", port: 80 }],
    ["[::ffff:127.0.0.1]:80", { name: "::ffff:127.0.0.1", port: 80 }],
    [`${"a".repeat(63)}.example`, { name: `${"a".repeat(63)}.example` }],
    [`${"a.".repeat(126)}a.:65535`, { name: `${"a.".repeat(126)}a`, port: 65535 }],
  ];
  for (const [host, expected] of cases) assert.deepEqual(parseHost(host), expected, host);
});

Deno.test("parseHost() reads nothing else", () => {
  const cases = [
    null,
    undefined,
    "",
    ".",
    ":9000",
    "[localhost]evil.example",
    "[localhost]",
    "[127.0.0.1]",
    "[::1]evil.example",
    "[::1]:80@evil.example",
    "[::1",
    "::1",
    "[fe80::1%eth0]",
    "[]",
    "127.0.0.1:80@evil.example",
    "localhost@evil.example",
    "localhost:evil.example",
    "localhost:80:80",
    "localhost:",
    "localhost:0",
    "localhost:65536",
    "localhost:+80",
    "localhost:0x50",
    "localhost:000080",
    "localhost, evil.example",
    "localhost:9000, localhost:9000",
    "localhost/evil.example",
    "localhost?",
    "localhost#",
    "localhost\\evil.example",
    "localhost evil.example",
    " localhost",
    "localhost\t",
    "localhost..",
    ".localhost",
    "a..example",
    "127.1",
    "127.0.0.1.2",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "256.0.0.1",
    "2130706433",
    "0x7f000001",
    "evil.example.0x7f",
    "lоcalhost",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(126)}ab`,
    "a.".repeat(200),
  ];
  for (const host of cases) assert.equal(parseHost(host), undefined, `${host}`);
});
