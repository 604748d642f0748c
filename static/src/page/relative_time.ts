/** Says how long ago something was, or how long it still takes, in the page's language. */
import type { Language } from "./language.ts";
import { lazily } from "./lazily.ts";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** Made once: hundreds of times on the page are told anew each second. */
const formats: Readonly<Record<Language, () => Intl.RelativeTimeFormat>> = {
  en: lazily(() => new Intl.RelativeTimeFormat("en-GB", { style: "short", numeric: "auto" })),
  zh: lazily(() => new Intl.RelativeTimeFormat("zh-CN", { style: "short", numeric: "auto" })),
};

/**
 * "3 min ago", "in 40 sec.": in the largest unit that is not smaller than 1.
 *
 * @example
 * ```ts
 * import { relativeTime } from "./relative_time.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(relativeTime("en", 1_000, 181_000), "3 min ago");
 * assert.equal(relativeTime("zh", 1_000, 181_000), "3分钟前");
 * ```
 */
export function relativeTime(language: Language, at_ms: number, now_ms: number): string {
  const away_ms = at_ms - now_ms;
  const [unit, unit_ms] = units.find(([, unit_ms]) => Math.abs(away_ms) >= unit_ms) ?? ["second", 1_000];
  return formats[language]().format(Math.trunc(away_ms / unit_ms) || 0, unit);
}
