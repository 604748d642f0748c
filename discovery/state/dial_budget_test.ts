import assert from "node:assert/strict";
import { DialBackBudget, DialBudget, DialPace } from "./dial_budget.ts";
import * as limits from "../limits.ts";
import { networksOf, sourceKeys } from "../address/source.ts";

const hour = 3600;
const ip = "203.0.113.7";
const budget = () => new DialBudget(() => 0.5);

Deno.test("an IP is dialled once a minute at most", () => {
  const dials = budget();
  assert.deepEqual([0, 59, 60].map((now_s) => dials.take(now_s, ip, true)), [true, false, true]);
});

Deno.test("a reached IP is dialled six times an hour at most, whatever the ports and names", () => {
  const dials = budget();
  const taken = Array.from({ length: 60 }, (_, minute) => dials.take(minute * 60, ip, true));
  assert.equal(taken.filter(Boolean).length, limits.ip_dials_per_hour_max);
  assert.equal(dials.take(hour, ip, true), true);
});

Deno.test("an IP never reached is dialled twice in a day, about six hours apart", () => {
  const dials = budget();
  const taken = Array.from({ length: 24 * 60 }, (_, minute) => minute).filter((minute) =>
    dials.take(minute * 60, ip, false)
  );
  assert.deepEqual(taken, [0, 6 * 60]);
  assert.equal(dials.take(24 * hour, ip, false), true);
});

for (const [random, again_h] of [[0, 3], [0.999, 9]] as const) {
  Deno.test(`the second dial of an unreached IP comes after about ${again_h} h at random ${random}`, () => {
    const dials = new DialBudget(() => random);
    dials.take(0, ip, false);
    assert.equal(dials.allows(again_h * hour - 60, ip, false), false);
    assert.equal(dials.allows(again_h * hour + 60, ip, false), true);
  });
}

Deno.test("an IP that answers is no longer counted as unreached", () => {
  const dials = budget();
  dials.take(0, ip, false);
  assert.equal(dials.take(120, ip, true), true);
  assert.equal(dials.take(240, ip, true), true);
});

Deno.test("allows() spends nothing, and a refused dial neither", () => {
  const dials = budget();
  for (let turn = 0; turn < 20; turn++) assert.equal(dials.allows(0, ip, false), true);
  assert.equal(dials.size, 0);
});

Deno.test("refund() gives an unreached IP its dial back, but not its pause", () => {
  const dials = budget();
  dials.take(0, ip, false);
  dials.refund(ip);
  assert.deepEqual([dials.allows(59, ip, false), dials.allows(60, ip, false)], [false, true]);
});

Deno.test("the memory of IPs has a limit and forgets the oldest", () => {
  const dials = budget();
  for (let at = 0; at <= limits.ip_memory_max; at++) dials.take(0, `ip ${at}`, false);
  assert.equal(dials.size, limits.ip_memory_max);
  assert.deepEqual([dials.allows(1, "ip 0", false), dials.allows(1, "ip 1", false)], [true, false]);
});

Deno.test("a public /64 is dialled like one IP, whatever host in it is named", () => {
  const dials = budget();
  assert.equal(dials.take(0, "2600:1:2:3::1", false), true);
  assert.equal(dials.take(hour, "2600:1:2:3::2", false), false);
  assert.equal(dials.take(6 * hour, "2600:1:2:3::3", false), true);
  assert.equal(dials.take(23 * hour, "2600:1:2:3::4", false), false);
});

Deno.test("a public /48 is dialled four times as often as one IP, however many networks in it are named", () => {
  const dials = budget();
  const at = (network: number) => `2600:1:2:${network.toString(16)}::1`;
  const unreached = Array.from(
    { length: 23 * 60 },
    (_, minute) => dials.take(minute * 60, at(minute), false),
  );
  assert.equal(unreached.filter(Boolean).length, 2 * limits.wide_factor);
  const reached = budget();
  const taken = Array.from({ length: 240 }, (_, turn) => reached.take(turn * 15, at(turn), true));
  assert.equal(taken.filter(Boolean).length, limits.wide_factor * limits.ip_dials_per_hour_max);
  assert.equal(reached.take(hour, at(999), true), true);
  assert.equal(budget().take(0, at(1), true), true);
});

Deno.test("hosts in a network of this computer's own are dialled one by one", () => {
  const own = networksOf(["2600:1:2:3::1"]);
  const dials = new DialBudget(() => 0.5, (ip) => sourceKeys(ip, own));
  for (let host = 2; host < 99; host++) assert.equal(dials.take(0, `2600:1:2:3::${host}`, false), true);
});

Deno.test("what was refunded twice was paid once: the memory of an IP never owes a dial", () => {
  const dials = budget();
  dials.take(0, ip, false);
  dials.refund(ip);
  dials.refund(ip);
  assert.equal(dials.take(60, ip, false), true);
  assert.equal(dials.allows(120, ip, false), false);
  dials.refund("198.51.100.4");
  assert.equal(dials.size, 1, "An IP that nobody dialled owes nothing.");
});

Deno.test("each day brings an unreached IP two dials", () => {
  const dials = budget();
  const hours = Array.from({ length: 4 * 24 }, (_, at) => at).filter((at) =>
    dials.take(at * hour, ip, false)
  );
  assert.deepEqual(hours, [0, 6, 24, 30, 48, 54, 72, 78]);
});

Deno.test("an IP that answered once and no longer does gets two dials a day from then on", () => {
  const dials = budget();
  const at_h = [0, 1, 2, 6, 7, 8, 24, 25, 26];
  assert.equal(dials.take(-hour, ip, true), true);
  const taken = at_h.filter((at) => dials.take(at * hour, ip, false));
  assert.deepEqual(taken, [0, 6, 24]);
});

Deno.test("a site that was never reached gets as many dials at once as four IPs, and then waits", () => {
  for (const [random, again_h] of [[0, 3 / 4], [0.5, 6 / 4]] as const) {
    const dials = new DialBudget(() => random);
    const at = (network: number) => `2600:1:2:${network}::1`;
    const pause_s = limits.ip_dial_pause_s / limits.wide_factor;
    const first = Array.from(
      { length: limits.wide_factor },
      (_, n) => dials.take(n * pause_s, at(n + 1), false),
    );
    assert.deepEqual(first, Array(limits.wide_factor).fill(true));
    const last_s = (limits.wide_factor - 1) * pause_s;
    assert.equal(dials.allows(last_s + again_h * hour - 1, at(9), false), false);
    assert.equal(dials.allows(last_s + again_h * hour, at(9), false), true);
  }
});

Deno.test("a site is dialled once in a quarter of the pause, whichever of its networks", () => {
  const dials = budget();
  const quarter_s = limits.ip_dial_pause_s / limits.wide_factor;
  assert.equal(dials.take(0, "2600:1:2:1::1", true), true);
  assert.equal(dials.allows(quarter_s - 1, "2600:1:2:2::1", true), false);
  assert.equal(dials.allows(quarter_s, "2600:1:2:2::1", true), true);
  assert.equal(dials.allows(quarter_s, "2600:1:2:1::1", true), false, "that network itself waits for longer");
});

Deno.test("the first feeler comes after a quarter to three quarters of a turn, the first redial after a half to one and a half", () => {
  for (const [random, feeler, redial] of [[0, 0.25, 0.5], [0.5, 0.5, 1], [1, 0.75, 1.5]] as const) {
    const { feeler_ms, redial_ms } = new DialPace(() => random, 1000);
    assert.deepEqual([feeler_ms, redial_ms], [
      1000 + feeler * limits.feeler_ms,
      1000 + redial * limits.redial_ms,
    ]);
  }
});

Deno.test("feelers take turns, one after the other", () => {
  const pace = new DialPace(() => 0, 0);
  assert.deepEqual(Array.from({ length: 5 }, () => pace.nextTurn(4)), [0, 1, 2, 3, 0]);
});

Deno.test("a dial-back that was refused takes no place", () => {
  const backs = new DialBackBudget(() => 0.5, sourceKeys);
  assert.equal(backs.begin(0, ip), true);
  for (let turn = 0; turn < 99; turn++) assert.equal(backs.begin(0, ip), false);
  for (let turn = 1; turn < limits.verifies_at_once_max; turn++) assert.equal(backs.begin(0, null), true);
  assert.equal(backs.begin(0, null), false);
});
