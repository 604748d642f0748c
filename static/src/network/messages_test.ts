import assert from "node:assert/strict";
import type { TrafficView } from "../../live_messages.ts";
import { dots_max, Messages, ops_counted_max, progressOf, travel_ms } from "./messages.ts";

function traffic(count: number, more: Partial<TrafficView> = {}): TrafficView[] {
  return Array.from(
    { length: count },
    () => ({ link: 1, direction: "out", op: "sample", kind: "request", ...more }),
  );
}

const leadsTo = (link: number) => link === 1 ? "a" : undefined;

Deno.test("a message travels from this node outwards, or from the other inwards, and is gone on arrival", () => {
  const messages = new Messages();
  messages.add([...traffic(1), ...traffic(1, { direction: "in" })], leadsTo, 1_000);
  const [out, inbound] = messages.moving(1_000);
  assert.equal(progressOf(out!, 1_000), 0);
  assert.equal(progressOf(out!, 1_000 + travel_ms / 2), 0.5);
  // The second of a bundle starts half a bundle later.
  assert.equal(progressOf(inbound!, 1_000), -1);
  assert.equal(progressOf(inbound!, 1_125), 1);
  assert.equal(progressOf(inbound!, 1_125 + travel_ms / 4), 0.75);
  assert.equal(messages.moving(999 + travel_ms).length, 2);
  assert.deepEqual(messages.moving(1_000 + travel_ms), [inbound]);
  assert.deepEqual(messages.moving(1_125 + travel_ms), []);
});

Deno.test("at most 40 dots move; the rest is counted", () => {
  const messages = new Messages();
  messages.add(traffic(dots_max), leadsTo, 0);
  assert.equal(messages.moving(0).length, dots_max);
  messages.add(traffic(1), leadsTo, 0);
  assert.equal(messages.moving(0).length, dots_max);
  assert.equal(messages.countOf("a"), dots_max + 1);
  assert.deepEqual(messages.counts, [["sample", dots_max + 1]]);
});

Deno.test("a message of a connection that is gone is counted and has no dot", () => {
  const messages = new Messages();
  messages.add(traffic(1, { link: 2 }), leadsTo, 0);
  assert.deepEqual([messages.moving(0), messages.counts], [[], [["sample", 1]]]);
});

Deno.test("ops are counted by name, the most frequent first, up to a number of names", () => {
  const messages = new Messages();
  for (let op = 1; op <= ops_counted_max; op++) messages.add(traffic(op, { op: String(op) }), leadsTo, 0);
  messages.add(traffic(99, { op: "invented" }), leadsTo, 0);
  assert.equal(messages.counts.length, ops_counted_max);
  assert.deepEqual(messages.counts[0], [String(ops_counted_max), ops_counted_max]);
  messages.clear();
  assert.deepEqual([messages.counts, messages.moving(0), messages.countOf("a")], [[], [], 0]);
});
