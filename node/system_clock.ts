/** The real clock and the local time zone's abbreviation. */
import type { Clock } from "../ops/context.ts";

const minute_s = 60;

/**
 * The system clock. The zone is the one of this process (the environment variable `TZ`, else the system's).
 *
 * @example
 * ```ts
 * import { SystemClock } from "./system_clock.ts";
 * import assert from "node:assert/strict";
 *
 * const clock = new SystemClock("Asia/Shanghai");
 * assert.ok(Math.abs(clock.now_s() - Date.now() / 1000) < 0.1);
 * assert.equal(await clock.zone(clock.now_s()), "CST");
 * ```
 */
export class SystemClock implements Clock {
  readonly #zone_name: string | undefined;
  #minute = NaN;
  #abbreviation = "";
  #loading: Promise<string> | undefined;

  /** @param zone_name IANA name; undefined where the system names none (a POSIX `TZ` such as `CST-8`). */
  constructor(zone_name: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone) {
    this.#zone_name = zone_name;
  }

  now_s(): number {
    return Number(Temporal.Now.instant().epochNanoseconds) / 1e9;
  }

  /** Ready-made except in the first request of each minute: zones change at full minutes. */
  zone(now_s: number): string | Promise<string> {
    const minute = Math.floor(now_s / minute_s);
    if (minute === this.#minute) return this.#abbreviation;
    return this.#loading ??= this.#look(now_s).then((abbreviation) => {
      this.#minute = minute;
      return this.#abbreviation = abbreviation;
    }).finally(() => this.#loading = undefined);
  }

  async #look(now_s: number): Promise<string> {
    // Loaded late: the zone rules take 50 ms, which the first request of another op need not wait for.
    const { zoneAbbreviation } = await import("./time_zone.ts");
    return zoneAbbreviation(this.#zone_name, now_s);
  }
}
