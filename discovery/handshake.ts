/** The start of an outbound conversation: hello, what its answer means, and which errands become connections. */
import type { HelloReply, Replies } from "./effects.ts";
import type { Entry } from "./book/entry.ts";
import { noteReturn } from "./failures.ts";
import { askSample } from "./gossip.ts";
import { askLecture } from "./lecture.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import type { State } from "./state.ts";

/** The dialled connection is open: say hello, or where hello is not liked, begin with the lecture's ops. */
export function greet(state: State, link: Link): void {
  link.opened_ms = link.heard_ms = state.now_ms;
  if (link.plain) {
    link.stage = "lecture";
    return askLecture(state, link);
  }
  const { net, nonce, agent } = state.options;
  const addr = state.own.for(link.scope)?.addr;
  link.stage = "greeting";
  link.asked_ms = state.now_ms;
  state.send(link, "hello", { v: 1, net, nonce, ...(addr === undefined ? {} : { addr }), agent });
}

/** The answer to our hello; undefined for every answer but a good one, e.g. the lecture's 404. */
export function hearHello(state: State, link: Link, reply: HelloReply | undefined): void {
  const contact = link.entry!.dialled();
  if (reply === undefined) {
    link.stage = "lecture";
    const surprise = contact.speaks !== "lecture";
    contact.speaks = "lecture";
    state.options.tell({ kind: "reached lecture node", about: link.entry!.target.addr, link });
    noteReached(state, link);
    leaveSlot(state, link);
    // Slots are for nodes of the network; a lecture node gets one only where nothing else was to be found.
    if (link.holdsSlot && surprise) return state.close(link, 1000, "enough lecture nodes");
    return askLecture(state, link);
  }
  const is_own = reply.nonce === state.options.nonce;
  if (is_own || reply.net !== state.options.net) {
    if (is_own) state.own.meet(link.entry!.target.key);
    // Even what is ourselves may later be another machine's: addresses are lent.
    contact.avoid_until_s = state.now_s + limits.other_net_pause_s;
    state.book.note(link.entry!);
    return state.close(link, 1000, is_own ? "this is ourselves" : "another network");
  }
  link.stage = "network";
  link.nonce = reply.nonce;
  link.agent = reply.agent ?? null;
  link.seen = reply.seen;
  contact.speaks = "network";
  state.options.tell({ kind: "reached", about: link.entry!.target.addr, link });
  noteReached(state, link);
  askSample(state, link);
  askVerify(state, link);
}

/** Has our public address confirmed by a peer that sees us under a public IP. */
export function askVerify(state: State, link: Link): void {
  const { seen } = link;
  const { port } = state.options;
  if (port === 0 || link.scope !== "public") return;
  if (state.now_ms - link.verified_ms < limits.verify_pause_ms) return;
  const target = state.options.locate(`ws://${seen.includes(":") ? `[${seen}]` : seen}:${port}/ws`);
  // What the peer says it sees may be any text.
  if (target?.scope !== "public" || !target.literal || target.port !== port) return;
  if (!state.own.wantsWitness(state.now_ms, target)) return;
  link.verified_ms = state.now_ms;
  link.claimed = target.addr;
  state.send(link, "verify", { addr: target.addr });
}

/** What the dial-back led to. An address that is new is announced at once. */
export function hearVerify(state: State, link: Link, reply: Replies["verify"] | undefined): void {
  const { options, own, now_ms } = state;
  const target = options.locate(link.claimed);
  if (reply === undefined || target === undefined) return;
  const { group } = link.teller;
  const groups = new Set(state.peers().map(({ teller }) => teller.group)).size;
  if (!reply.dialable) {
    if (own.doubt(now_ms, group, groups)) options.tell({ kind: "own address doubted", about: target.addr });
  } else if (own.confirm(now_ms, target, group, groups)) {
    options.tell({ kind: "own address confirmed", about: target.addr });
    state.announce_ms = now_ms;
    state.wake(now_ms);
  }
}

/** The peer has answered in a way that shows a node lives there. */
export function noteReached(state: State, link: Link): void {
  const entry = link.entry!;
  const contact = entry.dialled();
  if (noteReturn(state, entry)) link.back_from_dead = true;
  if (contact.failures > 0) state.options.tell({ kind: "healed", about: entry.target.addr });
  if (contact.failures > 0 || contact.successes === 0) state.reached_news.add(state.now_ms, entry);
  state.death_news.drop(entry);
  state.book.succeed(state.now_s, entry, link.ip, link.scope, link.teller.group);
}

/** An errand is done: most end here, some are worth keeping. */
export function settle(state: State, link: Link): void {
  if (link.stage === "lecture") leaveSlot(state, link);
  if (!link.isErrand) return;
  const role = promotion(state, link);
  if (role === undefined) return state.close(link, 1000, "only passing by");
  link.role = role;
  if (role === "extra") link.until_ms = state.now_ms + limits.extra_kept_ms;
}

function promotion(state: State, link: Link): Link["role"] | undefined {
  if (link.stage === "lecture") return rotateLecture(state, link) ? "lecture" : undefined;
  if (link.back_from_dead && state.held("extra") < limits.extra_links_max) return "extra";
  const slots = state.slots();
  if (slots.length < state.options.outbound) return "fresh";
  return replaceDuplicate(state, link.entry!, slots) ? "fresh" : undefined;
}

/** Moves a lecture node out of its slot, if a place for its kind is free or its being our own people's makes one free. */
function leaveSlot(state: State, link: Link): void {
  const may_ask = isOurs(link) || state.held("lecture") < limits.lecture_links_max;
  if (link.holdsSlot && may_ask && rotateLecture(state, link)) link.role = "lecture";
}

/**
 * Room for one more lecture node: a free place, or that of the one that peers told of last, since they reached it as well.
 * One that is told by nobody may have us alone, and stays as long as any may. What our own people registered stays.
 */
function rotateLecture(state: State, newcomer: Link): boolean {
  if (state.held("lecture") < limits.lecture_links_max) return true;
  const age_ms = (link: Link) => state.now_ms - link.opened_ms;
  const told_s = (link: Link) =>
    age_ms(link) >= limits.lecture_kept_max_ms ? Infinity : link.entry!.last_heard_s;
  const [leaver] = state.linksThat((link) => link.role === "lecture" && !isOurs(link))
    .filter((link) => isOurs(newcomer) || age_ms(link) >= limits.lecture_kept_ms)
    .sort((a, b) => told_s(b) - told_s(a) || age_ms(b) - age_ms(a));
  if (leaver === undefined) return false;
  state.close(leaver, 1000, "another lecture node's turn");
  return true;
}

/** True for an address that this machine or its site registered. */
function isOurs({ entry }: Link): boolean {
  return entry !== null && entry.source.scope !== "public";
}

/** A connection to a group that has two gives way to one of a new group; so does a stranger's lecture node in a slot. */
function replaceDuplicate(state: State, newcomer: Entry, slots: readonly Link[]): boolean {
  if (slots.some(({ entry }) => entry!.group === newcomer.group)) return false;
  const superfluous = slots.find((link) =>
    link.role === "fresh" &&
    (link.stage === "lecture"
      ? !isOurs(link)
      : slots.some((other) => other !== link && other.entry!.group === link.entry!.group))
  );
  if (superfluous === undefined) return false;
  state.close(superfluous, 1000, "replaced by a peer of another group");
  return true;
}
