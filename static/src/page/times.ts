/** Times on the page that say how long ago they are; one timer keeps all of them true. */
import { element } from "./dom.ts";
import type { Language } from "./language.ts";
import { relativeTime } from "./relative_time.ts";

/** How often they are looked at; see {@linkcode relativeTime} for how finely they tell. */
const refresh_ms = 1_000;

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
  if (shown.dateTime === moment.toISOString()) return;
  shown.dateTime = moment.toISOString();
  shown.title = moment.toLocaleString(shown.dataset.relative);
  tell(shown);
}

function refresh(): void {
  if (document.hidden) return;
  for (const shown of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) tell(shown);
}

function tell(shown: HTMLTimeElement): void {
  const words = relativeTime(shown.dataset.relative as Language, Date.parse(shown.dateTime), Date.now());
  if (shown.textContent !== words) shown.textContent = words;
}
