import assert from "node:assert/strict";
import fc from "fast-check";
import { readEnvelope } from "./envelope.ts";
import { readJson } from "./json_reading.ts";
import { readPeers } from "./peers_reading.ts";
import type { Reply } from "./session.ts";
import { judgePace, judgeTime, judgeTimeText } from "./time_reading.ts";
import { judgeZone } from "./zone_reading.ts";
import { other_clock_difference_max_s, same_clock_difference_max_s } from "./limits.ts";

const now_s = 1_795_667_894.5;
const here = { sent_s: now_s, got_s: now_s + 0.01, same_clock: true };
const elsewhere = { ...here, same_clock: false };

const reply = (text: string) =>
  ({
    kind: "text",
    text,
    frame: 1,
    took_ms: 1,
    sent_ms: 0,
    got_ms: 1,
    standstill: false,
    ended: false,
  }) as Reply;

const times: [string, number, string][] = [
  ["the moment", now_s + 0.005, ""],
  ["just within what two readings of one clock may differ", now_s - same_clock_difference_max_s, ""],
  ["just beyond it", now_s - same_clock_difference_max_s - 0.1, "clock_off"],
  ["a minute off", now_s + 60, "clock_off"],
  ["eight hours early", now_s - 8 * 3600, "time_hours"],
  ["five and a half hours late", now_s + 5.5 * 3600, "time_hours"],
  ["milliseconds", now_s * 1e3, "time_unit"],
  ["milliseconds, eight hours early", (now_s - 8 * 3600) * 1e3, "time_unit time_hours"],
  ["microseconds", now_s * 1e6, "time_unit"],
  ["nanoseconds", now_s * 1e9, "time_unit"],
  ["minutes", now_s / 60, "time_unit"],
  ["days", now_s / 86_400, "time_unit"],
  ["the computer's uptime", 123_456.7, "time_uptime"],
  ["a moment long ago", 1_617_786_770.954288, "time_nonsense"],
  ["a negative number", -5, "time_nonsense"],
];

for (const [name, time, expected] of times) {
  Deno.test(`judgeTime() names ${name}: ${expected || "right"}`, () =>
    assert.equal(judgeTime(time, here).map(({ cause }) => cause).join(" "), expected));
}

Deno.test("another computer's clock may be off: no points up to the limit, some beyond", () => {
  const [within] = judgeTime(now_s - other_clock_difference_max_s, elsewhere);
  assert.deepEqual([within!.cause, within!.cost], ["clock_other", 0]);
  const [beyond] = judgeTime(now_s - other_clock_difference_max_s - 1, elsewhere);
  assert.deepEqual([beyond!.cause, beyond!.cost > 0], ["clock_off", true]);
});

Deno.test("a time that does not move between two requests stands still", () => {
  const later = { sent_s: now_s + 1, got_s: now_s + 1.01, same_clock: true };
  assert.equal(judgePace({ time: 5, ...here }, { time: 5, ...later })[0]?.cause, "time_frozen");
  assert.deepEqual(judgePace({ time: 5, ...here }, { time: 6, ...later }), []);
});

Deno.test("a time that is no number is named by what it is", () => {
  const cause = (time: unknown) => judgeTimeText(time, here).map(({ cause }) => cause).join(" ");
  assert.equal(cause(String(now_s)), "time_quoted");
  assert.equal(cause(String(now_s * 1e3)), "time_quoted time_unit");
  assert.equal(cause("2026-11-26 12:00:00"), "time_text");
  assert.equal(cause([2026, 11, 26, 12, 0, 0, 3, 330, 0]), "time_parts");
  assert.equal(cause(null), "wrong_type");
});

const zones: [unknown, string][] = [
  ["CST", ""],
  ["UTC", ""],
  ["CEST", ""],
  ["Z", ""],
  ["+08", ""],
  ["+0530", ""],
  ["+0800", "zone_offset"],
  ["+08:00", "zone_offset"],
  ["UTC+8", "zone_offset"],
  ["GMT+08:00", "zone_offset"],
  ["8", "zone_offset"],
  [8, "zone_offset"],
  [["CST", "CST"], "zone_pair"],
  ["('CST', 'CDT')", "zone_pair"],
  ["CST,CDT", "zone_pair"],
  ["中国标准时间", "zone_local"],
  ["ÖÐ¹ú±ê×¼Ê±¼ä", "zone_local"],
  ["China Standard Time", "zone_long"],
  ["Asia/Shanghai", "zone_iana"],
  ["cst", "zone_case"],
  ["Cst", "zone_case"],
  ["", "zone_empty"],
  ["b'CST'", "zone_odd"],
  [null, "wrong_type"],
  [{}, "wrong_type"],
];

for (const [zone, expected] of zones) {
  Deno.test(`judgeZone() of ${JSON.stringify(zone)}: ${expected || "right"}`, () =>
    assert.equal(judgeZone(zone, undefined).map(({ cause }) => cause).join(" "), expected));
}

Deno.test("a zone that was asked for must be that one", () => {
  assert.deepEqual(judgeZone("CST", "CST"), []);
  assert.equal(judgeZone("UTC", "CST")[0]?.cause, "zone_other");
});

Deno.test("no answer of any kind makes the readers throw", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((text) => text.replaceAll('"', "'")),
  );
  fc.assert(fc.property(texts, (text) => {
    readJson(text);
    const envelope = readEnvelope(reply(text));
    if ("status" in envelope) readPeers(envelope);
  }));
  const peers = fc.record({ status: fc.constant(200), error: fc.constant("OK"), response: fc.jsonValue() });
  fc.assert(fc.property(peers, (value) => {
    const envelope = readEnvelope(reply(JSON.stringify(value)));
    assert.ok("status" in envelope);
    readPeers(envelope);
  }));
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    judgeZone(value, undefined);
    if (typeof value === "number") judgeTime(value, here);
    else judgeTimeText(value, here);
  }));
});

Deno.test("JSON that is right is read without a finding, however it is spaced", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    for (const space of [0, 2]) {
      const { findings } = readJson(JSON.stringify(value, null, space));
      assert.deepEqual(findings, []);
    }
  }));
});
