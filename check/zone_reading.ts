/** Judges `time_zone`: it should be the zone's abbreviation, e.g. `CST`, not another of its names. */
import { fault, type Finding } from "./causes.ts";
import { kindOf } from "./envelope.ts";
import { isZone } from "./rules.ts";
import { visible } from "./visible.ts";

const cost = 4;

/**
 * Judges a value.
 *
 * @param expected The abbreviation that the lecturer asks for; undefined: any.
 *
 * @example
 * ```ts
 * import { judgeZone } from "./zone_reading.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(judgeZone("CST", "CST"), []);
 * assert.equal(judgeZone(["CST", "CST"], undefined)[0]?.cause, "zone_pair");
 * assert.equal(judgeZone("+08:00", undefined)[0]?.cause, "zone_offset");
 * assert.equal(judgeZone("中国标准时间", undefined)[0]?.cause, "zone_local");
 * ```
 */
export function judgeZone(zone: unknown, expected: string | undefined): Finding[] {
  if (typeof zone === "number") return [fault("zone_offset", cost, { got: zone })];
  if (Array.isArray(zone) && zone.length === 1 && typeof zone[0] === "string") {
    const path = { key: "time_zone", path: "time_zone[0]" };
    return [fault("level_extra", 3, path), ...judgeZone(zone[0], expected)];
  }
  if (Array.isArray(zone)) return [fault("zone_pair", cost, { got: shown(JSON.stringify(zone)) })];
  if (typeof zone !== "string") {
    return [fault("wrong_type", cost, { key: "time_zone", wanted: "text", got: kindOf(zone) })];
  }
  const found = judgeText(zone.trim(), expected);
  return found === undefined ? [] : [found];
}

function judgeText(zone: string, expected: string | undefined): Finding | undefined {
  const got = shown(zone);
  if (zone === "") return fault("zone_empty", cost);
  if (expected !== undefined && zone === expected) return undefined;
  if (/^[([].*,.*[)\]]$/.test(zone) || /^\S+[,/;]\s*\S+$/.test(zone) && !/^[A-Z]\w+\//.test(zone)) {
    return fault("zone_pair", cost, { got });
  }
  // An abbreviation has plain capitals only. Other letters are a name in the system's language.
  if (/[^\x20-\x7e]/.test(zone)) return fault("zone_local", cost, { got });
  if (isOffset(zone)) return fault("zone_offset", cost, { got });
  if (/^[A-Z][A-Za-z_]+\/[A-Z][\w+/-]*$/.test(zone)) return fault("zone_iana", cost, { got });
  if (/\s/.test(zone) || /^[A-Za-z]{5,}$/.test(zone) && !/^[A-Z]+$/.test(zone)) {
    return fault("zone_long", cost, { got });
  }
  if (isZone(zone)) {
    return expected === undefined ? undefined : fault("zone_other", cost, { got, wanted: expected });
  }
  if (/^[A-Za-z]{2,4}$/.test(zone)) return fault("zone_case", 2, { got, wanted: zone.toUpperCase() });
  return fault("zone_odd", cost, { got });
}

/** An offset. `+0800` is one: in the tz database an abbreviation of whole hours has two digits. */
function isOffset(zone: string): boolean {
  return /^(UTC|GMT|Z)\s*[+-]?\s*\d/i.test(zone) || /^[+-]?\d{1,2}:\d\d(:\d\d)?$/.test(zone) ||
    /^[+-]\d\d00$/.test(zone) || /^[+-]?\d+(\.\d+)?$/.test(zone) && !/^[+-]\d\d(\d\d)?$/.test(zone);
}

function shown(text: string): string {
  return visible(text).slice(0, 60);
}
