/** Times on the page that say how long ago they are; one timer keeps all of them true. */
import { element, setText } from "./dom.ts";
import type { Language } from "./language.ts";
import { lazily } from "./lazily.ts";
import { relativeTime } from "./relative_time.ts";

/** How often they are looked at; see {@linkcode relativeTime} for how finely they tell. */
const refresh_ms = 1_000;

const whole_moments: Readonly<Record<Language, () => Intl.DateTimeFormat>> = {
  en: lazily(() => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" })),
  zh: lazily(() => new Intl.DateTimeFormat("zh-CN", { dateStyle: "medium", timeStyle: "long" })),
};

let ticking = false;

/** Makes a `<time>` that says how far a moment is away, and the moment itself when pointed at. */
export function relativeTimeElement(at_ms: number, language: Language): HTMLTimeElement {
  if (!ticking) {
    ticking = true;
    setInterval(refresh, refresh_ms);
  }
  const made = element("time", { "data-relative": language });
  setRelativeTime(made, at_ms);
  return made;
}

/** Gives such an element another moment. */
export function setRelativeTime(shown: HTMLTimeElement, at_ms: number): void {
  const moment = new Date(at_ms);
  const written = moment.toISOString();
  if (shown.dateTime === written) return;
  shown.dateTime = written;
  shown.title = whole_moments[languageOf(shown)]().format(moment);
  tell(shown);
}

function refresh(): void {
  if (document.hidden) return;
  for (const shown of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) tell(shown);
}

/** The moment is read from the element: parts of the page that load later have a timer of their own for all of them. */
function tell(shown: HTMLTimeElement): void {
  setText(shown, relativeTime(languageOf(shown), Date.parse(shown.dateTime), Date.now()));
}

function languageOf(shown: HTMLTimeElement): Language {
  return shown.dataset.relative as Language;
}
