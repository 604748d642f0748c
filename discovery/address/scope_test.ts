import assert from "node:assert/strict";
import { isIp, reaches, type Scope, scopeOfIp, unmap } from "./scope.ts";

Deno.test("scopeOfIp() tells how far an address reaches, on both sides of each border", () => {
  const cases: readonly (readonly [Scope, readonly string[]])[] = [
    ["loopback", ["127.0.0.0", "127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1"]],
    ["private", [
      "10.0.0.0",
      "10.255.255.255",
      "172.16.0.0",
      "172.31.255.255",
      "192.168.0.0",
      "192.168.255.255",
    ]],
    ["private", ["169.254.0.1", "169.254.169.254", "100.64.0.0", "100.127.255.255", "0.0.0.0", "::"]],
    ["private", ["fc00::1", "fdff::1", "fe80::1", "febf::1", "::ffff:192.168.1.7"]],
    ["loopback", ["64:ff9b::127.0.0.1", "2002:7f00:1::1", "::ffff:0:127.0.0.1"]],
    ["private", ["64:ff9b::10.0.0.5", "2002:a00:5::1", "2002:c0a8:107::"]],
    ["public", ["64:ff9b::8.8.8.8", "2002:808:808::1"]],
    ["public", ["126.255.255.255", "128.0.0.0", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0"]],
    ["public", ["192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0", "8.8.8.8"]],
    ["public", ["2606:4700::1", "::2", "fbff::1", "::ffff:8.8.8.8"]],
    ["public", ["localhost", "", "node.example", "127.0.0.1:80", "[::1]", "256.1.1.1"]],
  ];
  for (const [scope, ips] of cases) for (const ip of ips) assert.equal(scopeOfIp(ip), scope, ip);
});

Deno.test("unmap() gives an IP one spelling and leaves other texts alone", () => {
  const cases = [
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::FFFF:7f00:1", "127.0.0.1"],
    ["127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["FE80::1", "fe80::1"],
    ["localhost", "localhost"],
    ["a:b", "a:b"],
    ["", ""],
  ] as const;
  for (const [ip, spelling] of cases) assert.equal(unmap(ip), spelling, ip);
});

Deno.test("isIp() tells IP literals from names and from what only looks like one", () => {
  const literals = ["0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "::ffff:1.2.3.4"];
  const others = [
    "",
    "localhost",
    "peer7",
    "peer.7a",
    "1.2.3.256",
    "1.2.3.4.5",
    "1.2.3.4:80",
    "[::1]",
    "a:b",
  ];
  for (const text of literals) assert.equal(isIp(text), true, text);
  for (const text of others) assert.equal(isIp(text), false, text);
});

Deno.test("an address is told to peers of its own scope and of narrower ones, never outwards", () => {
  const narrow_to_wide: readonly Scope[] = ["loopback", "private", "public"];
  for (const [about, own] of narrow_to_wide.entries()) {
    for (const [peer, other] of narrow_to_wide.entries()) assert.equal(reaches(own, other), about >= peer);
  }
});
