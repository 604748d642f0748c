/** The system's clock, and the abbreviation of the local time zone. */
import type { Clock } from "../ops/context.ts";

const minute_s = 60;

/**
 * The system clock. Its zone is that of this process: the environment variable `TZ`, otherwise the system's.
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

  /** @param zone_name IANA name; the zone of this process when left out. */
  constructor(zone_name?: string) {
    this.#zone_name = zone_name;
  }

  now_s(): number {
    return Number(Temporal.Now.instant().epochNanoseconds) / 1e9;
  }

  /** Looked up once a minute: zones change at full minutes. */
  zone(now_s: number): string | Promise<string> {
    const minute = Math.floor(now_s / minute_s);
    if (minute === this.#minute) return this.#abbreviation;
    return this.#loading ??= this.#look(now_s).then((abbreviation) => {
      this.#minute = minute;
      return this.#abbreviation = abbreviation;
    }).finally(() => this.#loading = undefined);
  }

  async #look(now_s: number): Promise<string> {
    // The zone rules are loaded at the first request: they would make every start 10 to 50 ms longer.
    const { zoneAbbreviation } = await import("./time_zone.ts");
    return zoneAbbreviation(this.#zone_name ?? systemZone(now_s), now_s);
  }
}

/** IANA name of this process's zone; undefined where there is none (a POSIX `TZ` such as `CST-8`). */
function systemZone(now_s: number): string | undefined {
  const name = Temporal.Now.timeZoneId();
  // Temporal calls such a zone UTC, too. Intl would tell them apart, but needs 11 ms.
  return name === "UTC" && new Date(now_s * 1000).getTimezoneOffset() !== 0 ? undefined : name;
}
