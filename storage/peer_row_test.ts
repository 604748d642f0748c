import assert from "node:assert/strict";
import { type Contact, Entry } from "../discovery/book/entry.ts";
import { locate } from "../discovery/address/group.ts";
import { entryOf, rowOf } from "./peer_row.ts";

function entryWith(contact: Partial<Contact> | null, addr = "ws://203.0.113.7:9000/ws"): Entry {
  const entry = new Entry(locate(addr)!, { group: "198.51", scope: "public" }, 1000);
  if (contact !== null) Object.assign(entry.dialled(), contact);
  return entry;
}

const proven = { successes: 3, first_success_s: 1000, last_success_s: 4600, reliability: 0.7 };

Deno.test("an entry becomes a row, and the same row again when it comes back", () => {
  for (
    const entry of [
      entryWith(null),
      entryWith({ ...proven, ip: "203.0.113.7", last_try_s: 5000, anchor: true }),
    ]
  ) {
    const row = rowOf(entry);
    assert.deepEqual(rowOf(entryOf(row, entry.target)), row);
  }
});

Deno.test("a stored failure is waited out after a restart, too", () => {
  const entry = entryWith({ failures: 2, last_try_s: 5000 });
  assert.equal(entryOf(rowOf(entry), entry.target).contact?.not_before_s, 5060);
});

Deno.test("a name that led to a private IP is of that scope after a restart, too", () => {
  const entry = entryWith({ ...proven, ip: "192.168.1.7", last_try_s: 4600 }, "ws://node.lan/ws");
  assert.equal(entryOf(rowOf(entry), entry.target).scope, "private");
});
