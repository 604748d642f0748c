/** Time-zone abbreviations from the tz database: JavaScript's own Intl writes GMT+8 for CST. */
import moment from "moment-timezone";

/**
 * The abbreviation at a moment, e.g. `CST`, `CEST`, `UTC`. A zone without one gives its offset, e.g. `-03`.
 *
 * @param zone_name IANA name. Undefined or unknown: the offset of this process.
 * @param now_s Seconds since 1970.
 *
 * @example
 * ```ts
 * import { zoneAbbreviation } from "./time_zone.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(zoneAbbreviation("Europe/Paris", Date.parse("2026-07-01") / 1000), "CEST");
 * ```
 */
export function zoneAbbreviation(zone_name: string | undefined, now_s: number): string {
  const now_ms = now_s * 1000;
  if (zone_name !== undefined && moment.tz.zone(zone_name) !== null) {
    return moment.tz(now_ms, zone_name).zoneAbbr();
  }
  return offsetName(-new Date(now_ms).getTimezoneOffset());
}

/**
 * An offset the way the tz database writes it: `+08`, `-03`, `+0530`; `UTC` for 0.
 *
 * @param minutes East of Greenwich.
 */
export function offsetName(minutes: number): string {
  if (minutes === 0) return "UTC";
  const digits = (value: number) => String(value).padStart(2, "0");
  const rest = Math.abs(minutes) % 60;
  return (minutes < 0 ? "-" : "+") + digits(Math.floor(Math.abs(minutes) / 60)) +
    (rest === 0 ? "" : digits(rest));
}
