/** The rules that the checks and the lab share: each on both sides. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { other_clock_difference_max_s, same_clock_difference_max_s } from "./limits.ts";
import { clockDifference_s, isKept, isPeerList, isRightTime, isThisComputer, isZone } from "./rules.ts";
import { judgeTime } from "./time_reading.ts";
import { judgeZone } from "./zone_reading.ts";

const sent_s = 1_617_786_770;

for (
  const [same_clock, most_s] of [
    [true, same_clock_difference_max_s],
    [false, other_clock_difference_max_s],
  ] as const
) {
  Deno.test(`a clock is right up to ${most_s} s, and wrong beyond, before and after`, () => {
    const moment = { sent_s, got_s: sent_s + 0.5, same_clock };
    const right = (time: number) => isRightTime(time, moment);
    assert.deepEqual([right(sent_s - most_s + 0.001), right(sent_s - most_s - 0.001)], [true, false]);
    assert.deepEqual([right(sent_s + 0.501 + most_s), right(sent_s + 0.499 + most_s)], [false, true]);
  });

  Deno.test(`what is a right time costs no points, and what is none costs some (${most_s} s)`, () => {
    const moment = { sent_s, got_s: sent_s + 0.5, same_clock };
    const near = fc.double({ min: -2 * 86_400, max: 2 * 86_400, noNaN: true });
    fc.assert(fc.property(near, (difference_s) => {
      const time = sent_s + difference_s;
      if (Number.isInteger(time)) return; // judged by two answers
      assert.equal(judgeTime(time, moment).every(({ cost }) => cost === 0), isRightTime(time, moment));
    }));
  });
}

Deno.test("inside of its moment a time has no difference", () => {
  const moment = { sent_s, got_s: sent_s + 1, same_clock: true };
  assert.deepEqual([0, 0.5, 1].map((more_s) => clockDifference_s(sent_s + more_s, moment)), [0, 0, 0]);
  assert.deepEqual([-2, 3].map((more_s) => clockDifference_s(sent_s + more_s, moment)), [-2, 2]);
});

Deno.test("a zone is one in the lab where it has no fault in the check", () => {
  const zones = fc.oneof(
    fc.stringMatching(/^[A-Za-z+\-/ :0-9]{0,8}$/),
    fc.constantFrom(
      "CST",
      "+0530",
      "+0800",
      "-03",
      "GMT+8",
      "UTC",
      "Asia/Shanghai",
      "cst",
      "中国标准时间",
      "",
    ),
    fc.constantFrom(8, null, ["CST", "CST"], { zone: "CST" }),
  );
  fc.assert(fc.property(zones, (zone) => {
    assert.equal(isZone(zone), judgeZone(zone, undefined).length === 0, JSON.stringify(zone));
  }));
});

const addresses: readonly [addr: string, kept: boolean][] = [
  ["ws://a", true],
  ["wss://a:1/ws", true],
  ["http://a", false],
  ["ws:a", false],
  [" ws://a", false],
  ["", false],
];

for (const [addr, kept] of addresses) {
  Deno.test(`${JSON.stringify(addr)} is ${kept ? "kept" : "ignored"}`, () =>
    assert.equal(isKept(addr), kept));
}

Deno.test("a list of peers holds texts and nothing else", () => {
  assert.deepEqual([[], ["ws://a"], ["ws://a", 5], [[]], {}, "[]", null].map(isPeerList), [
    ...[true, true],
    ...[false, false, false, false, false],
  ]);
});

Deno.test("loopback is this computer, whatever the port; a name that only begins so is not", () => {
  for (const url of ["ws://localhost:1/ws", "ws://127.9.9.9/", "wss://[::1]:9000/ws"]) {
    assert.ok(isThisComputer(url), url);
  }
  for (const url of ["ws://localhost.example/ws", "ws://10.0.0.1/ws", "ws://[::2]/ws"]) {
    assert.ok(!isThisComputer(url), url);
  }
});
