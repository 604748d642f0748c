/** What to dial next (outbound slots, feelers, suspects, redials), and which errands may stay. How is `dials.ts`. */
import { DONE } from "./close_codes.ts";
import { dial, isAffordable, isDialable, mayDial } from "./dials.ts";
import type { Entry } from "./book/entry.ts";
import { isConnectedOtherwise } from "./identity.ts";
import * as limits from "./limits.ts";
import { type DialledLink, isPeer, type OutboundRole } from "./state/link.ts";
import { findReserved, isLocal, leaveSlot } from "./lecture.ts";
import type { State } from "./state/state.ts";

/** Fills free outbound slots, as far as dials are free. The end of a dial brings the next tick. */
export function fillSlots(state: State): void {
  const again_ms = state.now_ms + limits.slot_pause_ms;
  while (state.slots().length < state.options.outbound && mayDial(state)) {
    if (!state.pace.slots.take(state.now_ms)) return state.wake(again_ms);
    if (fillOne(state)) continue;
    state.pace.slots.grant(state.now_ms, 1);
    return state.wake(again_ms);
  }
}

function fillOne(state: State): boolean {
  const used = new Set(state.slots().map((link) => link.entry.group));
  let fallback: Entry | undefined;
  /** Prefers an unused group and a node of the network that is not connected. Remembers the first other one. */
  const fits = (entry: Entry) => {
    if (!isDialable(state, entry) || isConnectedOtherwise(state, entry)) return false;
    const speaks = entry.contact?.speaks;
    const is_new = !used.has(entry.group) && !state.verified_inbound.has(entry);
    if (is_new && speaks !== "lecture" && speaks !== "plain") return true;
    fallback ??= entry;
    return false;
  };
  const lives = ({ contact }: Entry) => contact!.failures === 0;
  const choices: (readonly [OutboundRole, number, () => Entry | undefined])[] = [
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
 * Sends one feeler: to a random row not reached lately, to an incumbent that a newcomer wants to displace, or to an
 * address of the probe queue. Strangers can cause probes and newcomers without end. So every second feeler is the book's
 * own draw among rows that did not fail, and the other two share the rest. One that has nothing to test leaves its turn to
 * the others. Rows that failed come last: after a mass death the probe queue knows better ones.
 */
export function sendFeeler(state: State): void {
  const dialable = (entry: Entry) => isDialable(state, entry);
  const recent_s = state.now_s - limits.feeler_recent_s;
  const draw = (failed: boolean) =>
    state.book.draw((row) =>
      dialable(row) && !state.verified_inbound.has(row) && !row.reachedSince(recent_s) &&
      (row.contact?.failures ?? 0) > 0 === failed
    );
  const incumbent = () => state.book.pending_evictions.next(dialable);
  const probe = () => state.probes.take(dialable);
  const is_healing = state.now_ms < state.healing_until_ms;
  const random = () => (is_healing ? draw(true) : undefined) ?? draw(false);
  const turns = [
    [probe, incumbent, random],
    [random, incumbent, probe],
    [incumbent, probe, random],
    [random, probe, incumbent],
  ] as const;
  const [first, second, third] = turns[state.pace.nextTurn(turns.length)]!;
  const entry = first() ?? second() ?? third() ?? draw(true);
  if (entry !== undefined) dial(state, entry, "feeler");
}

/**
 * Redials one seed or old good peer that was not reached in the last hour, whatever its record says. This ends every
 * isolation. An hour, because redialling those that are well made the one seed of 1,000 nodes answer three a second.
 */
export function redial(state: State): void {
  const { book, busy, now_s, own } = state;
  const entry = state.reconnects.next(({ target, source }) => {
    const entry = book.get(target.key) ?? book.hear(now_s, target, source);
    if (entry === undefined || busy.has(entry) || own.is(target.key)) return undefined;
    if (entry.reachedSince(now_s - limits.served_s)) return undefined;
    const is_avoided = entry.contact !== null && entry.contact.avoid_until_s > now_s;
    return is_avoided || !isAffordable(state, entry) ? undefined : entry;
  });
  if (entry !== undefined) dial(state, entry, "redial");
}

/** Marks the two connections that have lasted longest, for the next start. */
export function renewAnchors(state: State): void {
  const lasting = state.slots().filter((link) => isPeer(link))
    .sort((a, b) => a.opened_ms - b.opened_ms).slice(0, limits.anchors_max).map((link) => link.entry);
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

/** An errand has its answer. Most end here, some are worth keeping. */
export function settle(state: State, link: DialledLink): void {
  if (link.kind === "lecture") leaveSlot(state, link);
  if (!link.isErrand) return;
  if (!promote(state, link)) state.close(link, DONE, "only passing by");
}

/** Gives an errand a place to stay, if there is one. */
function promote(state: State, link: DialledLink): boolean {
  if (link.kind === "lecture") {
    if (!findReserved(state, link)) return false;
    link.role = "reserved";
    return true;
  }
  if (link.back_from_dead && state.held("extra") < limits.extra_links_max) {
    link.role = "extra";
    link.until_ms = state.now_ms + limits.extra_kept_ms;
    return true;
  }
  const slots = state.slots();
  if (slots.length >= state.options.outbound && !replaceDuplicate(state, link.entry, slots)) return false;
  link.role = "fresh";
  return true;
}

/** A connection to a group that has two gives way to one of a new group. So does a stranger's lecture node in a slot. */
function replaceDuplicate(state: State, newcomer: Entry, slots: readonly DialledLink[]): boolean {
  if (slots.some(({ entry }) => entry.group === newcomer.group)) return false;
  const superfluous = slots.find((link) =>
    link.role === "fresh" &&
    (link.kind === "lecture"
      ? !isLocal(link)
      : slots.some((other) => other !== link && other.entry.group === link.entry.group))
  );
  if (superfluous === undefined) return false;
  state.close(superfluous, DONE, "replaced by a peer of another group");
  return true;
}
