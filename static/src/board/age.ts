/** How long something has lasted, in as few characters as a tile has room for. */
import type { Language } from "../page/language.ts";

const units = [[86_400_000, "d", "天"], [3_600_000, "h", "小时"], [60_000, "m", "分"], [
  1_000,
  "s",
  "秒",
]] as const;

/**
 * A duration in its largest unit. A clock that was set back makes no negative one.
 *
 * @example
 * ```ts
 * import { age } from "./age.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(age(185_000, "en"), "3m");
 * assert.equal(age(7_300_000, "zh"), "2 小时");
 * assert.equal(age(-5, "en"), "0s");
 * ```
 */
export function age(duration_ms: number, language: Language): string {
  const length_ms = Math.max(0, duration_ms);
  const [unit_ms, en, zh] = units.find(([unit_ms]) => length_ms >= unit_ms) ?? units[3];
  return `${Math.floor(length_ms / unit_ms)}${language === "zh" ? ` ${zh}` : en}`;
}
