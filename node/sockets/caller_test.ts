import assert from "node:assert/strict";
import { callerOf, isForeignPage } from "./caller.ts";
import { Proxies } from "./proxies.ts";

Deno.test("callerOf() calls local exactly who comes from loopback under a loopback name without a proxy", () => {
  const cases: readonly (readonly [string, Record<string, string>, ReturnType<typeof callerOf>])[] = [
    ["127.0.0.1", { host: "localhost:9000" }, { ip: "127.0.0.1", scope: "loopback", local: true }],
    ["127.0.0.1", { host: "LocalHost" }, { ip: "127.0.0.1", scope: "loopback", local: true }],
    ["127.0.0.1", { host: "127.0.0.1:9000" }, { ip: "127.0.0.1", scope: "loopback", local: true }],
    ["127.8.0.1", { host: "127.0.0.1" }, { ip: "127.8.0.1", scope: "loopback", local: true }],
    ["::1", { host: "[::1]:9000" }, { ip: "::1", scope: "loopback", local: true }],
    ["::ffff:127.0.0.1", { host: "localhost" }, { ip: "127.0.0.1", scope: "loopback", local: true }],
    ["127.0.0.1", {}, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "evil.example:9000" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "localhost.evil.example" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "[localhost]evil.example" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "127.0.0.1:80@evil.example" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "localhost:evil.example" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "localhost, localhost" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["127.0.0.1", { host: "192.168.1.7:9000" }, { ip: "127.0.0.1", scope: "public", local: false }],
    ["192.168.1.7", { host: "192.168.1.2:9000" }, { ip: "192.168.1.7", scope: "private", local: false }],
    ["192.168.1.7", { host: "localhost:9000" }, { ip: "192.168.1.7", scope: "private", local: false }],
    ["8.8.8.8", { host: "localhost:9000" }, { ip: "8.8.8.8", scope: "public", local: false }],
    ["", { host: "localhost:9000" }, { ip: "", scope: "public", local: false }],
  ];
  for (const [ip, headers, caller] of cases) assert.deepEqual(callerOf(ip, new Headers(headers)), caller);
});

Deno.test("callerOf() takes a proxied caller for public, wherever the proxy stands", () => {
  const proxies: readonly (readonly [string, string])[] = [
    ["forwarded", "for=1.2.3.4"],
    ["x-forwarded-for", "127.0.0.1"],
    ["forwarded", ""],
    ["via", "1.1 cache"],
    ["x-real-ip", "127.0.0.1"],
    ["x-forwarded-host", "localhost"],
    ["x-forwarded-proto", "http"],
    ["cf-connecting-ip", "127.0.0.1"],
  ];
  for (const proxy of proxies) {
    for (const ip of ["127.0.0.1", "192.168.1.7"]) {
      const headers = new Headers([["host", "localhost:9000"], [...proxy]]);
      assert.deepEqual(callerOf(ip, headers), { ip, scope: "public", local: false });
    }
  }
});

Deno.test("callerOf() takes a page of another origin for public, and a page of this node for its visitor", () => {
  const cases = [
    ["http://localhost:9000", "localhost:9000", true],
    ["http://LOCALHOST:9000", "localhost:9000", true],
    ["http://localhost:9000", "LOCALHOST:9000", true],
    ["https://localhost", "localhost", true],
    ["http://localhost:9001", "localhost:9000", false],
    ["http://127.0.0.1:9000", "localhost:9000", false],
    ["https://evil.example", "localhost:9000", false],
    ["null", "localhost:9000", false],
    ["", "localhost:9000", false],
    ["chrome-extension://abcdef", "localhost:9000", false],
  ] as const;
  for (const [origin, host, local] of cases) {
    const caller = callerOf("127.0.0.1", new Headers({ origin, host }));
    assert.deepEqual([caller.local, caller.scope], [local, local ? "loopback" : "public"], origin);
  }
});

Deno.test("callerOf() believes a proxy of ours as to the IP, and in nothing else", () => {
  const proxies = new Proxies(["127.0.0.1", "192.168.1.9"]);
  const cases = [
    ["127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["192.168.1.9", "203.0.113.7", "203.0.113.7"],
    ["192.168.1.9", "192.168.1.4", "192.168.1.4"],
    // No way to be taken for the person at this machine: neither by a claim nor by silence.
    ["192.168.1.9", "127.0.0.1", "127.0.0.1"],
    ["127.0.0.1", undefined, "127.0.0.1"],
    ["192.168.1.8", "203.0.113.7", "192.168.1.8"],
  ] as const;
  for (const [remote, forwarded, ip] of cases) {
    const headers = new Headers({
      host: "localhost:9000",
      ...(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }),
    });
    assert.deepEqual(callerOf(remote, headers, proxies), { ip, scope: "public", local: false });
  }
});

for (
  const [site, is_foreign] of [
    ["same-origin", false],
    ["none", false],
    ["same-site", true],
    ["cross-site", true],
    [undefined, false],
  ] as const
) {
  Deno.test(`what a browser marks as ${site} comes ${is_foreign ? "" : "not "}from another site's page`, () => {
    const headers = new Headers({ host: "localhost:9000" });
    if (site !== undefined) headers.set("sec-fetch-site", site);
    assert.equal(isForeignPage(headers), is_foreign);
  });
}
