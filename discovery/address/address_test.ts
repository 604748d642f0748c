import assert from "node:assert/strict";
import fc from "fast-check";
import { parseAddress, storedKey } from "./address.ts";
import { address_characters_max } from "../limits.ts";

Deno.test("parseAddress() keeps the text and tells key, host, port and scheme", () => {
  const cases: readonly (readonly [string, string, string, number, boolean])[] = [
    ["ws://localhost:9000/ws", "ws://localhost:9000/ws", "localhost", 9000, false],
    ["ws://a", "ws://a/", "a", 80, false],
    ["ws://A:80", "ws://a/", "a", 80, false],
    ["ws://a./", "ws://a/", "a", 80, false],
    ["wss://a", "wss://a/", "a", 443, true],
    ["wss://a:443/x", "wss://a/x", "a", 443, true],
    ["ws://a:443", "ws://a:443/", "a", 443, false],
    ["ws://127.1", "ws://127.0.0.1/", "127.0.0.1", 80, false],
    ["ws://0x7f000001:9", "ws://127.0.0.1:9/", "127.0.0.1", 9, false],
    ["ws://[::1]:9000", "ws://[::1]:9000/", "::1", 9000, false],
    ["ws://[::FFFF:10.0.0.1]", "ws://10.0.0.1/", "10.0.0.1", 80, false],
    ["ws://狐狸.example/🦊", "ws://xn--e5x6c.example/%F0%9F%A6%8A", "xn--e5x6c.example", 80, false],
    ["ws://a:65535/", "ws://a:65535/", "a", 65535, false],
    ["ws://a/b/../c", "ws://a/c", "a", 80, false],
  ];
  for (const [addr, key, host, port, secure] of cases) {
    assert.deepEqual(parseAddress(addr), { address: { addr, key, host, port, secure } }, addr);
  }
});

Deno.test("parseAddress() says why a text is no address", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["", "does not begin with ws:// or wss://"],
    ["http://a", "does not begin with ws:// or wss://"],
    ["WS://a", "does not begin with ws:// or wss://"],
    [" ws://a", "does not begin with ws:// or wss://"],
    ["ws:/a", "does not begin with ws:// or wss://"],
    ["ws://a b", "contains spaces, control characters or backslashes"],
    ["ws://a\n", "contains spaces, control characters or backslashes"],
    ["ws://a\\b", "contains spaces, control characters or backslashes"],
    ["ws://a\u0000", "contains spaces, control characters or backslashes"],
    ["ws://a/#", "has a fragment"],
    ["ws://a?", "has a query"],
    ["ws://u@a", "has credentials"],
    ["ws://u:p@a", "has credentials"],
    ["ws://", "has no host"],
    ["ws:///a", "has no host"],
    ["ws://:80", "has no host"],
    ["ws://.", "has no host"],
    ["ws://a:0", "has port 0"],
    ["ws://a:65536", "is not a valid URL"],
    ["ws://a:x", "is not a valid URL"],
    ["ws://[::1", "is not a valid URL"],
    ["ws://1.2.3.256", "is not a valid URL"],
    ["ws://a..", "is not a valid URL"],
    ["ws://.a", "is not a valid URL"],
    ["ws://a..b", "is not a valid URL"],
  ];
  for (const [text, fault] of cases) assert.deepEqual(parseAddress(text), { fault }, JSON.stringify(text));
});

Deno.test("parseAddress() refuses a host that nobody can dial, in every spelling", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["unspecified address", [
      "0.0.0.0",
      "0.255.255.255",
      "0",
      "0x0",
      "[::]",
      "[::ffff:0.0.0.0]",
      "[64:ff9b::0:1]",
    ]],
    ["multicast address", ["224.0.0.0", "239.255.255.255", "0xe0000001", "[::ffff:224.0.0.1]", "[ff02::1]"]],
    ["multicast address", [
      "224.1",
      "[ff00::]",
      "[2002:e000:1::]",
      "[64:ff9b::224.0.0.1]",
      "[::ffff:0:224.0.0.1]",
    ]],
    ["reserved address", ["240.0.0.0", "255.255.255.254", "[::ffff:240.0.0.1]"]],
    ["broadcast address", ["255.255.255.255", "0xffffffff", "4294967295", "[::ffff:255.255.255.255]"]],
    ["link-local address without a zone", ["[fe80::1]", "[FEBF::1]"]],
  ];
  for (const [kind, hosts] of cases) {
    for (const host of hosts) {
      for (const text of [`ws://${host}`, `ws://${host}:9000/ws`, `wss://${host}:9000/ws`]) {
        assert.deepEqual(parseAddress(text), { fault: `has a host that nobody can dial (${kind})` }, text);
      }
    }
  }
  const others = [
    "1.0.0.0",
    "223.255.255.255",
    "169.254.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "203.0.113.7",
    "127.0.0.1",
  ];
  const names = ["0.example", "224.example", "ff02", "fe80"];
  const ipv6 = [
    "[::1]",
    "[::2]",
    "[fec0::1]",
    "[fe00::1]",
    "[2001:db8::1]",
    "[64:ff9b::8.8.8.8]",
    "[fd00::1]",
  ];
  for (const host of [...others, ...names, ...ipv6]) {
    assert.equal(parseAddress(`ws://${host}:9000/ws`).fault, undefined, host);
  }
});

Deno.test("storedKey() also finds what an earlier version kept", () => {
  assert.equal(storedKey("ws://[::FFFF:224.0.0.1]:1"), "ws://224.0.0.1:1/");
  assert.equal(storedKey("ws://0.0.0.0:9000/ws"), "ws://0.0.0.0:9000/ws");
  assert.equal(storedKey("ws://a/#"), undefined);
  const longest = "ws://a/".padEnd(address_characters_max, "x");
  assert.deepEqual([storedKey(longest), storedKey(longest + "x")], [longest, undefined]);
});

Deno.test("parseAddress() takes an address of the longest length and none longer", () => {
  const longest = "ws://a/".padEnd(address_characters_max, "x");
  assert.equal(parseAddress(longest).address?.addr, longest);
  assert.equal(parseAddress(longest + "x").fault, "longer than 256 characters");
});

Deno.test("parseAddress() never throws, and a key is its own key", () => {
  const dotted = fc.stringMatching(/^[a.]{1,6}$/);
  const rests = fc.oneof(
    dotted,
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.webUrl().map((url) => url.slice(8)),
  );
  fc.assert(
    fc.property(fc.constantFrom("ws://", "wss://", ""), rests, (scheme, rest) => {
      const { address } = parseAddress(scheme + rest);
      if (address === undefined || address.key.length > address_characters_max) return;
      assert.equal(parseAddress(address.key).address?.key, address.key);
      assert.ok(address.port >= 1 && address.port <= 65535);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("parseAddress() reads a usual address as the URL parser does", () => {
  const label = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  const host = fc.oneof(
    fc.ipV4(),
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join(".")),
    fc.constantFrom(
      "localhost",
      "xn--e5x6c.example",
      "a.xn--e5x6c",
      "a.xn--",
      "1.2.3",
      "a.0x7f",
      "256.1.1.1",
      "01.2.3.4",
    ),
  );
  const port = fc.oneof(fc.integer({ min: 0, max: 70_000 }), fc.constantFrom(80, 443, 65_535, 65_536));
  const path = fc.stringMatching(/^[A-Za-z0-9_\/-]{0,12}$/);
  fc.assert(
    fc.property(fc.constantFrom("ws", "wss"), host, port, path, (scheme, host, port, path) => {
      const usual = parseAddress(`${scheme}://${host}:${port}/${path}`);
      // The URL parser takes the dot out again; only it reads a path with one.
      const dotted = parseAddress(`${scheme}://${host}:${port}/./${path}`);
      assert.deepEqual({ ...usual.address, addr: "" }, { ...dotted.address, addr: "" });
      assert.equal(usual.fault, dotted.fault);
    }),
    { numRuns: 2_000 },
  );
});

/** Hosts of every kind, in usual spellings and odd ones. */
const any_hosts: fc.Arbitrary<string> = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6().map((ip) => `[${ip}]`),
  fc.ipV6().map((ip) => `[${ip.toUpperCase()}]`),
  fc.array(fc.constantFrom("0", "0", "00", "1", "ffff", "FFFF", "7f00", ""), { minLength: 1, maxLength: 10 })
    .map((groups) => `[${groups.join(":")}]`),
  fc.stringMatching(/^0[xX][0-9a-fA-F]{0,10}$/),
  fc.nat(0xffff_ffff).map((ip) => `0x${ip.toString(16)}`),
  fc.stringMatching(/^[0-9.]{1,16}$/),
  fc.stringMatching(/^[a-z0-9A-Z._-]{1,12}$/),
  fc.domain(),
  fc.constantFrom("[::ffff:10.0.0.1]", "[::ffff:0a00:1]", "[fe80::1%25eth0]", "xn--a", "a.0x1", "1e3"),
);
const any_ports = fc.oneof(
  fc.constantFrom("", ":80", ":443", ":", ":0", ":080", ":65536"),
  fc.nat(70_000).map((port) => `:${port}`),
);
const any_paths = fc.oneof(
  fc.constantFrom(
    "",
    "/",
    "/ws",
    "//",
    "/a.b",
    "/a/..b",
    "/~a(b)'c",
    "/%2e/a",
    "/a%2e%2E",
    "/a%zz",
    "/@a:b;c=d",
  ),
  fc.stringMatching(/^\/[ -"$->@-~]{0,8}$/),
);

Deno.test("parseAddress() reads every kind of host, port and path as the URL parser does", () => {
  fc.assert(
    fc.property(fc.constantFrom("ws", "wss"), any_hosts, any_ports, any_paths, (scheme, host, port, path) => {
      const head = `${scheme}://${host}${port}`;
      const read = parseAddress(head + path);
      // The URL parser takes the dot out again; only it reads a path with one.
      const by_url = parseAddress(`${head}/.${path}`);
      assert.deepEqual({ ...read.address, addr: "" }, { ...by_url.address, addr: "" }, head + path);
      assert.equal(read.fault, by_url.fault, head + path);
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("parseAddress() leaves usual addresses, IPv6 and hexadecimal IPv4 to no URL parser", () => {
  const usual = [
    "ws://localhost:9000/ws",
    "ws://a.example",
    "wss://a.example/ws.v1/~x",
    "ws://203.0.113.7:9000",
    "ws://[2001:db8:1::1]",
    "ws://[::ffff:cb00:7107]:9000/ws",
    "ws://0xcb007107",
    "ws://a.example:65535/ws",
    "wss://a.example:443/ws",
  ];
  const parse = URL.parse;
  let parsed = 0;
  URL.parse = (...args) => {
    parsed++;
    return parse.call(URL, ...args);
  };
  try {
    for (const text of usual) assert.ok(parseAddress(text).address, text);
    assert.equal(parsed, 0);
    assert.ok(parseAddress("ws://A.example").address);
    assert.equal(parsed, 1);
  } finally {
    URL.parse = parse;
  }
});
