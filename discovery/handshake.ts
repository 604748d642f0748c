/** The handshake on a dialled connection: hello, what its answer means, and having the own address verified. */
import { endpointOf } from "./address/endpoint.ts";
import type { Target } from "./address/group.ts";
import { isBlockedLink } from "./blocks.ts";
import { DONE } from "./close_codes.ts";
import type { HelloReply, Replies } from "./state/effects.ts";
import { noteReturn } from "./failures.ts";
import { askSample } from "./gossip.ts";
import { askLecture, leaveSlot } from "./lecture.ts";
import { olderTwin } from "./identity.ts";
import * as limits from "./limits.ts";
import { type DialledLink, LectureLink, type OutboundLink } from "./state/link.ts";
import { heardName, namePart } from "./node_name.ts";
import type { State } from "./state/state.ts";

/** The dialled connection is open: say hello. Where hello was not liked before, begin with the lecture's ops. */
export function beginHandshake(state: State, link: OutboundLink): void {
  link.opened_ms = link.heard_ms = state.now_ms;
  if (link.skips_hello) return askLecture(state, state.replace(new LectureLink(link)));
  const { net, nonce, agent, name } = state.options;
  const addr = state.own.for(link.scope)?.addr;
  link.stage = "handshake";
  link.asked_ms = state.now_ms;
  state.send(link, "hello", {
    v: 1,
    net,
    nonce,
    ...(addr === undefined ? {} : { addr }),
    agent,
    ...namePart(name, link.scope),
  });
}

/** The answer to this node's hello. Undefined for every answer but a good one, e.g. for the lecture's 404. */
export function hearHello(state: State, link: OutboundLink, reply: HelloReply | undefined): void {
  if (reply === undefined) return meetLectureNode(state, link);
  const { entry } = link;
  const contact = entry.dialled();
  const is_own = reply.nonce === state.options.nonce;
  if (is_own || reply.net !== state.options.net) {
    if (is_own) state.own.meet(entry.target.key, endpointOf(link.ip, entry.target.port));
    // Addresses are lent: what is this node today may be another machine later.
    contact.avoid_until_s = state.now_s + limits.other_net_pause_s;
    state.book.note(entry);
    return state.close(link, DONE, is_own ? "this is ourselves" : "another network");
  }
  link.stage = "network";
  link.nonce = reply.nonce;
  link.agent = reply.agent ?? null;
  link.name = heardName(reply.name);
  link.seen = reply.seen;
  contact.speaks = "network";
  contact.nonce = reply.nonce;
  if (isBlockedLink(state, link)) return state.close(link, DONE, "blocked by the operator");
  state.options.tell({ kind: "reached", about: entry.target.addr, link });
  noteReached(state, link);
  if (olderTwin(state, link) !== undefined) {
    return state.close(link, DONE, "connected with this node already");
  }
  askSample(state, link);
  askVerify(state, link);
}

function meetLectureNode(state: State, before: OutboundLink): void {
  const contact = before.entry.dialled();
  const is_surprise = contact.speaks !== "lecture";
  contact.speaks = "lecture";
  const link = state.replace(new LectureLink(before));
  state.options.tell({ kind: "reached lecture node", about: link.entry.target.addr, link });
  noteReached(state, link);
  if (isBlockedLink(state, link)) return state.close(link, DONE, "blocked by the operator");
  if (olderTwin(state, link) !== undefined) {
    return state.close(link, DONE, "connected with this node already");
  }
  leaveSlot(state, link);
  // Slots are for nodes of the network. A lecture node gets one only where nothing else was to be found.
  if (link.holdsSlot && is_surprise) state.close(link, DONE, "enough lecture nodes");
  else askLecture(state, link);
}

/** Has the own public address confirmed by a peer that sees this node under a public IP. */
export function askVerify(state: State, link: OutboundLink): void {
  const { seen } = link;
  const { port } = state.options;
  if (port === 0 || link.scope !== "public") return;
  if (state.now_ms - link.verified_ms < limits.verify_pause_ms) return;
  const target = state.options.locate(`ws://${seen.includes(":") ? `[${seen}]` : seen}:${port}/ws`);
  // The peer may say any text here.
  if (target?.scope !== "public" || !target.literal || target.port !== port) return;
  if (!state.own.wantsWitness(state.now_ms, target)) return;
  link.verified_ms = state.now_ms;
  link.claimed = target;
  state.send(link, "verify", { addr: target.addr });
}

/** What the dial-back led to. An address that is new is announced at once. */
export function hearVerify(state: State, link: OutboundLink, reply: Replies["verify"] | undefined): void {
  if (reply === undefined || link.claimed === null) return;
  const { group } = link.source;
  const groups = new Set(state.peers().map(({ source }) => source.group)).size;
  if (reply.dialable) confirm(state, link.claimed, group, groups);
  else if (state.own.doubt(state.now_ms, group, groups)) {
    state.options.tell({ kind: "own address doubted", about: link.claimed.addr });
  }
}

function confirm(state: State, target: Target, group: string, groups: number): void {
  if (!state.own.confirm(state.now_ms, target, group, groups)) return;
  state.options.tell({ kind: "own address confirmed", about: target.addr });
  state.own_announcement.renew(state.now_ms);
  state.wake(state.now_ms);
}

/** The peer has answered in a way that shows a node lives there. */
export function noteReached(state: State, link: DialledLink): void {
  const { entry, ip, scope, source } = link;
  const contact = entry.dialled();
  if (noteReturn(state, entry) && link.kind === "outbound") link.back_from_dead = true;
  if (contact.failures > 0) state.options.tell({ kind: "healed", about: entry.target.addr });
  if (contact.failures > 0 || contact.successes === 0) state.reached_news.add(state.now_ms, entry);
  state.death_news.drop(entry);
  state.book.succeed(state.now_s, entry, ip, scope, source.group);
}
