import assert from "node:assert/strict";
import fc from "fast-check";
import type { AddressSource, Contact, Entry } from "./entry.ts";
import * as limits from "../limits.ts";
import { type Fate, PeerBook, type PeerBookOptions } from "./peer_book.ts";
import { at, dialledEntryOf, entryOf, neighbour, seeded, stranger } from "./test_entries.ts";

const book = (options: Partial<PeerBookOptions> = {}) => new PeerBook({ random: seeded(1), ...options });
/** The n-th of many addresses, each in a /16 of its own. */
const spread = (n: number) => at(`ws://${1 + n % 9}.${(n >> 4) & 255}.${n & 255}.${(n >> 8) & 255}:9000/ws`);
const succeed = (book: PeerBook, now_s: number, entry: Entry) =>
  book.succeed(now_s, entry, entry.target.host, entry.target.scope, entry.target.group);

Deno.test("a known address is only heard again, its text stays as first written", () => {
  const peers = book();
  const entry = peers.hear(1000, at("ws://A.example:80"), stranger);
  assert.equal(peers.hear(2000, at("ws://a.example/"), neighbour), entry);
  assert.deepEqual([peers.size, entry?.target.addr, entry?.last_heard_s], [1, "ws://A.example:80", 2000]);
});

Deno.test("an address of narrower scope than its source is not kept", () => {
  const peers = book();
  assert.equal(peers.hear(1000, at("ws://192.168.1.7/ws"), stranger), undefined);
  assert.equal(peers.hear(1000, at("ws://127.0.0.1/ws"), { group: "10.0.0.1", scope: "private" }), undefined);
  assert.notEqual(peers.hear(1000, at("ws://127.0.0.1/ws"), neighbour), undefined);
  assert.notEqual(peers.hear(1000, at("ws://203.0.113.7/ws"), neighbour), undefined);
});

Deno.test("one source group fills 256 places, and its later lies push out its own earlier ones", () => {
  const peers = book();
  const honest = peers.hear(1000, at("ws://203.0.113.7/ws"), { group: "9.9", scope: "public" })!;
  for (let n = 0; n < 5000; n++) peers.hear(1000, spread(n), stranger);
  assert.equal(peers.heard.rows.length, 1 + limits.heard_per_source_group_max);
  assert.ok(peers.heard.has(honest));
});

Deno.test("one address group fills sixteen places, whoever tells it", () => {
  const peers = book();
  for (let n = 0; n < 100; n++) {
    peers.hear(1000, at(`ws://203.0.113.${n}/ws`), { group: `source ${n}`, scope: "public" });
  }
  assert.equal(peers.heard.rows.length, limits.heard_per_group_max);
});

Deno.test("what this machine and its site register is bounded by peers_max where that is less than local_max", () => {
  const peers = book({ peers_max: 500 });
  for (let n = 0; n < 600; n++) peers.hear(1000, at(`ws://203.0.113.7:${n + 1}/ws`), neighbour);
  assert.equal(peers.local.rows.length, 500);
  assert.equal(peers.hear(1000, at("ws://8.8.8.8/"), stranger), undefined);
});

/** The n-th of many addresses on this machine. */
const here = (n: number) => at(`ws://127.${n >> 16}.${(n >> 8) & 255}.${n & 255}:9000/ws`);

/** A book, and a host that keeps what it is told to. */
function keptBook() {
  const kept = new Map<string, Entry>();
  const gone: string[] = [];
  const peers = book({
    watch: (entry, fate) => {
      const { key } = entry.target;
      if (fate === "new" || fate === "changed") kept.set(key, entry);
      if (fate !== "gone") return;
      gone.push(key);
      kept.delete(key);
    },
    recall: ({ key }) => kept.get(key),
  });
  return { peers, kept, gone };
}

Deno.test("of what this site registers memory holds so many, and what leaves it is still the host's", () => {
  const { peers, kept, gone } = keptBook();
  for (let n = 0; n < limits.local_max; n++) peers.hear(1000, here(n), neighbour);
  assert.equal(peers.local.rows.length, limits.local_max);
  const newest = peers.hear(1001, here(limits.local_max), neighbour)!;
  assert.ok(peers.local.has(newest));
  assert.equal(peers.local.rows.length, limits.local_max);
  assert.deepEqual(gone, []);
  assert.equal(kept.size, limits.local_max + 1);
  assertQuotas(peers);
});

Deno.test("of the reached addresses of this site memory holds so many, and one that fails leaves first", () => {
  const { peers, kept, gone } = keptBook();
  for (let n = 0; n < limits.near_max; n++) succeed(peers, 1001, peers.hear(1000, here(n), neighbour)!);
  assert.equal(peers.near.rows.length, limits.near_max);
  peers.fail(1002, peers.get(here(7).key)!);
  succeed(peers, 1003, peers.hear(1003, here(limits.near_max), neighbour)!);
  assert.equal(peers.near.rows.length, limits.near_max);
  assert.equal(peers.get(here(7).key), undefined);
  assert.deepEqual(gone, []);
  assert.deepEqual([kept.get(here(7).key)!.contact!.failures, kept.size], [1, limits.near_max + 1]);
  assertQuotas(peers);
});

Deno.test("what has left memory comes back with its record and its source, whoever tells it then", () => {
  const { peers, kept } = keptBook();
  const first = peers.hear(1000, at("ws://A.example:80"), neighbour)!;
  peers.fail(1001, first);
  // Each newcomer pushes out a random row.
  for (let n = 0; peers.get(first.target.key) !== undefined; n++) {
    assert.ok(n < 100_000);
    peers.hear(1002, here(n), neighbour);
  }
  const again = peers.hear(2000, at("ws://a.example/"), stranger)!;
  assert.deepEqual([again.target.addr, again.source.scope, again.contact?.failures, again.last_heard_s], [
    "ws://A.example:80",
    "loopback",
    1,
    2000,
  ]);
  assert.ok(peers.local.has(again));
  assert.equal(kept.get(first.target.key)!.source.scope, "loopback");
});

Deno.test("a reached address of this site that has left memory comes back as a reached one", () => {
  const { peers, gone } = keptBook();
  for (let n = 0; n <= limits.near_max; n++) succeed(peers, 1001, peers.hear(1000, here(n), neighbour)!);
  const left = Array.from({ length: limits.near_max }, (_, n) => here(n))
    .filter(({ key }) => peers.get(key) === undefined);
  assert.equal(left.length, 1);
  assert.ok(peers.near.has(peers.hear(2000, left[0]!, stranger)!));
  assert.deepEqual(gone, []);
  assertQuotas(peers);
});

Deno.test("what was forgotten and is heard of again is new", () => {
  const fates: Fate[] = [];
  const peers = book({ watch: (_entry, fate) => void fates.push(fate) });
  const entry = peers.hear(1000, here(1), neighbour)!;
  peers.fail(1001, entry);
  peers.forget(entry);
  peers.note(entry);
  assert.equal(peers.hear(2000, here(1), neighbour)!.contact, null);
  assert.deepEqual(fates, ["new", "changed", "touched", "gone", "touched", "new"]);
});

Deno.test("a kept entry comes into a full table only for one that was dialled in vain", () => {
  for (const is_near of [false, true]) {
    const { peers, gone } = keptBook();
    const rows_max = is_near ? limits.near_max : limits.local_max;
    const table = is_near ? peers.near : peers.local;
    for (let n = 0; n < rows_max - 1; n++) {
      const entry = peers.hear(1000, here(n), neighbour)!;
      if (is_near) succeed(peers, 1001, entry);
    }
    const load = (n: number) => {
      const { addr } = here(n);
      peers.load(
        is_near
          ? dialledEntryOf(addr, { successes: 1, last_success_s: 1001 }, neighbour)
          : entryOf(addr, neighbour),
      );
    };
    load(rows_max - 1);
    assert.ok(table.has(peers.get(here(rows_max - 1).key)!));
    load(rows_max);
    assert.equal(peers.get(here(rows_max).key), undefined);
    for (const entry of [...table.rows]) peers.fail(1002, entry);
    load(rows_max);
    assert.ok(table.has(peers.get(here(rows_max).key)!));
    assert.equal(table.rows.length, rows_max);
    assert.deepEqual(gone, []);
  }
});

Deno.test("a fifth address on one IP waits until an incumbent has failed its test", () => {
  const peers = book();
  const entries = [1, 2, 3, 4, 5].map((port) =>
    peers.hear(1000, at(`ws://203.0.113.7:${port}/ws`), neighbour)!
  );
  for (const entry of entries) succeed(peers, 1001, entry);
  assert.deepEqual([peers.tried.rows.length, peers.pending_evictions.length], [4, 1]);
  const incumbent = peers.pending_evictions.next(() => true)!;
  peers.fail(1100, incumbent);
  assert.ok(peers.tried.has(entries[4]!));
  assert.ok(!peers.tried.has(incumbent));
  assert.equal(peers.get(incumbent.target.key), incumbent);
});

Deno.test("an incumbent that answers keeps its place", () => {
  const peers = book();
  const entries = [1, 2, 3, 4, 5].map((port) =>
    peers.hear(1000, at(`ws://203.0.113.7:${port}/ws`), neighbour)!
  );
  for (const entry of entries) succeed(peers, 1001, entry);
  const incumbent = peers.pending_evictions.next(() => true)!;
  succeed(peers, 1100, incumbent);
  assert.ok(peers.tried.has(incumbent));
  assert.ok(!peers.tried.has(entries[4]!));
  assert.equal(peers.pending_evictions.length, 0);
});

Deno.test("a group has no quota of tried until the table is half full", () => {
  const peers = book();
  const campus = (n: number) => at(`ws://45.77.${n >> 8}.${n & 255}:9000/ws`);
  for (let n = 0; n < 200; n++) succeed(peers, 1001, peers.hear(1000, campus(n), neighbour)!);
  assert.equal(peers.tried.inGroup("45.77"), 200);
  for (let n = 0; n < limits.tried_max / 2; n++) {
    succeed(peers, 1001, peers.hear(1000, spread(n), neighbour)!);
  }
  succeed(peers, 1001, peers.hear(1000, campus(999), neighbour)!);
  assert.equal(peers.tried.inGroup("45.77"), 200);
});

Deno.test("reached private addresses take no place of public ones", () => {
  const peers = book();
  succeed(peers, 1001, peers.hear(1000, at("ws://192.168.1.7/ws"), neighbour)!);
  assert.deepEqual([peers.near.rows.length, peers.tried.rows.length, peers.reached_count], [1, 0, 1]);
});

Deno.test("a name that leads to another IP than before moves to that IP's group", () => {
  const peers = book();
  const entry = peers.hear(1000, at("ws://lab.example.org/ws"), stranger)!;
  peers.succeed(1001, entry, "8.8.8.8", "public", "8.8");
  assert.deepEqual([peers.tried.inGroup("8.8"), peers.tried.charged("8.8.8.8")], [1, 1]);
  peers.succeed(1002, entry, "9.9.9.9", "public", "9.9");
  assert.deepEqual([peers.tried.inGroup("8.8"), peers.tried.inGroup("9.9"), peers.tried.charged("9.9.9.9")], [
    0,
    1,
    1,
  ]);
});

Deno.test("draw() gives each group the same chance, however many addresses it holds", () => {
  const peers = book();
  for (let n = 0; n < 16; n++) {
    peers.hear(1000, at(`ws://203.0.113.${n}/ws`), { group: `s${n}`, scope: "public" });
  }
  for (let n = 0; n < 4; n++) peers.hear(1000, spread(n), stranger);
  const groups = new Map<string, number>();
  for (let turn = 0; turn < 5000; turn++) {
    const { group } = peers.draw(() => true)!;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  for (const [group, count] of groups) assert.ok(Math.abs(count - 1000) < 150, `${group}: ${count}`);
});

Deno.test("draw() and oldest() give only what fits, and nothing from an empty book", () => {
  const peers = book();
  assert.deepEqual([peers.draw(() => true), peers.oldest(() => true)], [undefined, undefined]);
  const entry = peers.hear(1000, at("ws://203.0.113.7/ws"), stranger)!;
  succeed(peers, 1001, entry);
  assert.deepEqual([peers.oldest(() => true), peers.oldest(() => false), peers.draw(() => false)], [
    entry,
    undefined,
    undefined,
  ]);
});

Deno.test("sweep() forgets what nothing speaks for, and the host is told", () => {
  const { peers, kept, gone } = keptBook();
  peers.hear(1000, at("ws://203.0.113.7/ws"), stranger);
  assert.equal(kept.size, 1);
  peers.sweep(1000 + limits.forget_unreached_s - 1);
  assert.equal(peers.size, 1);
  peers.sweep(1000 + limits.forget_unreached_s);
  assert.deepEqual([kept.size, gone], [0, ["ws://203.0.113.7/ws"]]);
});

Deno.test("a kept book is loaded as it was, and nothing of it is to be stored again", () => {
  const { peers, kept } = keptBook();
  for (let n = 0; n < 50; n++) {
    const entry = peers.hear(1000, spread(n), n % 2 ? neighbour : stranger)!;
    if (n % 3 === 0) succeed(peers, 1001, entry);
  }
  const again = keptBook();
  for (const { target, source, contact } of kept.values()) {
    again.peers.load(
      contact === null ? entryOf(target.addr, source) : dialledEntryOf(target.addr, { ...contact }, source),
    );
  }
  assert.deepEqual([again.kept.size, again.gone], [0, []]);
  const sizes = ({ heard, local, tried }: PeerBook) =>
    [heard, local, tried].map((table) => table.rows.length);
  assert.deepEqual(sizes(again.peers), sizes(peers));
});

/** Counted anew from the rows themselves, so that a wrong tally shows. */
function assertQuotas({ heard, local, tried, near, pending_evictions, size }: PeerBook): void {
  const most = (rows: readonly Entry[], key: (entry: Entry) => string | null) => {
    const counts = new Map<string | null, number>();
    for (const entry of rows) counts.set(key(entry), (counts.get(key(entry)) ?? 0) + 1);
    return Math.max(0, ...counts.values());
  };
  assert.equal(size, [heard, local, tried, near].reduce((sum, { rows }) => sum + rows.length, 0));
  assert.ok(heard.rows.length <= limits.heard_max);
  assert.ok(local.rows.length <= limits.local_max);
  assert.ok(near.rows.length <= limits.near_max);
  assert.ok(tried.rows.length <= limits.tried_max);
  assert.ok(most(heard.rows, (entry) => entry.source.group) <= limits.heard_per_source_group_max);
  assert.ok(most(heard.rows, (entry) => entry.group) <= limits.heard_per_group_max);
  assert.ok(most(tried.rows, (entry) => entry.ip) <= limits.tried_per_ip_max);
  assert.ok(pending_evictions.length <= limits.pending_evictions_max);
  for (const table of [heard, local, tried, near]) {
    for (const [index, entry] of table.rows.entries()) {
      assert.ok(entry.index === index && entry.table === table);
    }
  }
}

const step = fc.record({
  what: fc.constantFrom("hear", "hear", "hear", "succeed", "fail", "forget", "sweep"),
  // Few hosts, many ports: quotas are met all the time.
  host: fc.constantFrom(
    "203.0.113.1",
    "203.0.113.2",
    "203.9.1.1",
    "8.8.8.8",
    "192.168.1.1",
    "127.0.0.1",
    "a.example.org",
    "b.example.org",
  ),
  port: fc.integer({ min: 1, max: 40 }),
  source: fc.constantFrom(stranger, neighbour, { group: "7.7", scope: "public" as const }, {
    group: "10.0.0.1",
    scope: "private" as const,
  }),
  ip: fc.constantFrom("203.0.113.1", "8.8.8.8", "9.9.9.9"),
  later_s: fc.integer({ min: 0, max: 90_000 }),
});

Deno.test("no sequence of events takes the book past a quota", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.integer(), (steps, seed) => {
      const peers = book({ random: seeded(seed), peers_max: 300 });
      let now_s = 1000;
      for (const { what, host, port, source, ip, later_s } of steps) {
        now_s += later_s;
        const target = at(`ws://${host}:${port}/ws`);
        const entry = what === "hear" ? peers.hear(now_s, target, source) : peers.get(target.key);
        if (what === "sweep") peers.sweep(now_s);
        if (entry === undefined) continue;
        if (what === "fail") peers.fail(now_s, entry);
        if (what === "forget") peers.forget(entry);
        if (what === "succeed" && target.literal) succeed(peers, now_s, entry);
        if (what === "succeed" && !target.literal) {
          peers.succeed(now_s, entry, ip, "public", ip.split(".", 2).join("."));
        }
      }
      assertQuotas(peers);
    }),
    { numRuns: 200 },
  );
});

Deno.test("a flood from many sources takes the book to its limits and not past them", () => {
  const peers = book();
  const random = seeded(5);
  const byte = () => Math.floor(random() * 256);
  for (let n = 0; n < 30_000; n++) {
    const target = at(`ws://${1 + byte() % 9}.${byte()}.${byte()}.${byte()}:9000/ws`);
    const entry = peers.hear(1000 + n, target, { group: `source ${n % 100}`, scope: "public" });
    if (entry !== undefined && n % 10 === 0) succeed(peers, 1000 + n, entry);
  }
  assert.equal(peers.heard.rows.length, limits.heard_max);
  assert.equal(peers.tried.rows.length, limits.tried_max);
  assertQuotas(peers);
});

Deno.test("an address that this site tells as well leaves the strangers' quotas", () => {
  const peers = book();
  const entry = peers.hear(1000, at("ws://203.0.113.7/ws"), stranger)!;
  assert.equal(peers.hear(1001, entry.target, neighbour), entry);
  assert.deepEqual([entry.source, peers.heard.rows.length, peers.local.rows.length], [neighbour, 0, 1]);
  for (let n = 0; n < 2 * limits.heard_per_source_group_max; n++) peers.hear(1002, spread(n), stranger);
  assert.equal(peers.get(entry.target.key), entry);
  peers.hear(1003, entry.target, stranger);
  assert.equal(entry.source, neighbour);
});

Deno.test("a seed keeps the record of the last run, its anchor included", () => {
  const seed = dialledEntryOf("ws://203.0.113.7/ws", { successes: 1, last_success_s: 1001, anchor: true });
  const peers = book({ recall: () => seed });
  peers.hear(2000, seed.target, neighbour);
  assert.deepEqual([peers.tried.rows.length, peers.local.rows.length], [1, 0]);
  const { successes, anchor } = peers.get(seed.target.key)!.contact!;
  assert.deepEqual([successes, anchor], [1, true]);
});

Deno.test("a name that answers on another IP is charged to that one, and no longer to the old one", () => {
  const peers = book();
  const entry = peers.hear(1000, at("ws://a.example/ws"), stranger)!;
  for (const [ip, group] of [["8.8.8.8", "8.8"], ["8.8.8.9", "8.8"], ["9.9.9.9", "9.9"]] as const) {
    peers.succeed(1001, entry, ip, "public", group);
    const charged = ["8.8.8.8", "8.8.8.9", "9.9.9.9"].filter((each) => peers.hasReachedIp(each));
    assert.deepEqual([charged, entry.ip, entry.group, peers.tried.inGroup(group)], [[ip], ip, group, 1]);
  }
});

Deno.test("the host hears of a row that comes into memory and of one that is told again: nothing is to be stored", () => {
  const fates: Fate[] = [];
  const peers = book({ watch: (_entry, fate) => void fates.push(fate) });
  peers.load(entryOf("ws://a.example/ws"));
  assert.deepEqual(fates.splice(0), ["touched"]);
  peers.hear(2000, at("ws://a.example/ws"), stranger);
  assert.deepEqual(fates, ["touched"]);
});

/** A book with two rows of one group, and how often `draw()` looks at a row. */
function looksOfDraw(random: () => number, addrs: readonly string[]) {
  let drawn = 0;
  const peers = book({
    random: () => {
      drawn++;
      return random();
    },
  });
  for (const [n, addr] of addrs.entries()) {
    peers.hear(1000, at(addr), { group: `source ${n}`, scope: "public" });
  }
  drawn = 0;
  let looks = 0;
  assert.equal(peers.draw(() => ++looks < 0), undefined);
  return { looks, drawn };
}

Deno.test("draw() passes over rows of a large group 192 times, then looks at any, and gives up after 256", () => {
  const pair = ["ws://203.0.113.1/ws", "ws://203.0.113.2/ws"];
  assert.equal(looksOfDraw(() => 0.5, pair).looks, 256 - 192);
  assert.equal(looksOfDraw(() => 0.49, pair).looks, 256);
  assert.deepEqual(looksOfDraw(() => 0.99, pair.slice(1)), { looks: 256, drawn: 256 });
});

Deno.test("oldest() gives of those that were reached at the same time the first", () => {
  const peers = book();
  const [first, second, oldest] = [1, 2, 3].map((n) => peers.hear(1000, spread(n), stranger)!);
  for (const entry of [first!, second!]) succeed(peers, 1001, entry);
  assert.equal(peers.oldest(() => true), first);
  succeed(peers, 1000, oldest!);
  assert.equal(peers.oldest(() => true), oldest);
  assert.equal(peers.oldest((entry) => entry !== oldest), first);
});

Deno.test("a success is noted with its time, and a failure with the pause that follows from it", () => {
  const peers = book({ random: () => 0.5 });
  const entry = peers.hear(1000, spread(1), stranger)!;
  peers.fail(1100, entry);
  peers.fail(1200, entry);
  const { contact } = entry;
  assert.deepEqual([contact!.failures, contact!.last_try_s, contact!.not_before_s, contact!.reliability], [
    2,
    1200,
    1200 + 2 * limits.backoff_min_s,
    0,
  ]);
  succeed(peers, 2000, entry);
  succeed(peers, 3000, entry);
  const { first_success_s, last_success_s, last_try_s, not_before_s, failures, successes } = contact!;
  assert.deepEqual([first_success_s, last_success_s, last_try_s, not_before_s], [2000, 3000, 3000, 3000]);
  assert.deepEqual([failures, successes], [0, 2]);
  assert.ok(contact!.reliability > 0 && contact!.reliability < 1, "an hour of eight");
});

Deno.test("the first try alone decides how reliable an address is at first", () => {
  for (const answers of [true, false]) {
    const peers = book();
    const entry = peers.hear(1000, spread(1), stranger)!;
    if (answers) succeed(peers, 5000, entry);
    else peers.fail(5000, entry);
    assert.equal(entry.contact!.reliability, answers ? 1 : 0);
  }
});

Deno.test("a postponed address keeps its record and waits for the shortest pause", () => {
  const peers = book({ random: () => 0.5 });
  const entry = peers.hear(1000, spread(1), stranger)!;
  peers.postpone(1100, entry);
  assert.deepEqual([entry.contact!.failures, entry.contact!.not_before_s], [0, 1100 + limits.backoff_min_s]);
});

Deno.test("an address that answers at the same place keeps its row, at another IP or group it is moved", () => {
  const peers = book();
  const entries = [1, 2, 3].map((n) => peers.hear(1000, spread(n), stranger)!);
  for (const entry of entries) succeed(peers, 1001, entry);
  const [first] = entries;
  succeed(peers, 1002, first!);
  assert.deepEqual(peers.tried.rows, entries);
  peers.succeed(1003, first!, first!.ip, "public", "another");
  assert.deepEqual([peers.tried.inGroup("another"), peers.tried.inGroup(first!.target.group)], [1, 0]);
  assert.notDeepEqual(peers.tried.rows, entries);
});

Deno.test("of an address that finds no room in a full book the success is noted all the same", () => {
  const told: Fate[] = [];
  const peers = book({ peers_max: 1, watch: (_entry, fate) => void told.push(fate) });
  peers.hear(1000, here(1), neighbour);
  const outside = entryOf("ws://8.8.8.8/ws");
  told.length = 0;
  succeed(peers, 1001, outside);
  assert.deepEqual([outside.contact!.successes, outside.table, peers.size], [1, null, 1]);
  assert.deepEqual(told, ["touched"], "It is not the book's to store.");
});

Deno.test("a nearer source than before counts from now on, a farther or equal one changes nothing", () => {
  const from = (scope: AddressSource["scope"]) => ({ group: scope, scope });
  for (
    const [before, then, counts] of [
      ["public", "private", true],
      ["public", "loopback", true],
      ["private", "loopback", true],
      ["private", "private", false],
      ["loopback", "private", false],
      ["loopback", "loopback", false],
      ["loopback", "public", false],
      ["public", "public", false],
    ] as const
  ) {
    const told: Fate[] = [];
    const peers = book({ watch: (_entry, fate) => void told.push(fate) });
    const entry = peers.hear(1000, at("ws://8.8.8.8/ws"), from(before))!;
    const first = entry.source;
    told.length = 0;
    const again = { ...from(then), group: "again" };
    peers.hear(1001, entry.target, again);
    assert.equal(entry.source, counts ? again : first, `${before}, then ${then}`);
    assert.deepEqual(told, counts ? ["touched", "changed"] : ["touched"]);
    assert.equal(entry.table, entry.source.scope === "public" ? peers.heard : peers.local);
  }
});

Deno.test("a reached address that a nearer source tells stays among the reached ones", () => {
  const peers = book();
  const entry = peers.hear(1000, at("ws://8.8.8.8/ws"), stranger)!;
  succeed(peers, 1001, entry);
  peers.hear(1002, entry.target, neighbour);
  assert.deepEqual([entry.source, entry.table], [neighbour, peers.tried]);
});

/** A book whose table of unreached addresses of this site holds these two rows and is full. */
function fullBook(random: () => number, first: Partial<Contact> | null, second: Partial<Contact> | null) {
  const told: Fate[] = [];
  const peers = book({ peers_max: 2, random, watch: (_entry, fate) => void told.push(fate) });
  const rows = [first, second].map((contact, n) => {
    const entry = peers.hear(1000, here(n), neighbour)!;
    if (contact !== null) Object.assign(entry.dialled(), contact);
    return entry;
  });
  told.length = 0;
  return { peers, rows, told };
}

Deno.test("a kept address comes into a full table only for a row that was dialled in vain, which the host still has", () => {
  const kept = entryOf(here(9).addr, neighbour);
  const failed = { failures: 1 };
  // The first number chooses the rival, a second would choose another row.
  const random = () => {
    const values = [0, 0.6];
    return () => values.shift() ?? 0;
  };
  const { peers, rows, told } = fullBook(random(), failed, null);
  peers.load(kept);
  assert.deepEqual([peers.local.rows, told], [[rows[1], kept], ["touched", "touched"]]);
  for (const contact of [null, { successes: 1, last_success_s: 1000 }]) {
    const { peers, rows, told } = fullBook(random(), contact, failed);
    peers.load(kept);
    assert.deepEqual([peers.local.rows, told], [rows, []]);
    assert.equal(kept.table === peers.local, false);
  }
});

Deno.test("a kept address that is known already changes nothing", () => {
  const { peers, rows, told } = fullBook(() => 0, { failures: 1 }, null);
  peers.load(entryOf(here(1).addr, neighbour));
  assert.deepEqual([peers.local.rows, told], [rows, []]);
});

Deno.test("a kept reached address of this site asks for a place among the reached ones, not among the others", () => {
  const reached = (n: number) =>
    dialledEntryOf(here(n).addr, { successes: 1, last_success_s: 1000 }, neighbour);
  const peers = book();
  for (let n = 0; n < limits.near_max; n++) peers.load(reached(n));
  assert.deepEqual([peers.near.rows.length, peers.local.rows.length], [limits.near_max, 0]);
  peers.load(reached(limits.near_max));
  assert.equal(peers.size, limits.near_max, "All of them answered.");
  for (const { contact } of peers.near.rows) contact!.failures = 1;
  peers.load(reached(limits.near_max));
  assert.deepEqual([peers.near.rows.length, peers.local.rows.length], [limits.near_max, 0]);
  assert.ok(peers.get(here(limits.near_max).key));
  // An unreached one, and a public one, wait among the unreached ones of this site: there is room.
  peers.load(entryOf(here(limits.near_max + 1).addr, neighbour));
  peers.load(dialledEntryOf("ws://8.8.8.8/ws", { successes: 1, last_success_s: 1, failures: 1 }, neighbour));
  assert.deepEqual([peers.local.rows.length, peers.tried.rows.length], [1, 1]);
});

Deno.test("a kept address of a stranger comes in as if it were told now: it pushes out another of its quota", () => {
  const peers = book();
  for (let n = 0; n < limits.heard_per_source_group_max; n++) peers.hear(1000, spread(n), stranger);
  peers.load(entryOf("ws://203.0.113.7/ws"));
  assert.equal(peers.heard.rows.length, limits.heard_per_source_group_max);
  assert.ok(peers.get("ws://203.0.113.7/ws"));
});

Deno.test("a newcomer that overruns two quotas pushes out a row of each", () => {
  const peers = book();
  const from = (n: number) => ({ group: `source ${n}`, scope: "public" as const });
  for (let n = 0; n < limits.heard_per_group_max; n++) {
    peers.hear(1000, at(`ws://203.0.113.${n}/ws`), from(n));
  }
  for (let n = 0; n < limits.heard_per_source_group_max; n++) peers.hear(1000, spread(n), stranger);
  const before = peers.size;
  const newcomer = peers.hear(1001, at("ws://203.0.113.200/ws"), stranger)!;
  assert.ok(peers.heard.has(newcomer));
  assert.deepEqual([peers.size, peers.heard.inGroup("203.0")], [before - 1, limits.heard_per_group_max]);
  assert.equal(peers.heard.charged(stranger.group), limits.heard_per_source_group_max);
});

Deno.test("an IP counts as reached by the table of public addresses or that of this site, and no longer when it is gone", () => {
  const peers = book();
  for (const ip of ["8.8.8.8", "192.168.1.7"]) {
    const entry = peers.hear(1000, at(`ws://${ip}/ws`), neighbour)!;
    assert.equal(peers.hasReachedIp(ip), false);
    succeed(peers, 1001, entry);
    assert.equal(peers.hasReachedIp(ip), true);
    peers.forget(entry);
    assert.equal(peers.hasReachedIp(ip), false);
  }
});

Deno.test("good() lists the rows in good state of both tables of reached ones", () => {
  const peers = book();
  const good = { successes: 9, first_success_s: 1, last_success_s: 90_000, reliability: 1 };
  for (
    const [addr, contact] of [["8.8.8.8", good], ["192.168.1.7", good], ["9.9.9.9", {
      ...good,
      successes: 1,
    }]] as const
  ) {
    peers.load(dialledEntryOf(`ws://${addr}/ws`, { ...contact, ip: addr }, neighbour));
  }
  assert.deepEqual(peers.good().map(({ ip }) => ip).sort(), ["192.168.1.7", "8.8.8.8"]);
});

Deno.test("a row that is forgotten waits for nothing any more, and no newcomer waits for it", () => {
  for (const at of [0, 1]) {
    const peers = book();
    const rows = [1, 2].map((n) => peers.hear(1000, spread(n), stranger)!);
    peers.pending_evictions.add(rows[0]!, rows[1]!);
    assert.equal(peers.pending_evictions.length, 1);
    peers.forget(rows[at]!);
    assert.equal(peers.pending_evictions.length, 0);
  }
});
