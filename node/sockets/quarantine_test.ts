import assert from "node:assert/strict";
import {
  quarantine_calm_bytes,
  quarantine_calm_ms,
  quarantine_gap_min_ms,
  quarantine_gap_ms,
  quarantine_memory_ms,
  quarantine_rise_bytes,
  quarantine_rise_ms_max,
  quarantine_span_ms,
  quarantine_waits_ms,
  quarantine_watch_ms,
  suspects_max,
} from "../limits.ts";
import { Quarantine } from "./quarantine.ts";

const [wait_ms, second_wait_ms, third_wait_ms, last_wait_ms] = quarantine_waits_ms as [
  number,
  number,
  number,
  number,
];

/** A quarantine after two trips at 0 and at 1,000 ms in which these were silent. */
function suspecting(...sources: string[]): Quarantine {
  const quarantine = new Quarantine();
  assert.deepEqual(quarantine.tripped(0, new Set(sources)), []);
  assert.deepEqual(quarantine.tripped(1_000, new Set(sources)), sources);
  return quarantine;
}

const due_ms = 1_000 + wait_ms;

Deno.test("the first trip keeps nobody away", () => {
  const quarantine = new Quarantine();
  assert.deepEqual(quarantine.tripped(0, new Set(["a", "b"])), []);
  assert.deepEqual([quarantine.admits("a", 0), quarantine.size], [true, 0]);
});

for (
  const [between_ms, suspects] of [[quarantine_memory_ms, ["a"]], [quarantine_memory_ms + 1, []]] as const
) {
  Deno.test(`a second trip after ${between_ms} ms keeps ${suspects.length} away`, () => {
    const quarantine = new Quarantine();
    quarantine.tripped(0, new Set(["a"]));
    assert.deepEqual(quarantine.tripped(between_ms, new Set(["a"])), suspects);
  });
}

Deno.test("only sources that were silent at both trips are suspects", () => {
  const quarantine = new Quarantine();
  quarantine.tripped(0, new Set(["a", "b"]));
  assert.deepEqual(quarantine.tripped(1_000, new Set(["b", "c"])), ["b"]);
  assert.deepEqual(["a", "b", "c"].map((source) => quarantine.admits(source, 1_001)), [true, false, true]);
});

Deno.test("a source that comes later is a suspect after two trips of its own", () => {
  const quarantine = suspecting("a");
  assert.deepEqual(quarantine.tripped(2_000, new Set(["b"])), []);
  assert.deepEqual(quarantine.tripped(3_000, new Set(["b"])), ["b"]);
});

Deno.test("a suspect waits for 5 s, then all of its clients come back", () => {
  const quarantine = suspecting("a");
  assert.equal(quarantine.admits("a", due_ms - 1), false);
  for (let client = 0; client < 60; client++) assert.equal(quarantine.admits("a", due_ms), true);
  assert.equal(quarantine.size, 0);
});

Deno.test("suspects come back one at a time, with pauses that halve while memory stays low", () => {
  const sources = Array.from({ length: 10 }, (_, n) => `source-${n}`);
  const quarantine = suspecting(...sources);
  let now_ms = due_ms;
  let gap_ms = quarantine_gap_ms;
  assert.equal(quarantine.admits(sources[0]!, now_ms), true);
  for (const source of sources.slice(1)) {
    gap_ms = Math.max(quarantine_gap_min_ms, gap_ms / 2);
    assert.equal(quarantine.admits(source, now_ms + gap_ms - 1), false);
    now_ms += gap_ms;
    assert.equal(quarantine.admits(source, now_ms), true);
  }
});

for (const [more_bytes, admitted] of [[0, true], [1, false]] as const) {
  const much = admitted ? "little" : "much";
  Deno.test(`nobody else comes back while memory rises after a return: ${much} more counts as ${admitted ? "calm" : "a rise"}`, () => {
    const quarantine = suspecting("a", "idle");
    const later_ms = due_ms + quarantine_gap_ms;
    assert.equal(quarantine.admits("a", due_ms, () => 1_000), true);
    const loose = () => 1_000 + quarantine_rise_bytes + more_bytes;
    assert.equal(quarantine.admits("idle", later_ms, loose), admitted);
    // Else the one who fills the memory slowly is alone to blame.
    assert.deepEqual(
      quarantine.tripped(later_ms + 4_000, new Set(["a", "idle"])),
      admitted ? ["idle"] : ["a"],
    );
  });
}

for (const [short_ms, admitted] of [[0, true], [1, false]] as const) {
  Deno.test(`after ${quarantine_rise_ms_max - short_ms} ms of it others come back: ${admitted}`, () => {
    const quarantine = suspecting("a", "idle");
    assert.equal(quarantine.admits("a", due_ms), true);
    const now_ms = due_ms + quarantine_rise_ms_max - short_ms;
    assert.equal(quarantine.admits("idle", now_ms, () => quarantine_rise_bytes + 1), admitted);
  });
}

for (
  const [more_bytes, calm_ms, blamed] of [
    [0, quarantine_calm_ms, ["sender"]],
    [1, quarantine_calm_ms, ["class", "sender"]],
  ] as const
) {
  Deno.test(`${more_bytes} bytes too much ${calm_ms} ms after a class came back: ${blamed.join(" and ")} blamed`, () => {
    const quarantine = suspecting("class", "sender");
    assert.equal(quarantine.admits("class", due_ms, () => 0), true);
    quarantine.look(due_ms + calm_ms, quarantine_calm_bytes + more_bytes);
    assert.equal(quarantine.admits("sender", due_ms + quarantine_gap_ms, () => 0), true);
    assert.deepEqual(quarantine.tripped(due_ms + 3_000, new Set(["class", "sender"])), blamed);
  });
}

Deno.test("less than a second between two returns says nothing, and both are blamed", () => {
  const quarantine = suspecting("first", "class", "sender");
  assert.equal(quarantine.admits("first", due_ms), true);
  assert.equal(quarantine.admits("class", due_ms + quarantine_gap_ms / 2), true);
  const sender_ms = due_ms + quarantine_gap_ms / 2 + quarantine_calm_ms - 1;
  assert.equal(quarantine.admits("sender", sender_ms), true);
  assert.deepEqual(quarantine.tripped(due_ms + 3_000, new Set(["class", "sender"])), ["class", "sender"]);
});

Deno.test("a class is excused when the sender comes back a calm second later, before the next look", () => {
  const quarantine = suspecting("class", "sender");
  assert.equal(quarantine.admits("class", due_ms, () => 0), true);
  assert.equal(quarantine.admits("sender", due_ms + quarantine_calm_ms, () => 0), true);
  assert.deepEqual(quarantine.tripped(due_ms + 3_000, new Set(["class", "sender"])), ["sender"]);
});

Deno.test("a class that was calm waits for 5 s again, and no longer, when a stranger fills the memory", () => {
  const quarantine = suspecting("class");
  assert.equal(quarantine.admits("class", due_ms), true);
  quarantine.look(due_ms + quarantine_calm_ms, 0);
  assert.deepEqual(quarantine.tripped(due_ms + 2_000, new Set(["class", "stranger"])), ["class"]);
  assert.equal(quarantine.admits("class", due_ms + 2_000 + wait_ms), true);
});

Deno.test("only first offenders are excused by a calm second", () => {
  const quarantine = suspecting("sender");
  assert.equal(quarantine.admits("sender", due_ms), true);
  assert.deepEqual(quarantine.tripped(due_ms + 500, new Set(["sender"])), ["sender"]);
  const again_ms = due_ms + 500 + second_wait_ms;
  assert.equal(quarantine.admits("sender", again_ms), true);
  quarantine.look(again_ms + quarantine_calm_ms, 0);
  assert.deepEqual(quarantine.tripped(again_ms + 5_000, new Set(["sender"])), ["sender"]);
  assert.equal(quarantine.admits("sender", again_ms + 5_000 + third_wait_ms - 1), false);
});

Deno.test("memory that is left after the server started anew is no rise: others come back at once", () => {
  const quarantine = suspecting("a", "idle");
  assert.equal(quarantine.admits("a", due_ms, () => 0), true);
  assert.deepEqual(quarantine.tripped(due_ms + 4_000, new Set(["a", "idle"])), ["a"]);
  assert.equal(quarantine.admits("idle", due_ms + 4_001, () => quarantine_rise_bytes + 1), true);
});

Deno.test("500 idle sources that ask every second are back within 35 s", () => {
  const sources = Array.from({ length: 500 }, (_, n) => `source-${n}`);
  const quarantine = suspecting(...sources);
  let now_ms = 1_000;
  while (quarantine.size > 0) {
    now_ms += 10;
    // Each asks at its own moment of the second.
    for (const [n, source] of sources.entries()) {
      if (now_ms % 1_000 === n % 100 * 10) quarantine.admits(source, now_ms);
    }
  }
  assert.ok(now_ms - 1_000 <= 35_000, `${now_ms - 1_000} ms`);
});

Deno.test("the one after whose return memory rises again stays out, longer each time, and others come back", () => {
  const quarantine = suspecting("a", "idle");
  let now_ms = due_ms;
  for (const next_ms of [second_wait_ms, third_wait_ms, last_wait_ms, last_wait_ms]) {
    assert.equal(quarantine.admits("a", now_ms - 1), false);
    assert.equal(quarantine.admits("a", now_ms), true);
    assert.equal(quarantine.admits("idle", now_ms + 100), now_ms > due_ms);
    assert.deepEqual(quarantine.tripped(now_ms + 1_000, new Set(["a", "idle", "other"])), ["a"]);
    assert.equal(quarantine.admits("idle", now_ms + 2_000), true);
    assert.equal(quarantine.admits("other", now_ms + 2_000), true);
    now_ms += 1_000 + next_ms;
  }
});

Deno.test("a source that speaks again is not blamed", () => {
  const quarantine = suspecting("idle");
  assert.equal(quarantine.admits("idle", due_ms), true);
  assert.deepEqual(quarantine.tripped(due_ms + 1_000, new Set(["a"])), []);
  assert.equal(quarantine.admits("idle", due_ms + 1_001), true);
});

for (const [after_ms, waits] of [[quarantine_watch_ms, true], [quarantine_watch_ms + 1, false]] as const) {
  Deno.test(`memory that rises ${after_ms} ms after a return ${waits ? "is" : "is not"} blamed on it alone`, () => {
    const quarantine = suspecting("a");
    quarantine.admits("a", due_ms);
    const suspects = quarantine.tripped(due_ms + after_ms, new Set(["a", "idle"]));
    assert.deepEqual(suspects, ["a"]);
    // Blamed it waits for longer; as a suspect like others it waits for 5 s again.
    assert.equal(quarantine.admits("a", due_ms + after_ms + wait_ms), !waits);
  });
}

Deno.test("a source that waited for long is blamed before those that came back after it", () => {
  const quarantine = suspecting("a", "idle");
  quarantine.admits("a", due_ms);
  quarantine.tripped(due_ms + 500, new Set(["a"]));
  const again_ms = due_ms + 500 + second_wait_ms;
  assert.equal(quarantine.admits("a", again_ms), true);
  assert.equal(quarantine.admits("idle", again_ms + quarantine_gap_ms), true);
  assert.deepEqual(quarantine.tripped(again_ms + second_wait_ms, new Set(["a", "idle"])), ["a"]);
});

Deno.test("those that came back within the time in which memory fills are blamed together", () => {
  const quarantine = suspecting("before", "first", "last");
  const last_ms = due_ms + quarantine_gap_ms + quarantine_span_ms;
  assert.equal(quarantine.admits("before", last_ms - quarantine_span_ms - 1), true);
  assert.equal(quarantine.admits("first", last_ms - quarantine_gap_ms / 4), true);
  assert.equal(quarantine.admits("last", last_ms), true);
  const silent = new Set(["before", "first", "last"]);
  assert.deepEqual(quarantine.tripped(last_ms + 1, silent), ["first", "last"]);
});

Deno.test("a trip for the node's own memory keeps nobody away, and is not counted", () => {
  const quarantine = suspecting("a");
  quarantine.pardon(["a"]);
  assert.equal(quarantine.admits("a", 1_001), true);
  assert.deepEqual(quarantine.tripped(2_000, new Set(["a"])), []);
});

Deno.test("a suspect that never comes back holds up nobody and is forgotten", () => {
  const quarantine = suspecting("gone", "a");
  assert.equal(quarantine.admits("a", due_ms), true);
  quarantine.tripped(due_ms + quarantine_memory_ms + 1, new Set());
  assert.equal(quarantine.size, 0);
});

Deno.test("the number of suspects is bounded, and the oldest make room", () => {
  const first = Array.from({ length: suspects_max }, (_, n) => `first-${n}`);
  const quarantine = suspecting(...first);
  assert.equal(quarantine.size, suspects_max);
  quarantine.tripped(2_000, new Set(["next"]));
  quarantine.tripped(3_000, new Set(["next"]));
  assert.equal(quarantine.size, suspects_max);
  assert.deepEqual([quarantine.admits(first[0]!, 3_001), quarantine.admits("next", 3_001)], [true, false]);
});

Deno.test("a class is back 15 s after a sender that came from a new address each time", () => {
  const quarantine = new Quarantine();
  let now_ms = 0;
  for (let trip = 0; trip < 40; trip++, now_ms += 3_000) {
    const there = quarantine.admits("class", now_ms);
    quarantine.tripped(now_ms + 1, new Set([...(there ? ["class"] : []), `sender-${trip}`]));
  }
  const end_ms = now_ms;
  while (!quarantine.admits("class", now_ms)) now_ms += 100;
  assert.ok(now_ms - end_ms <= 15_000, `${now_ms - end_ms} ms`);
});

Deno.test("a sender is not cleared by a suspect that sends while it is away", () => {
  const quarantine = suspecting("a", "b");
  assert.equal(quarantine.admits("a", due_ms), true);
  assert.deepEqual(quarantine.tripped(due_ms + 1_000, new Set(["a"])), ["a"]);
  assert.equal(quarantine.admits("b", due_ms + 2_000), true);
  assert.deepEqual(quarantine.tripped(due_ms + 3_000, new Set(["b"])), ["b"]);
  assert.equal(quarantine.admits("a", due_ms + 1_000 + second_wait_ms - 1), false);
});
