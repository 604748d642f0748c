/** The loop of a copy: where it ends, and what it says of that. */
import assert from "node:assert/strict";
import type { PeerRow } from "../peer_row.ts";
import { StorageError } from "../storage.ts";
import { rows } from "../test_rows.ts";
import { type CopyCounts, CopyFault, copyRows, type RowTarget } from "./copy_rows.ts";

/** Three pieces of two rows each. */
function source() {
  const [one, two, three] = [rows(2), rows(2, 2), rows(2, 4)];
  let is_closed = false;
  return {
    count: 6,
    *pieces(): Generator<readonly PeerRow[]> {
      try {
        yield* [one, two, three];
      } finally {
        is_closed = true;
      }
    },
    isClosed: () => is_closed,
  };
}

/** Has the first of six already. */
function target(rows_max = 10): RowTarget & { readonly keys: Set<string> } {
  const keys = new Set([rows(1)[0]!.key]);
  return {
    rows_max,
    keys,
    put(rows) {
      const fresh = rows.filter(({ key }) => !keys.has(key));
      const added = fresh.slice(0, rows_max - keys.size);
      for (const { key } of added) keys.add(key);
      return {
        added: added.length,
        updated: rows.length - fresh.length,
        left_out: fresh.length - added.length,
      };
    },
  };
}

Deno.test("copyRows() copies all, and tells how far it is after each piece", async () => {
  const told: CopyCounts[] = [];
  const counts = await copyRows(source(), target(), {
    isStopped: () => false,
    told: (now) => told.push(now),
  });
  assert.deepEqual(counts, { done: 6, all: 6, added: 5, updated: 1, unfit: 0 });
  assert.deepEqual(told.map(({ done }) => done), [2, 4, 6]);
});

Deno.test("copyRows() ends before the next piece when it is stopped, and goes on when it is run again", async () => {
  const [from, to] = [source(), target()];
  let is_stopped = false;
  const stopped = await copyRows(from, to, { isStopped: () => is_stopped, told: () => is_stopped = true });
  assert.deepEqual(stopped, { done: 2, all: 6, added: 1, updated: 1, unfit: 0 });
  assert.ok(from.isClosed());
  const counts = await copyRows(source(), to, { isStopped: () => false, told() {} });
  assert.deepEqual([counts.added, to.keys.size], [4, 6]);
});

Deno.test("copyRows() fills a target to its last place, and says how far it was", async () => {
  const watch = { isStopped: () => false, told() {} };
  assert.equal((await copyRows(source(), target(6), watch)).added, 5);
  await assert.rejects(copyRows({ ...source(), count: 7 }, target(6), watch), {
    name: "CopyFault",
    side: "to",
  });
  const narrow = target(6);
  narrow.keys.add("another");
  await assert.rejects(
    copyRows(source(), narrow, watch),
    ({ fault, counts }: CopyFault) => fault.fault === "full" && counts?.done === 5 && counts.added === 4,
  );
});

Deno.test("copyRows() tells which side failed; a bug stays a bug", async () => {
  const watch = { isStopped: () => false, told() {} };
  const fault = new StorageError("unwritable", { en: "The disk is full.", zh: "磁盘满了。" });
  const failing = (error: Error): RowTarget => ({ rows_max: 10, put: () => Promise.reject(error) });
  const from = source();
  await assert.rejects(copyRows(from, failing(fault), watch), { name: "CopyFault", side: "to", fault });
  assert.ok(from.isClosed());
  const damaged = {
    count: 1,
    // deno-lint-ignore require-yield
    *pieces(): Generator<readonly PeerRow[]> {
      throw fault;
    },
  };
  await assert.rejects(copyRows(damaged, target(), watch), { name: "CopyFault", side: "from", fault });
  await assert.rejects(copyRows(source(), failing(new TypeError("bug")), watch), TypeError);
});
