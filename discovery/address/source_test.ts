import { wide_factor } from "../limits.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import { networksOf, sourceKeys } from "./source.ts";
import { SourceCounts } from "./source.ts";

for (
  const [ip, narrow, wide] of [
    ["203.0.113.7", "203.0.113.7", null],
    ["192.168.1.7", "192.168.1.7", null],
    ["127.0.0.1", "127.0.0.1", null],
    ["::1", "::1", null],
    ["2600:1:2:3::7", "2600:1:2:3::/64", "2600:1:2::/48"],
    ["2600:1:2:3:ffff:ffff:ffff:ffff", "2600:1:2:3::/64", "2600:1:2::/48"],
    ["2600::", "2600:0:0:0::/64", "2600:0:0::/48"],
    ["fd12:3456::7", "fd12:3456::7", null],
    ["fe80::7", "fe80::7", null],
    ["fe80::7%eth0", "fe80::7%eth0", null],
    ["64:ff9b::cb00:7107", "203.0.113.7", null],
    ["2002:cb00:7107:1::7", "203.0.113.7", null],
    ["", "", null],
    ["not an IP: really", "not an IP: really", null],
  ] as const
) {
  Deno.test(`the source ${ip || "of a socket without an address"} counts as ${narrow || "itself"}`, () => {
    assert.deepEqual(sourceKeys(ip), { narrow, wide });
  });
}

Deno.test("in the /64 of an own interface each address counts by itself, beside it none", () => {
  const own = networksOf(["10.0.0.7", "fe80::1", "2600:1:2:3::1", "nonsense"]);
  assert.deepEqual(sourceKeys("2600:1:2:3::7", own), { narrow: "2600:1:2:3::7", wide: null });
  assert.equal(sourceKeys("2600:1:2:4::7", own).narrow, "2600:1:2:4::/64");
});

Deno.test("whatever host part an address of a public /64 has, it is the same source", () => {
  const word = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
  fc.assert(fc.property(fc.array(word, { minLength: 4, maxLength: 4 }), (host) => {
    assert.deepEqual(sourceKeys(`2a01:1:2:3:${host.join(":")}`), sourceKeys("2a01:1:2:3::1"));
  }));
});

Deno.test("a /64 holds what each may, its /48 four times that, and a place that is given back is free", () => {
  const each_max = 3;
  const counts = new SourceCounts();
  const ip = (network: number) => sourceKeys(`2600:1:2:${network}::7`);
  for (let network = 1; network <= wide_factor; network++) {
    for (let n = 0; n < each_max; n++) {
      assert.equal(counts.hasRoom(ip(network), each_max), true);
      counts.add(ip(network));
    }
    assert.equal(counts.hasRoom(ip(network), each_max), false);
  }
  assert.equal(counts.hasRoom(ip(99), each_max), false);
  counts.remove(ip(1));
  assert.equal(counts.hasRoom(ip(99), each_max), true);
  assert.equal(counts.hasRoom(ip(2), each_max), false);
});

Deno.test("sources are counted from none, and one that has nothing left has room for all", () => {
  const [mine, site] = [sourceKeys("203.0.113.7"), sourceKeys("2600:1:2:3::7")];
  const counts = new SourceCounts([mine, mine, site]);
  assert.deepEqual([counts.hasRoom(mine, 2), counts.hasRoom(mine, 3), counts.hasRoom(site, 1)], [
    false,
    true,
    false,
  ]);
  assert.deepEqual([counts.hasRoom(mine, 0), counts.hasRoom(sourceKeys("9.9.9.9"), 1)], [false, true]);
  counts.remove(mine);
  counts.remove(mine);
  assert.equal(counts.hasRoom(mine, 1), true);
  counts.add(mine);
  assert.equal(counts.hasRoom(mine, 1), false);
});
