/** Numbers with their units as a person reads them. Unit symbols are the same in both languages. */
import { lazily } from "../page/lazily.ts";
import type { Unit } from "./readings.ts";

const number = lazily(() => new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }));

const byte_units = ["B", "kB", "MB", "GB", "TB"] as const;

/**
 * A value in its unit, three digits exact.
 *
 * @example
 * ```ts
 * import { formatValue } from "./format.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatValue(53_210_000, "bytes"), "53.2 MB");
 * assert.equal(formatValue(0.5, "per_second"), "0.5/s");
 * ```
 */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case "count":
      return number().format(value);
    case "per_second":
      return `${number().format(value)}/s`;
    case "milliseconds":
      return `${number().format(value)} ms`;
    case "bytes":
      return bytes(value);
    case "bytes_per_second":
      return `${bytes(value)}/s`;
  }
}

function bytes(value: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(1, value)) / 3), byte_units.length - 1);
  return `${number().format(value / 1000 ** power)} ${byte_units[power]}`;
}
