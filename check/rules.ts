/**
 * What a right answer is: the rules that the checks and the lab on the page share. The page has them in its first load, so
 * this file stays small; causes and hints are in other files.
 */
import { other_clock_difference_max_s, same_clock_difference_max_s } from "./limits.ts";

/** The status of each right answer. */
export const statuses = {
  peers: 200,
  register: 202,
  time: 200,
  bad_json: 500,
  no_op: 500,
  no_addr: 500,
  unknown_op: 404,
} as const;

/** When an answer came, in seconds since 1970: the right time lies between. */
export interface Moment {
  readonly sent_s: number;
  readonly got_s: number;
  /** Whether the node's clock is this computer's. */
  readonly same_clock: boolean;
}

/** Whether a URL leads to this computer, so that both ends have one clock. */
export function isThisComputer(url: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
}

/** Whether `register` keeps an address: anything else is ignored, and the answer is 202 all the same. */
export function isKept(addr: string): boolean {
  return /^wss?:\/\//.test(addr);
}

/** Whether a value is a list as `peers` gives it. */
export function isPeerList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Seconds by which a time lies before (negative) or after its moment; 0 inside of it. */
export function clockDifference_s(time: number, { sent_s, got_s }: Moment): number {
  return time < sent_s ? time - sent_s : time > got_s ? time - got_s : 0;
}

/**
 * Whether a value of `time` is right: seconds since 1970 with a fraction, by a clock that costs no points.
 *
 * @example
 * ```ts
 * import { isRightTime } from "./rules.ts";
 * import assert from "node:assert/strict";
 *
 * const moment = { sent_s: 1617786770, got_s: 1617786771, same_clock: true };
 * assert.ok(isRightTime(1617786770.954288, moment));
 * assert.ok(!isRightTime(1617786770, moment)); // whole seconds
 * assert.ok(!isRightTime(1617786770954.288, moment)); // milliseconds
 * ```
 */
export function isRightTime(time: unknown, moment: Moment): boolean {
  const tolerance_s = moment.same_clock ? same_clock_difference_max_s : other_clock_difference_max_s;
  return typeof time === "number" && !Number.isInteger(time) &&
    Math.abs(clockDifference_s(time, moment)) <= tolerance_s;
}

/**
 * Whether a text is a zone's abbreviation. The tz database has zones whose abbreviation is a number: +08, -03, +0530. A
 * whole hour has two digits there, so `+0800` is an offset.
 *
 * @example
 * ```ts
 * import { isZone } from "./rules.ts";
 * import assert from "node:assert/strict";
 *
 * for (const zone of ["CST", "UTC", "+0530"]) assert.ok(isZone(zone), zone);
 * for (const zone of ["+0800", "GMT+8", "Asia/Shanghai", "cst", ""]) assert.ok(!isZone(zone), zone);
 * ```
 */
export function isZone(zone: unknown): boolean {
  return typeof zone === "string" && /^([A-Z]{1,6}|[+-]\d\d(\d[1-9]|[1-9]\d)?)$/.test(zone.trim());
}
