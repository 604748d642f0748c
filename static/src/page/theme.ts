/** Light, dark, or as the system has it: the switch in the page's heading. */
import { decorate, element, find } from "./dom.ts";
import type { Language } from "./language.ts";
import { kept } from "./page_storage.ts";
import { page_words } from "./words.ts";

const themes = ["system", "light", "dark"] as const;

/** One of the choices. */
export type Theme = typeof themes[number];

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
  const theme = themeOf(kept.read("foxchain.theme"));
  decorate(document.documentElement, { "data-theme": theme !== "system" && theme });
}

/** Fills the switch. Another tab's choice is followed. */
export function mountThemeSwitch(language: Language): void {
  const words = page_words[language];
  const choice = find("theme", HTMLSelectElement);
  const show = () => {
    choice.value = themeOf(kept.read("foxchain.theme"));
    applyTheme();
  };
  choice.append(...themes.map((theme) => element("option", { value: theme }, words[`theme_${theme}`])));
  decorate(choice, {
    "aria-label": words.theme,
    on: {
      change: () => {
        kept.write("foxchain.theme", choice.value);
        show();
      },
    },
  });
  kept.listen("foxchain.theme", show);
  show();
}
