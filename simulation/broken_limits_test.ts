import assert from "node:assert/strict";
import type { Entry } from "../discovery/book/entry.ts";
import { PeerBook } from "../discovery/book/peer_book.ts";
import type { Table } from "../discovery/book/table.ts";
import { entryOf } from "../discovery/book/test_entries.ts";
import * as limits from "../discovery/limits.ts";
import { ClientLink, InboundLink, type Link, OutboundLink } from "../discovery/state/link.ts";
import { Membership } from "../discovery/membership.ts";
import { brokenBookLimits, brokenLimits } from "./broken_limits.ts";

/** The n-th of many rows, each in a group and from a source of its own. */
function nth(n: number): Entry {
  return entryOf(`ws://host.of-${n}.example/ws`, { group: `source ${n}`, scope: "public" });
}

for (
  const [name, most] of [
    ["heard", limits.heard_max],
    ["local", limits.local_max],
    ["tried", limits.tried_max],
    ["near", limits.near_max],
  ] as const
) {
  Deno.test(`one row too many in ${name} is a broken limit, as many as it holds are not`, () => {
    const book = new PeerBook({ random: () => 0.5 });
    const table: Table = book[name];
    for (let n = 0; n < most; n++) table.add(nth(n));
    assert.deepEqual(brokenBookLimits(book), []);
    table.add(nth(most));
    assert.deepEqual(brokenBookLimits(book), [`${name}: ${most + 1} > ${most}`]);
  });
}

Deno.test("one row too many of a source, of a group or on an IP is a broken limit", () => {
  for (
    const [name, most, make] of [
      [
        "heard from one",
        limits.heard_per_source_group_max,
        (n: number) => entryOf(`ws://host.of-${n}.example/ws`, { group: "one", scope: "public" }),
      ],
      [
        "heard in 8.8",
        limits.heard_per_group_max,
        (n: number) => entryOf(`ws://8.8.8.${n}/ws`, { group: `source ${n}`, scope: "public" }),
      ],
      ["tried on 8.8.8.8", limits.tried_per_ip_max, (n: number) => entryOf(`ws://8.8.8.8:${9000 + n}/ws`)],
    ] as const
  ) {
    const book = new PeerBook({ random: () => 0.5 });
    const table = name.startsWith("tried") ? book.tried : book.heard;
    for (let n = 0; n < most; n++) table.add(make(n));
    assert.deepEqual(brokenBookLimits(book), []);
    table.add(make(most));
    assert.deepEqual(brokenBookLimits(book), [`${name}: ${most + 1} > ${most}`]);
  }
});

Deno.test("one connection too many of a kind is a broken limit", () => {
  for (
    const [name, role, most] of [
      ["inbound", "inbound", limits.inbound_max],
      ["outbound", "fresh", limits.outbound_default],
      ["extra", "extra", limits.extra_links_max],
    ] as const
  ) {
    const membership = new Membership({ random: () => 0.5, nonce: "own", now_ms: 0 });
    const links = membership.links as Map<number, Link>;
    const add = (id: number) => {
      const client = new ClientLink(id, "8.8.8.8", { group: "8.8", scope: "public" }, 0);
      const row = entryOf("ws://8.8.8.8/ws");
      links.set(
        id,
        role === "inbound"
          ? new InboundLink(client, role, "theirs", null)
          : new OutboundLink(id, row, role, false),
      );
    };
    for (let id = 0; id < most; id++) add(id);
    assert.deepEqual(brokenLimits(membership), []);
    add(most);
    assert.deepEqual(brokenLimits(membership), [`${name}: ${most + 1} > ${most}`]);
  }
});
