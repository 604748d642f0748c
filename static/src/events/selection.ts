/** Which events the list shows; nothing is drawn here. */
import type { EventKind, LiveEvent } from "../../live_messages.ts";

/** Every kind, in the order of the filter. */
export const event_kinds = [
  "joined",
  "left",
  "learned",
  "verified",
  "suspect",
  "down",
  "healed",
  "forgotten",
  "announced",
  "blocked",
  "unblocked",
  "said",
] as const satisfies readonly EventKind[];

/** What the person wants to see. */
export interface EventWish {
  /** Part of the address or the name. */
  readonly text: string;
  readonly kinds: ReadonlySet<EventKind>;
}

/**
 * The events to show, newest first.
 *
 * @param events Oldest first.
 * @param nameOf The name of an address; an empty text where it has none.
 * @param shown_max More are not given: older ones are left out.
 */
export function selectEvents(
  events: readonly LiveEvent[],
  { text, kinds }: EventWish,
  shown_max: number,
  nameOf: (addr: string) => string = () => "",
): LiveEvent[] {
  const wanted = text.trim().toLowerCase();
  const selected: LiveEvent[] = [];
  for (let i = events.length - 1; i >= 0 && selected.length < shown_max; i--) {
    const event = events[i]!;
    if (!kinds.has(event.kind)) continue;
    const searched = `${nameOf(event.about)} ${event.about}`;
    if (wanted === "" || searched.toLowerCase().includes(wanted)) selected.push(event);
  }
  return selected;
}

/**
 * How many events came while the list was paused. A node that was started anew counts from 1 again: then all of its are new.
 *
 * @param paused What was there when the pause began.
 */
export function countWaiting(events: readonly LiveEvent[], paused: readonly LiveEvent[]): number {
  const last_id = paused.at(-1)?.id ?? 0;
  const started_anew = (events.at(-1)?.id ?? 0) < last_id;
  return started_anew ? events.length : events.filter(({ id }) => id > last_id).length;
}
