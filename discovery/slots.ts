/** Whom to dial next: outbound slots, feelers, suspects, redials. Chooses; what comes of it is `handshake.ts`. */
import { dial, isAffordable, isDialable, mayDial } from "./dials.ts";
import type { Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { Role } from "./link.ts";
import type { State } from "./state.ts";

/** Fills free outbound slots, as far as dials are free: the end of a dial wakes us. */
export function fillSlots(state: State): void {
  const again_ms = state.now_ms + limits.slot_pause_ms;
  while (state.slots().length < state.options.outbound && mayDial(state)) {
    if (!state.slot_bucket.take(state.now_ms)) return state.wake(again_ms);
    if (fillOne(state)) continue;
    state.slot_bucket.grant(state.now_ms, 1);
    return state.wake(again_ms);
  }
}

function fillOne(state: State): boolean {
  const used = new Set(state.slots().map((link) => link.entry!.group));
  let fallback: Entry | undefined;
  /** Prefers an unused group and a node of the network that is not here; remembers the first that only might do. */
  const fits = (entry: Entry) => {
    if (!isDialable(state, entry)) return false;
    const speaks = entry.contact?.speaks;
    const is_new = !used.has(entry.group) && !state.guests.has(entry);
    if (is_new && speaks !== "lecture" && speaks !== "plain") return true;
    fallback ??= entry;
    return false;
  };
  const lives = ({ contact }: Entry) => contact!.failures === 0;
  const choices: (readonly [Role, number, () => Entry | undefined])[] = [
    ["anchor", limits.anchors_max, () => state.book.oldest((entry) => entry.contact!.anchor && fits(entry))],
    ["oldest", limits.oldest_max, () => state.book.oldest((entry) => lives(entry) && fits(entry))],
    ["fresh", Infinity, () => state.book.draw(fits) ?? fallback],
  ];
  for (const [role, places, choose] of choices) {
    const entry = state.held(role) < places ? choose() : undefined;
    if (entry === undefined) continue;
    dial(state, entry, role);
    return true;
  }
  return false;
}

/** Tests neighbours that fell silent; at once, since others still serve their addresses. */
export function testSuspects(state: State): void {
  for (const entry of state.suspects) {
    if (!mayDial(state)) return;
    state.suspects.delete(entry);
    if (isDialable(state, entry)) dial(state, entry, "probe");
  }
}

/**
 * Sends one feeler: to a random row not reached lately, to an incumbent that a newcomer wants to displace, or after a
 * rumour. Strangers can cause rumours and newcomers without end; so every second feeler is the book's own draw among
 * those that did not fail, and these two share the rest. Who has nothing to test leaves his turn to the others; rows that
 * failed come last, since after a mass death the rumours tell of more.
 */
export function sendFeeler(state: State): void {
  const dialable = (entry: Entry) => isDialable(state, entry);
  const recent_s = state.now_s - limits.feeler_recent_s;
  const draw = (failed: boolean) =>
    state.book.draw((row) =>
      dialable(row) && !state.guests.has(row) && !row.reachedSince(recent_s) &&
      (row.contact?.failures ?? 0) > 0 === failed
    );
  const incumbent = () => state.book.collisions.next(dialable);
  const rumour = () => state.rumours.take(dialable);
  const is_healing = state.now_ms < state.healing_until_ms;
  const random = () => (is_healing ? draw(true) : undefined) ?? draw(false);
  const turns = [
    [rumour, incumbent, random],
    [random, incumbent, rumour],
    [incumbent, rumour, random],
    [random, rumour, incumbent],
  ] as const;
  const [first, second, third] = turns[state.feelers++ % turns.length]!;
  const entry = first() ?? second() ?? third() ?? draw(true);
  if (entry !== undefined) dial(state, entry, "feeler");
}

/**
 * Redials one seed or old friend that was not reached in the last hour, whatever its record says: this is what ends every
 * isolation. (Redialling those that are well made the one seed of 1,000 nodes answer three visits a second.)
 */
export function redial(state: State): void {
  const { book, busy, now_s, own } = state;
  const entry = state.friends.next(({ target, source }) => {
    const entry = book.get(target.key) ?? book.hear(now_s, target, source);
    if (entry === undefined || busy.has(entry) || own.is(target.key)) return undefined;
    if (entry.reachedSince(now_s - limits.served_s)) return undefined;
    const is_avoided = (entry.contact?.avoid_until_s ?? 0) > now_s;
    return is_avoided || !isAffordable(state, entry) ? undefined : entry;
  });
  if (entry !== undefined) dial(state, entry, "redial");
}

/** Marks the two connections that have lasted longest, for the next start. */
export function renewAnchors(state: State): void {
  const lasting = state.slots().filter((link) => link.isPeer)
    .sort((a, b) => a.opened_ms - b.opened_ms).slice(0, limits.anchors_max).map((link) => link.entry!);
  if (lasting.length < limits.anchors_max) return;
  for (const table of state.book.reached) {
    for (const entry of table.rows) {
      const anchor = lasting.includes(entry);
      if (entry.contact!.anchor === anchor) continue;
      entry.contact!.anchor = anchor;
      state.book.note(entry);
    }
  }
}
