/** Light, dark, or as the system has it: what the person chose, on every page of the node. */
import { decorate } from "./dom.ts";
import { kept } from "./page_storage.ts";

/** The choices. */
export const themes = ["system", "light", "dark"] as const;

/** One of the choices. */
export type Theme = typeof themes[number];

/** Where the choice is kept. */
export const theme_key = "foxchain.theme";

/**
 * The choice that was stored; anything else is the system's.
 *
 * @example
 * ```ts
 * import { themeOf } from "./theme.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(themeOf("dark"), "dark");
 * assert.equal(themeOf("purple"), "system");
 * ```
 */
export function themeOf(stored: string | null): Theme {
  return themes.find((theme) => theme === stored) ?? "system";
}

/** Called before anything is drawn, so that no light page flashes up in a dark room. */
export function applyTheme(): void {
  const theme = themeOf(kept.read(theme_key));
  decorate(document.documentElement, { "data-theme": theme !== "system" && theme });
}
