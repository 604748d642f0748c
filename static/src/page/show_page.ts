/** Puts the words into what `index.html` holds itself, switches the language, and shows the page. */
import { decorate, find } from "./dom.ts";
import type { Language } from "./language.ts";
import { kept } from "./page_storage.ts";
import { page_words } from "./words.ts";

/** Called once, after the panels were filled. */
export function showPage(language: Language): void {
  const words = page_words[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const labelled of document.querySelectorAll<HTMLElement>("[data-words]")) {
    labelled.textContent = words[labelled.dataset.words as keyof typeof words];
  }
  decorate(find("sections", HTMLElement), { "aria-label": words.sections });
  const other: Language = language === "zh" ? "en" : "zh";
  decorate(find("language", HTMLAnchorElement), {
    href: `?lang=${other}`,
    hreflang: other,
    lang: other === "zh" ? "zh-CN" : "en",
    on: { click: () => kept.write("foxchain.language", other) },
  });
  decorate(find("protocol", HTMLAnchorElement), { href: `docs?lang=${language}` });
  find("main", HTMLElement).hidden = false;
}
