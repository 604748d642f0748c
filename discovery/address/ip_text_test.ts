import assert from "node:assert/strict";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { groupsOf, ipv6Text, octetsOf } from "./ip_text.ts";

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
