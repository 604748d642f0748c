/** The panel of events: what happened in the network around this node, newest first. */
import type { LiveEvent } from "../../live_messages.ts";
import { download, element, setText } from "../page/dom.ts";
import { oncePerFrame } from "../page/once_per_frame.ts";
import { events_kept } from "../page/live_state.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { namesOf } from "../peers/names.ts";
import { EventFilter } from "./event_filter.ts";
import { EventList } from "./event_list.ts";
import { eventsAsCsv, eventsAsJson } from "./export.ts";
import { countWaiting, selectEvents } from "./selection.ts";
import { events_words } from "./words.ts";

/** Events drawn at most: nobody reads further down, and a phone must keep up with fifty new ones a second. */
const shown_max = 200;

/** Above so many the browser leaves out those that are not in view: faster, but a picture of the page lacks them. */
const drawn_always_max = 40;

/** Fills the section. */
export function mountEvents(section: HTMLElement, { live, language }: Page): void {
  const words = wordsFor({ language }, events_words);
  const redraw = oncePerFrame(() => draw());
  const names = namesOf(live);
  const filter = new EventFilter(words, redraw);
  const list = new EventList(language, words);
  /** What was there when the person pressed Pause. */
  let paused: readonly LiveEvent[] | undefined;

  const pause = element("button", {
    type: "button",
    on: {
      click: () => {
        paused = paused === undefined ? live.events : undefined;
        redraw();
      },
    },
  });
  const nameOf = () => names.among(live.peers.values());
  const chosen = () => selectEvents(paused ?? live.events, filter.wish, events_kept, nameOf()).reverse();
  const save = (label: string, name: string, type: string, write: typeof eventsAsJson) =>
    element("button", {
      type: "button",
      on: { click: () => download(`foxchain_events.${name}`, type, write(chosen())) },
    }, label);
  const buttons = element(
    "div",
    { class: "buttons" },
    pause,
    save(words.export_json, "json", "application/json", eventsAsJson),
    save(words.export_csv, "csv", "text/csv;charset=utf-8", eventsAsCsv),
  );
  const notes = element("p", { class: "hint" });
  section.append(filter.place, buttons, notes, list.list);

  function draw(): void {
    const kept = paused ?? live.events;
    const named = nameOf();
    const shown = selectEvents(kept, filter.wish, shown_max, named);
    list.list.classList.toggle("many", shown.length > drawn_always_max);
    list.show(shown, named);
    list.list.hidden = shown.length === 0;
    setText(pause, paused === undefined ? words.pause : words.resume(countWaiting(live.events, paused)));
    setText(
      notes,
      shown.length > 0
        ? words.showing(shown.length, kept.length)
        : kept.length > 0
        ? words.no_match
        : words.empty,
    );
  }

  live.listen(redraw);
  names.listen(redraw);
  draw();
}
