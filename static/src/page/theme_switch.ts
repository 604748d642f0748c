/** The switch of the colours in the page's heading. */
import { decorate, element, find } from "./dom.ts";
import type { Language } from "./language.ts";
import { kept } from "./page_storage.ts";
import { applyTheme, theme_key, themeOf, themes } from "./theme.ts";
import { page_words } from "./words.ts";

/** Fills the switch. Another tab's choice is followed. */
export function mountThemeSwitch(language: Language): void {
  const words = page_words[language];
  const choice = find("theme", HTMLSelectElement);
  const show = () => {
    choice.value = themeOf(kept.read(theme_key));
    applyTheme();
  };
  choice.append(...themes.map((theme) => element("option", { value: theme }, words[`theme_${theme}`])));
  decorate(choice, {
    "aria-label": words.theme,
    on: {
      change: () => {
        kept.write(theme_key, choice.value);
        show();
      },
    },
  });
  kept.listen(theme_key, show);
  show();
}
