import assert from "node:assert/strict";
import { formatValue } from "./format.ts";
import type { Unit } from "./readings.ts";

const cases: [number, Unit, string][] = [
  [0, "bytes", "0 B"],
  [999, "bytes", "999 B"],
  [1_000, "bytes", "1 kB"],
  [0.4, "bytes_per_second", "0.4 B/s"],
  [2_345_000, "bytes_per_second", "2.35 MB/s"],
  [5e18, "bytes", "5,000,000 TB"],
  [12, "count", "12"],
  [0.123456, "milliseconds", "0.123 ms"],
  [1_234.5, "per_second", "1,230/s"],
];

for (const [value, unit, words] of cases) {
  Deno.test(`formatValue() writes ${value} ${unit} as ${words}`, () => {
    assert.equal(formatValue(value, unit), words);
  });
}
