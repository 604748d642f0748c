import assert from "node:assert/strict";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { groupsOf, ipv6Text, mappedOctets, octetsOf } from "./ip_text.ts";

const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });

Deno.test("octetsOf() reads what ipaddr reads as four decimal parts, and nothing else", () => {
  const texts = fc.oneof(fc.ipV4(), fc.stringMatching(/^[0-9.]{0,16}$/), fc.string());
  fc.assert(fc.property(texts, (text) => {
    const expected = ipaddr.IPv4.isValidFourPartDecimal(text) && !/(^|[.])0[0-9]/.test(text)
      ? ipaddr.IPv4.parse(text).octets
      : undefined;
    assert.deepEqual(octetsOf(text), expected);
  }));
});

Deno.test("ipv6Text() writes as ipaddr does after RFC 5952, and groupsOf() reads it back", () => {
  fc.assert(
    fc.property(groups, (parts) => {
      const text = ipv6Text(parts);
      assert.equal(text, new ipaddr.IPv6(parts).toRFC5952String());
      assert.deepEqual(groupsOf(text), parts);
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("groupsOf() reads what ipaddr reads, but for zones and dotted ends", () => {
  const odd = fc.array(fc.constantFrom("0", "1", "ffff", "12345", "g", "", ":"), { maxLength: 10 });
  const texts = fc.oneof(
    fc.ipV6(),
    odd.map((words) => words.join(":")),
    fc.stringMatching(/^[0-9a-f:]{0,12}$/),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const is_read = ipaddr.IPv6.isValid(text) && !/[.%]/.test(text);
      assert.deepEqual(groupsOf(text), is_read ? ipaddr.IPv6.parse(text).parts : undefined, text);
    }),
    { numRuns: 5_000 },
  );
});

/** Every character of ASCII. */
const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

Deno.test("octetsOf() reads decimal digits alone, each octet from 0 to 255, four of them", () => {
  for (const sign of ascii) {
    const expected = /[0-9]/.test(sign) ? [1, 2, 3, Number(sign)] : undefined;
    assert.deepEqual(octetsOf(`1.2.3.${sign}`), expected, sign);
  }
  for (const text of ["0.0.0.0", "255.255.255.255", "10.200.3.44", "9.99.199.249"]) {
    assert.deepEqual(octetsOf(text), text.split(".").map(Number));
  }
  const others = ["", ".", "1", "1.2.3", "1.2.3.4.5", ".1.2.3", "1..2.3", "1.2.3.", "1.2.3.4.", "1.2.3.256"];
  for (const text of [...others, "256.2.3.4", "1.2.3.00", "01.2.3.4", "1.2.3.0x1", "999.1.1.1"]) {
    assert.equal(octetsOf(text), undefined, text);
  }
});

Deno.test("groupsOf() reads hexadecimal digits alone, at most four in a group, eight groups", () => {
  for (const sign of ascii) {
    const expected = /[0-9a-fA-F]/.test(sign) ? [0, 0, 0, 0, 0, 0, 0, parseInt(sign, 16)] : undefined;
    if (sign !== ":") assert.deepEqual(groupsOf(`::${sign}`), expected, sign);
    const between = groupsOf(`1${sign}2::`);
    assert.equal(between !== undefined, sign === ":" || expected !== undefined, sign);
  }
  for (
    const [text, groups] of [
      ["1:2:3:4:5:6:7:8", [1, 2, 3, 4, 5, 6, 7, 8]],
      ["1:2:3:4:5:6:7:ffff", [1, 2, 3, 4, 5, 6, 7, 0xffff]],
      ["::", [0, 0, 0, 0, 0, 0, 0, 0]],
      ["1::", [1, 0, 0, 0, 0, 0, 0, 0]],
      ["::8", [0, 0, 0, 0, 0, 0, 0, 8]],
      ["1:2::7:8", [1, 2, 0, 0, 0, 0, 7, 8]],
      ["1::3:4:5:6:7:8", [1, 0, 3, 4, 5, 6, 7, 8]],
      ["1:2:3:4:5:6:7::", [1, 2, 3, 4, 5, 6, 7, 0]],
      ["::2:3:4:5:6:7:8", [0, 2, 3, 4, 5, 6, 7, 8]],
      ["0001:0ab::", [1, 0xab, 0, 0, 0, 0, 0, 0]],
    ] as const
  ) {
    assert.deepEqual(groupsOf(text), groups, text);
  }
  const short = ["", ":", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:"];
  const long = ["1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "::12345"];
  for (const text of [...short, ...long, ":::", "1:::2", "1::2::3", "::1::", ":1::2", "1::2:"]) {
    assert.equal(groupsOf(text), undefined, text);
  }
});

Deno.test("ipv6Text() shortens the first of the longest runs of zeros, and no single zero", () => {
  for (
    const [groups, text] of [
      [[1, 2, 3, 4, 5, 6, 7, 8], "1:2:3:4:5:6:7:8"],
      [[1, 0, 3, 4, 5, 6, 7, 8], "1:0:3:4:5:6:7:8"],
      [[1, 0, 0, 4, 5, 6, 7, 8], "1::4:5:6:7:8"],
      [[0, 0, 3, 4, 5, 6, 0, 0], "::3:4:5:6:0:0"],
      [[0, 0, 3, 4, 5, 0, 0, 0], "0:0:3:4:5::"],
      [[0, 0, 0, 4, 5, 0, 0, 0], "::4:5:0:0:0"],
      [[0, 0, 0, 0, 0, 0, 0, 0], "::"],
      [[0xabcd, 0, 0, 0, 0, 0, 0, 0x10], "abcd::10"],
    ] as const
  ) {
    assert.equal(ipv6Text(groups), text);
  }
});

Deno.test("mappedOctets() finds the IPv4 address behind ::ffff: and nowhere else", () => {
  assert.deepEqual(mappedOctets([0, 0, 0, 0, 0, 0xffff, 0x0102, 0xff04]), [1, 2, 255, 4]);
  for (let at = 0; at < 6; at++) {
    const groups = [0, 0, 0, 0, 0, 0xffff, 0x0102, 0x0304];
    groups[at] = at < 5 ? 1 : 0xfffe;
    assert.equal(mappedOctets(groups), undefined);
  }
});
