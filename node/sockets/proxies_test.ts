import assert from "node:assert/strict";
import { isMarkedByProxy, isProxyIp, Proxies } from "./proxies.ts";

Deno.test("isMarkedByProxy() knows the headers of proxies, also empty ones", () => {
  const names = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];
  for (const name of [...names, "CF-Connecting-IP", "True-Client-IP"]) {
    assert.equal(isMarkedByProxy(new Headers([[name, "x"]])), true, name);
    assert.equal(isMarkedByProxy(new Headers([[name, ""]])), true, name);
  }
  const headers = { host: "localhost", origin: "http://localhost", "x-foxchain-key": "k", forward: "1" };
  assert.equal(isMarkedByProxy(new Headers(headers)), false);
});

Deno.test("a proxy of ours is believed, as to the last hop that is no proxy of ours", () => {
  const proxies = new Proxies(["127.0.0.1", "2001:DB8::0:1"]);
  const cases: [string, string | undefined, string | undefined][] = [
    ["127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["2001:db8::1", "203.0.113.7", "203.0.113.7"],
    ["127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"],
    ["127.0.0.1", "198.51.100.1,203.0.113.7 ", "203.0.113.7"],
    ["127.0.0.1", "203.0.113.7:50000", "203.0.113.7"],
    ["127.0.0.1", "2001:db8::7", "2001:db8::7"],
    ["127.0.0.1", "2001:0DB8:0:0::7", "2001:db8::7"],
    ["127.0.0.1", "[2001:db8::7]", "2001:db8::7"],
    ["127.0.0.1", "[2001:db8::7]:443", "2001:db8::7"],
    ["127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"],
    // Two proxies one behind the other, both ours.
    ["127.0.0.1", "198.51.100.1, 203.0.113.7, 2001:db8::1", "203.0.113.7"],
    ["127.0.0.1", "2001:db8::1, 127.0.0.1", "2001:db8::1"],
    // What is no IP: all of its clients are one source, and nothing before it is read.
    ["127.0.0.1", undefined, "127.0.0.1"],
    ["127.0.0.1", "", "127.0.0.1"],
    ["127.0.0.1", "unknown", "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7, unknown", "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7,", "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7 198.51.100.1", "127.0.0.1"],
    ["127.0.0.1", "0x7f000001", "127.0.0.1"],
    ["127.0.0.1", "fe80::1%eth0", "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7:port", "127.0.0.1"],
    ["127.0.0.1", '"203.0.113.7"', "127.0.0.1"],
    ["127.0.0.1", "1".repeat(60_000), "127.0.0.1"],
    // Nobody else is believed.
    ["127.0.0.2", "203.0.113.7", undefined],
    ["203.0.113.9", "203.0.113.7", undefined],
    ["", "203.0.113.7", undefined],
  ];
  for (const [remote, forwarded, client] of cases) {
    const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
    assert.equal(proxies.clientOf(remote, headers), client, `${remote} for ${forwarded?.slice(0, 60)}`);
  }
});

Deno.test("without --proxy nobody is believed", () => {
  const headers = new Headers({ "x-forwarded-for": "203.0.113.7" });
  assert.equal(new Proxies([]).clientOf("127.0.0.1", headers), undefined);
});

Deno.test("isProxyIp() takes one IP in its usual form", () => {
  for (const ip of ["127.0.0.1", "::1", "2001:db8::1", "::ffff:10.0.0.1"]) {
    assert.equal(isProxyIp(ip), true, ip);
  }
  const others = [
    "",
    "localhost",
    "10.0.0.0/8",
    "127.1",
    "0x7f.0.0.1",
    "256.0.0.1",
    "[::1]",
    "127.0.0.1:80",
    "fe80::1%1",
  ];
  for (const text of others) assert.equal(isProxyIp(text), false, text);
});
