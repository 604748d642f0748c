/** What every store must do, as tests. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseAddress } from "../discovery/address/address.ts";
import { heard_again_ms } from "../discovery/limits.ts";
import type { PeerRow } from "./peer_row.ts";
import type { PeerStore } from "./storage.ts";
import { row, rows } from "./test_rows.ts";

/** What a store of a test is opened with. */
export type Options = { rows_max?: number };

/** Opens a store that keeps its things in a folder of the test's own. */
export type Open = (folder: string, options?: Options) => PeerStore | Promise<PeerStore>;

/** What is not the same for all kinds of stores. */
export interface Kind {
  /** The machine lacks what it needs; the name says so. */
  readonly ignore?: boolean;
  /** Other nodes use it, too: what one node forgets is still there, with its text. */
  readonly is_shared?: boolean;
}

/** Declares the tests for one kind of store. */
export function contract(name: string, open: Open, { ignore = false, is_shared = false }: Kind = {}): void {
  /** One test on a store of its own. */
  const test = (sentence: string, body: (store: PeerStore) => void | Promise<void>, options?: Options) =>
    Deno.test({
      name: `${name} ${sentence}`,
      ignore,
      fn: async () => {
        const folder = Deno.makeTempDirSync();
        const store = await open(folder, options);
        try {
          await body(store);
        } finally {
          await store.close();
          Deno.removeSync(folder, { recursive: true });
        }
      },
    });

  test("is empty at first", (store) => {
    assert.deepEqual(store.page(10), []);
    assert.deepEqual(store.load(10), []);
    assert.equal(store.count(), 0);
    assert.equal(store.page(10, "ws://a/"), undefined);
  });

  test("lists registered addresses at once, before they are on disk, newest first", async (store) => {
    const revision = store.revision;
    const on_disk = store.register([row("ws://a"), row("ws://b")]);
    assert.deepEqual(store.page(10), ["ws://b", "ws://a"]);
    assert.equal(store.count(), 2);
    assert.notEqual(store.revision, revision);
    await on_disk;
    assert.deepEqual(store.page(10), ["ws://b", "ws://a"]);
  });

  test("accepts an empty list", async (store) => {
    await store.register([]);
    store.save([]);
    store.remove([]);
    assert.equal(store.count(), 0);
  });

  test("keeps one row per key and its text as first written", async (store) => {
    await store.register([row("ws://A:80"), row("ws://a/"), row("ws://b")]);
    const revision = store.revision;
    await store.register([row("ws://a"), row("ws://B/")]);
    assert.deepEqual(store.page(10), ["ws://b", "ws://A:80"]);
    assert.equal(store.count(), 2);
    assert.equal(store.revision, revision);
  });

  for (
    const [later_ms, expected_ms, words] of [
      [heard_again_ms, heard_again_ms, "moves last_heard_ms on after a minute"],
      [heard_again_ms - 1, 0, "leaves last_heard_ms within a minute"],
      [-heard_again_ms, 0, "never moves last_heard_ms back"],
    ] as const
  ) {
    test(`${words} and changes nothing else of a known row`, async (store) => {
      const known = row("ws://a", { ip: "1.2.3.4", last_success_ms: 5, state: "good", reliability: 0.5 });
      store.save([known]);
      const revision = store.revision;
      await store.register([row("ws://a/", { last_heard_ms: known.last_heard_ms + later_ms })]);
      assert.deepEqual(store.load(1), [{ ...known, last_heard_ms: known.last_heard_ms + expected_ms }]);
      assert.equal(store.revision, revision);
    });
  }

  test("lets reached addresses (last success first) and unreached ones (newest first) take turns", (store) => {
    store.save([
      row("ws://u1"),
      row("ws://r1", { last_success_ms: 30 }),
      row("ws://r2", { last_success_ms: 10 }),
      row("ws://u2"),
      row("ws://u3"),
      row("ws://r3", { last_success_ms: 30 }),
      row("ws://u4"),
    ]);
    const listing = ["r3", "u4", "r1", "u3", "r2", "u2", "u1"].map((host) => `ws://${host}`);
    assert.deepEqual(store.page(100), listing);
    assert.deepEqual(store.page(3), listing.slice(0, 3));
    assert.deepEqual(store.page(3, "ws://u4/"), listing.slice(2, 5));
    assert.deepEqual(store.page(1, "ws://r1/"), listing.slice(3, 4));
    assert.deepEqual(store.page(3, "ws://u1/"), []);
    assert.equal(store.page(3, "ws://u9/"), undefined);
  });

  test("gives half of a page to reached addresses if there are as many", (store) => {
    const reached = rows(500).map((each, index) => ({ ...each, last_success_ms: index }));
    store.save([...reached, ...rows(2_000, 500)]);
    const page = new Set(store.page(1_000));
    assert.equal(reached.filter(({ addr }) => page.has(addr)).length, 500);
    assert.equal(page.size, 1_000);
  });

  test("loads reached rows by last success, then the newest, whole", (store) => {
    const full: PeerRow = {
      ...row("wss://Known.example:9000/ws"),
      ip: "203.0.113.7",
      group: "203.0",
      source_group: "2001:db8",
      source_scope: "public",
      first_heard_ms: 1,
      last_heard_ms: 2,
      last_try_ms: 4,
      last_success_ms: 3,
      first_success_ms: 2,
      avoid_until_ms: 11,
      failures: 5,
      successes: 6,
      reliability: 0.625,
      state: "suspect",
      speaks: "lecture",
      anchor: true,
    };
    const later = row("ws://later", { last_success_ms: 9 });
    store.save([row("ws://a"), full, row("ws://b"), later]);
    assert.deepEqual(store.load(3), [later, full, row("ws://b")]);
    assert.equal(store.load(100).length, 4);
    assert.deepEqual(store.load(2, 1), [full, row("ws://b")]);
    assert.equal(store.load(2, 3).length, 1);
    assert.deepEqual(store.load(2, 4), []);
  });

  test("finds a row by its key, whole, and nothing where there is none", (store) => {
    const known = row("ws://A", { ip: "1.2.3.4", last_success_ms: 5, anchor: true });
    store.save([row("ws://b"), known]);
    assert.deepEqual(store.find("ws://a/"), known);
    assert.equal(store.find("ws://A"), undefined);
    store.remove(["ws://a/"]);
    assert.equal(store.find("ws://a/"), undefined);
  });

  test("walks through all rows in the order of their keys, in pieces of any size", (store) => {
    assert.deepEqual(store.walk(10), []);
    const reached = row("ws://b", { last_success_ms: 5, speaks: "network" });
    store.save([row("ws://c"), row("ws://a"), reached, row("ws://d")]);
    assert.deepEqual(store.walk(10), [row("ws://a"), reached, row("ws://c"), row("ws://d")]);
    assert.deepEqual(store.walk(2), [row("ws://a"), reached]);
    assert.deepEqual(store.walk(2, "ws://b/"), [row("ws://c"), row("ws://d")]);
    // The last row of the piece before may be gone by then.
    assert.deepEqual(store.walk(1, "ws://bb/"), [row("ws://c")]);
    assert.deepEqual(store.walk(2, "ws://d/"), []);
  });

  test("overwrites what it saves and keeps its place", (store) => {
    store.save([row("ws://a"), row("ws://b")]);
    const revision = store.revision;
    const reached = row("ws://A/", { last_success_ms: 7, state: "tried" });
    store.save([reached]);
    assert.deepEqual(store.load(10), [reached, row("ws://b")]);
    assert.deepEqual(store.page(10), ["ws://A/", "ws://b"]);
    assert.equal(store.count(), 2);
    assert.notEqual(store.revision, revision);
    store.save([row("ws://a")]);
    assert.deepEqual(store.page(10), ["ws://b", "ws://a"]);
  });

  test("forgets removed rows and takes them again as new", async (store) => {
    await store.register([row("ws://a"), row("ws://b"), row("ws://c")]);
    const revision = store.revision;
    store.remove(["ws://b/", "ws://unknown/"]);
    assert.deepEqual(store.page(10), ["ws://c", "ws://a"]);
    assert.equal(store.count(), 2);
    assert.notEqual(store.revision, revision);
    store.remove(["ws://c/"]);
    await store.register([row("ws://b/")]);
    assert.deepEqual(store.page(10), [is_shared ? "ws://b" : "ws://b/", "ws://a"]);
    assert.equal(store.count(), 2);
  });

  test("saves and removes in the midst of a turn", async (store) => {
    const registered = store.register([row("ws://a")]);
    store.save([row("ws://b")]);
    store.remove(["ws://a/"]);
    const again = store.register([row("ws://c")]);
    await Promise.all([registered, again]);
    assert.deepEqual(store.page(10), ["ws://c", "ws://b"]);
    assert.equal(store.count(), 2);
  });

  test(
    "takes as many rows as its limit and refuses one more, keeping nothing of that call",
    async (store) => {
      const calls = [store.register(rows(9)), store.register(rows(2, 9)), store.register(rows(1, 20))];
      const outcomes = await Promise.allSettled(calls);
      assert.deepEqual(outcomes.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
      await assert.rejects(calls[1]!, { name: "StorageError", fault: "full" });
      assert.equal(store.count(), 10);
      assert.equal(store.page(10)![0], "ws://peer-20.example:9000/ws");
      await assert.rejects(store.register(rows(1, 30)), { fault: "full" });
      assert.throws(() => store.save(rows(1, 30)), { fault: "full" });
      assert.equal(store.count(), 10);
      assert.equal(store.page(100)!.length, 10);
    },
    { rows_max: 10 },
  );

  test("takes known rows when it is full, and new ones after a removal", async (store) => {
    await store.register(rows(10));
    await store.register([...rows(10), ...rows(10)]);
    store.save(rows(10));
    store.remove([rows(1)[0]!.key]);
    await store.register([...rows(5, 5), ...rows(1, 50), ...rows(1, 50)]);
    assert.equal(store.count(), 10);
  }, { rows_max: 10 });

  test("can be written", (store) => store.probe());

  for (const rows_max of [1, 100]) {
    test(
      `rejects writes after it was closed, which it can be twice, with room for ${rows_max}`,
      async (store) => {
        const pending = store.register([row("ws://a")]);
        const closed = [store.close(), store.close()];
        await pending;
        await Promise.all(closed);
        await assert.rejects(store.register([row("ws://b")]), { name: "StorageError", fault: "unwritable" });
        assert.throws(() => store.save([row("ws://b")]), { fault: "unwritable" });
        assert.throws(() => store.remove(["ws://a/"]), { fault: "unwritable" });
        assert.throws(() => store.probe(), { fault: "unwritable" });
      },
      { rows_max },
    );
  }

  test("lists every accepted text exactly as it was written", async (store) => {
    const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.webPath());
    await fc.assert(fc.asyncProperty(text, async (path) => {
      const addr = `ws://host/${path}`;
      fc.pre(parseAddress(addr).address !== undefined && addr.isWellFormed());
      await store.register([row(addr)]);
      assert.deepEqual(store.page(1), [addr]);
      store.remove([row(addr).key]);
    }));
  });

  test("lists the same whole, in pages of any size, and as an independent model does", (store) => {
    const times = fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { maxLength: 40 });
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(times, sizes, (last_successes_ms, page_sizes) => {
      store.remove(store.load(1_000).map(({ key }) => key));
      store.save(
        rows(last_successes_ms.length).map((each, index) => ({
          ...each,
          last_success_ms: last_successes_ms[index]!,
        })),
      );
      const whole = store.page(1_000)!;
      assert.deepEqual(whole, model(store.load(1_000)));
      assert.deepEqual(pages(store, page_sizes), whole);
    }));
  });
}

/** The listing in the plainest words: while both kinds have some, one of each; then what is left. */
function model(loaded: PeerRow[]): string[] {
  const reached = loaded.filter((each) => each.last_success_ms !== null);
  const unreached = loaded.filter((each) => each.last_success_ms === null);
  const listing: PeerRow[] = [];
  while (reached.length > 0 && unreached.length > 0) listing.push(reached.shift()!, unreached.shift()!);
  return [...listing, ...reached, ...unreached].map(({ addr }) => addr);
}

/** Reads page after page, with the sizes in rotation, until one is empty. */
function pages(store: PeerStore, sizes: number[]): string[] {
  const listing: string[] = [];
  for (let turn = 0;; turn++) {
    const after = listing.at(-1);
    const page = store.page(sizes[turn % sizes.length]!, after && parseAddress(after).address!.key)!;
    if (page.length === 0) return listing;
    listing.push(...page);
    assert.ok(listing.length <= store.count(), "expected no repeats");
  }
}
