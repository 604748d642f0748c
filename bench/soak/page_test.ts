import assert from "node:assert/strict";
import { soakPage } from "./page.ts";
import { soakPicture } from "./picture.ts";
import type { Happened, SoakResult } from "./result.ts";

const machine = {
  cpu: "test",
  cores: 2,
  memory_gib: 1,
  kernel: "6",
  load_before: 1,
  load_after: 1,
  disk_sync_us: 1,
  deno: "2",
  node: "none",
  bun: "none",
  commit: "abc",
  date: "2026-01-02",
  command: "deno task soak --minutes 1",
};
const felt: Happened = {
  at_s: 60,
  fault: "disk full for 30 s",
  node: "steady",
  back_ms: 2,
  accepts_ms: 7,
  refused: 9,
  unanswered: 0,
  lists: 10,
  lists_failed: 0,
  accepted: 1,
  acknowledged: 21,
  missing: 0,
  listed: 40,
};
const use = { memory_mib: 100, descriptors: 30, cpu_ms: 1 };

function result(changes: Partial<SoakResult> = {}): SoakResult {
  return {
    began: "2026-01-02T03:04:05.000Z",
    minutes: 1,
    fault_s: 60,
    machine,
    nodes: [{ name: "steady", store: "SQLite", share: 1 }],
    clients: { lecture: 140, trackers: 40, pages: 20 },
    crowd: 20,
    not_run: [],
    broken: [],
    happened: [felt],
    moments: [
      { at_s: 10, node: "steady", use, healthz_ms: 1 },
      { at_s: 10, node: "machine", load: 3.5 },
      { at_s: 10, node: "redis", use: { ...use, memory_mib: 13 } },
    ],
    ...changes,
  };
}

Deno.test("the page says how often a disk or Redis was away and no register was refused", () => {
  assert.doesNotMatch(soakPage(result(), "x.svg"), /refused no register/);
  const page = soakPage(result({ happened: [felt, { ...felt, refused: 0 }] }), "x.svg");
  assert.match(page, /\*\*In 1 of 2 times `disk full for 30 s \(steady\)` refused no register\.\*\*/);
});

Deno.test("a node that is killed refuses nothing, and the page does not wonder at it", () => {
  const killed = { ...felt, fault: "kill -9, back after 5 s", refused: 0 };
  assert.doesNotMatch(soakPage(result({ happened: [killed] }), "x.svg"), /refused no register/);
});

Deno.test("the page tells each fault: what was refused, how long until 202 again, what is missing", () => {
  const never = { ...felt, at_s: 120, accepts_ms: undefined, missing: 2 };
  const page = soakPage(result({ happened: [felt, never] }), "x.svg");
  assert.match(page, /\| 1 \| disk full for 30 s \(steady\) \| 9 \| 1 \| 7 ms \| 2 ms \| 0 \| 21 \| 40 \|/);
  assert.match(
    page,
    /\| 2 \| disk full for 30 s \(steady\) \| 9 \| 1 \| not in a minute \| 2 ms \| 2 \| 21 \| 40 \|/,
  );
  // Both together: 2 times, 18 refused, one of them not in a minute, 2 missing of 42.
  assert.match(
    page,
    /\| disk full for 30 s \(steady\) \| 2 \| 18 \| 0 \| 20 \| 0 \| 7 ms \| 7 ms \| 2 ms \| 2 ms \| 1 \| 2 \| 42 \|/,
  );
});

Deno.test("what could not be run and what broke stands on the page, and the load beside Redis' memory", () => {
  const page = soakPage(
    result({ not_run: ["Redis away: there is no redis-server here"], broken: ["x: y"] }),
    "x.svg",
  );
  assert.match(page, /\*\*Not run: Redis away: there is no redis-server here\.\*\*/);
  assert.match(page, /\*\*Broken: x: y\.\*\*/);
  assert.match(page, /\| 0 \| 3\.5 \(3\.5\) \| 13 \|/);
  assert.match(page, /At 1 of 1 looks the load average was above the 2 cores/);
});

Deno.test("the picture has a line for each that was looked at", () => {
  const moments = [10, 20].flatMap((at_s) => result().moments.map((moment) => ({ ...moment, at_s })));
  const lines = soakPicture(result({ moments })).match(/d="M[\d.]+ [\d.]+L[\d.]+ [\d.]+"/g);
  // Memory and descriptors of a node and of Redis, the node's wait, and the load.
  assert.equal(lines?.length, 6);
});

for (const minutes of [0, 1]) {
  for (const moments of [[], result().moments]) {
    Deno.test(`a soak that ended after ${minutes} minutes with ${moments.length} looks and no fault can be read`, () => {
      const early = result({ minutes, moments, happened: [] });
      assert.doesNotMatch(soakPicture(early), /NaN|Infinity|undefined/);
      assert.doesNotMatch(soakPage(early, "x.svg"), /NaN|Infinity|undefined/);
    });
  }
}
