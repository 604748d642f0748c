/**
 * Judges the value of `time`: is it the seconds since 1970, and if not, what is it? It goes by the size of the number,
 * not by a list of mistakes.
 */
import { fault, type Finding, note } from "./causes.ts";
import { kindOf } from "./envelope.ts";
import * as limits from "./limits.ts";
import { clockDifference_s, type Moment } from "./rules.ts";
import { visible } from "./visible.ts";

/** Other units, by how many of them make a second. */
const units: readonly (readonly [name: string, per_second: number])[] = [
  ["milliseconds", 1e3],
  ["microseconds", 1e6],
  ["nanoseconds", 1e9],
  ["hundredths of a second", 1e2],
  ["minutes", 1 / 60],
  ["hours", 1 / 3600],
  ["days", 1 / 86_400],
];

const day_s = 86_400;

/** A number below this counts from the start of the computer or the program. */
const uptime_max_s = 20 * 365 * day_s;

/** Judges a number. */
export function judgeTime(time: number, moment: Moment): Finding[] {
  const { sent_s, got_s } = moment;
  const now_s = (sent_s + got_s) / 2;
  if (Math.abs(time - now_s) < 2 * day_s) return judgeDifference(time, moment);
  for (const [unit, per_second] of units) {
    // The largest unit is the day, and a number of days may be whole.
    if (Math.abs(time / per_second - now_s) >= 2 * day_s) continue;
    const seconds = time / per_second;
    const is_exact = per_second > 1;
    return [
      fault("time_unit", 8, { unit, factor: per_second > 1 ? per_second : Math.round(1 / per_second) }),
      ...is_exact ? judgeDifference(seconds, moment) : [],
    ];
  }
  if (time >= 0 && time < uptime_max_s) return [fault("time_uptime", 10, { got: time })];
  return [fault("time_nonsense", 10, { got: time, wanted: Math.round(now_s) })];
}

function judgeDifference(time: number, moment: Moment): Finding[] {
  const { same_clock } = moment;
  const difference_s = clockDifference_s(time, moment);
  const tolerance_s = limits.same_clock_difference_max_s;
  if (Math.abs(difference_s) <= tolerance_s) return [];
  const quarters = Math.round(difference_s / 900);
  const off_zone_s = Math.abs(difference_s - quarters * 900);
  const near_zone_s = same_clock ? tolerance_s * 2 : limits.zone_difference_max_s;
  if (quarters !== 0 && off_zone_s <= near_zone_s && Math.abs(quarters) <= 14 * 4) {
    return [fault("time_hours", 8, { hours: signed(quarters / 4) })];
  }
  const values = { seconds: signed(Math.round(difference_s * 10) / 10) };
  if (same_clock) return [fault("clock_off", 8, values)];
  return Math.abs(difference_s) <= limits.other_clock_difference_max_s
    ? [note("clock_other", values)]
    : [fault("clock_off", 4, values)];
}

/** Judges a `time` that is no number. */
export function judgeTimeText(time: unknown, moment: Moment): Finding[] {
  if (typeof time === "string") {
    const got = visible(time).slice(0, 60);
    const number = /^\s*-?\d+(\.\d+)?([eE]\+?\d+)?\s*$/.test(time) ? Number(time) : undefined;
    return number === undefined
      ? [fault("time_text", 8, { got })]
      : [fault("time_quoted", 5, { got }), ...judgeTime(number, moment)];
  }
  if (Array.isArray(time) && time.length === 1 && typeof time[0] === "number") {
    return [fault("level_extra", 3, { key: "time", path: "time[0]" }), ...judgeTime(time[0], moment)];
  }
  if (Array.isArray(time)) return [fault("time_parts", 8, { count: time.length })];
  return [fault("wrong_type", 8, { key: "time", wanted: "number", got: kindOf(time) })];
}

/** Whether two readings show a clock that stands still. */
export function judgePace(
  first: { readonly time: number } & Moment,
  second: { readonly time: number } & Moment,
): Finding[] {
  const passed_min_s = second.sent_s - first.got_s;
  if (passed_min_s <= 0) return [];
  if (second.time === first.time) return [fault("time_frozen", 8)];
  return [];
}

function signed(value: number): string {
  return `${value > 0 ? "+" : "−"}${Math.abs(value)}`;
}
