/** Exchange of addresses: what `sample` serves and learns, how announcements spread, what a word of death leads to. */
import type { AnnounceArgs, SampleArgs, SampleReply } from "./state/effects.ts";
import { testIfOwn } from "./dials.ts";
import type { Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import { type InboundLink, isPeer, type Link, type NetworkLink, rowOf } from "./state/link.ts";
import { reaches } from "./address/scope.ts";
import type { State } from "./state/state.ts";

/** Asks for addresses and tells the news since the last time. It is the keep-alive as well. */
export function askSample(state: State, link: NetworkLink): void {
  // A second question after silence, or one to an inbound peer, only asks for a sign of life.
  const want = link.asked_ms !== 0 || !link.outbound ? 0 : limits.sample_want_max;
  state.send(link, "sample", { want, ...giftFor(state, link), ...deathsFor(state, link) });
  if (link.asked_ms !== 0) link.missed++;
  link.asked_ms = state.now_ms;
  if (link.outbound) link.next_ms = state.now_ms + limits.sample_ms;
}

/**
 * The addresses that this node reached since it last asked. Among lecture nodes, which tell nothing by themselves, a
 * newcomer comes into few books without it.
 */
function giftFor(state: State, link: NetworkLink): { give?: [string, number][] } {
  const given = state.reached_news.tell(
    link,
    link.opened_ms - limits.sample_ms,
    limits.sample_give_max,
    (entry) => isTellable(entry, link) && entry.contact !== null,
  );
  tellTold(state, link, given);
  return given.length > 0
    ? { give: given.map(({ target, contact }) => [target.addr, state.now_s - contact!.last_success_s]) }
    : {};
}

/** The deaths that a peer was not told yet: `gone` of a question and of an answer alike, so both ends hear of them. */
function deathsFor(state: State, link: NetworkLink): { gone?: string[] } {
  // What is older than the connection is mostly known by now.
  const since_ms = link.opened_ms - limits.sample_ms;
  const dead = state.death_news.tell(
    link,
    since_ms,
    limits.sample_gone_max,
    (entry) => isTellable(entry, link),
  );
  return dead.length > 0 ? { gone: dead.map(({ target }) => target.addr) } : {};
}

/** Serves random addresses that were reached lately, and learns what was given. */
export function serveSample(state: State, link: Link, args: SampleArgs): SampleReply {
  const given = (args.give ?? []).filter(() => link.mayTell(state.now_ms));
  if (given.length > 0) learnAll(state, link, given.map(([addr]) => addr));
  for (const addr of args.gone ?? []) hearOfDeath(state, addr);
  if (link.kind === "inbound" && link.entry !== null) {
    const { ip, scope, group } = link.entry;
    state.book.succeed(state.now_s, link.entry, ip, scope, group);
  }
  // Yesterday's news are none.
  const since_ms = state.now_ms - limits.announced_kept_ms;
  const fits = (entry: Entry) => isServable(entry, link);
  const is_first = link.announced_told === 0;
  const news = args.want === 0 ? [] : state.announced_news.tell(link, since_ms, limits.sample_news_max, fits);
  // The first news come beside what was asked for: a joiner needs nodes that live. Later ones take the place of as
  // many others, so that answers don't grow while announcements never stop.
  const want = Math.min(args.want, limits.sample_want_max) - (is_first ? 0 : news.length);
  const served = servedRows(state, link, want);
  tellTold(state, link, [...served, ...news]);
  if (link.kind === "inbound") measure(state, link);
  return {
    peers: served.map(({ target }) => target.addr),
    ages: served.map(({ contact }) => state.now_s - contact!.last_success_s),
    ...(news.length > 0 ? { news: news.map(({ target }) => target.addr) } : {}),
    ...(isPeer(link) ? deathsFor(state, link) : {}),
  };
}

/**
 * Asks an inbound peer once, to learn its latency: eviction spares the nearest. Only peers that stay are asked, so not
 * before an overflow peer would have gone.
 */
function measure(state: State, link: InboundLink): void {
  const is_measured = link.latency_ms !== Infinity || link.asked_ms !== 0;
  if (link.role !== "inbound" || is_measured || state.now_ms - link.opened_ms <= limits.overflow_ms) return;
  askSample(state, link);
  state.wake(state.now_ms + limits.keep_alive_timeout_ms);
}

/** Learns from the answer to our own `sample`. */
export function learnSample(state: State, link: Link, reply: SampleReply): void {
  const { peers, ages, news = [], gone = [] } = reply;
  learnAll(state, link, peers.slice(0, limits.sample_want_max), ages);
  // News is kept but not passed on. One step is enough to reach all, and a lie goes no further.
  if (news.length > 0) learnAll(state, link, news.slice(0, limits.sample_news_max));
  for (const addr of gone.slice(0, limits.sample_gone_max)) hearOfDeath(state, addr);
}

/** Keeps addresses that a peer told, and tells which. `ages`: how many seconds ago the peer says to have reached each. */
export function learnAll(
  state: State,
  link: Link,
  addrs: readonly string[],
  ages: readonly number[] = [],
): void {
  const keys: string[] = [];
  let count = 0;
  for (const [at, addr] of addrs.entries()) {
    const entry = learn(state, link, addr, state.now_s - (ages[at] ?? Infinity));
    if (entry === undefined) continue;
    keys.push(entry.target.key);
    if (entry.contact === null && entry.first_heard_s === state.now_s) count++;
  }
  state.options.tell({ kind: "learned", about: nameOf(link), keys, count, link });
}

/** For those who watch: a peer knows what it was told here, also before it tells so itself. */
function tellTold(state: State, link: Link, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  const keys = entries.map(({ target }) => target.key);
  state.options.tell({ kind: "told", about: nameOf(link), keys, link });
}

function nameOf(link: Link): string {
  const claimed = link.kind === "inbound" ? link.claimed : null;
  return (rowOf(link)?.target ?? claimed)?.addr ?? link.ip;
}

/** Keeps an address that a peer told. `alive_s`: when the peer says to have reached it. */
export function learn(state: State, link: Link, addr: string, alive_s = 0): Entry | undefined {
  const { now_ms, now_s } = state;
  const target = state.options.locate(addr);
  if (target === undefined || state.own.is(target.key)) return undefined;
  const entry = state.book.hear(now_s, target, link.source);
  // Somebody says to have reached it after this node failed to: that buys a probe, too.
  const contact = entry?.contact;
  if (contact === null) testIfOwn(state, entry!);
  if (contact && contact.failures > 0 && contact.successes > 0 && alive_s > contact.last_try_s) {
    contact.not_before_s = now_s;
    state.probes.add(now_ms, entry);
  }
  return entry;
}

/** Sends an announcement on, once, and keeps the address. */
export function hearAnnouncement(state: State, link: Link, args: AnnounceArgs): void {
  const target = state.options.locate(args.addr);
  if (target === undefined || state.own.is(target.key)) return;
  if (!reaches(target.scope, link.scope)) return;
  if (state.announcements.isKnown(state.now_ms, target.key, args.hops)) return;
  if (!link.mayTell(state.now_ms)) return;
  const entry = state.book.hear(state.now_s, target, link.source);
  if (entry === undefined) return;
  // Only now: what this peer may not tell, another still may.
  state.announcements.note(state.now_ms, target.key);
  state.announced_news.add(state.now_ms, entry);
  state.options.tell({ kind: "announcement", about: target.addr, keys: [target.key], link });
  if (args.hops < limits.announce_hops_max && state.announcements.maySpread(state.now_ms)) {
    spread(state, entry, args.age, args.hops + 1, link);
  }
}

/** True once there are peers enough to tell an announcement to, or one has been there for a while. */
export function isSettled(state: State): boolean {
  const peers = state.peers();
  return peers.length >= limits.announce_fanout ||
    peers.some((link) => state.now_ms - link.opened_ms > limits.announce_patience_ms);
}

/** Sends an announcement to a few peers of a scope that may know. */
export function spread(
  state: State,
  entry: Entry,
  age: number,
  hops: number,
  except?: Link,
): void {
  for (const link of state.somePeers(limits.announce_fanout, except)) {
    if (!reaches(entry.scope, link.scope)) continue;
    state.send(link, "announce", { addr: entry.target.addr, age, hops });
    tellTold(state, link, [entry]);
  }
}

/**
 * Somebody says an address is dead. It is tested in a feeler's place, if this node has reached it and does not use it now.
 * Addresses never reached are not served anyway, and probing them would let a liar aim the network at a stranger.
 */
function hearOfDeath(state: State, addr: string): void {
  const entry = state.rowOf(addr);
  if (!entry?.answered || state.busy.has(entry) || state.verified_inbound.has(entry)) return;
  state.probes.add(state.now_ms, entry);
}

/** Random rows reached in the last hour; where those are too few, others of the last day. */
function servedRows(state: State, link: Link, want: number): Entry[] {
  const { now_s } = state;
  const fresh: Entry[] = [];
  const older: Entry[] = [];
  if (want <= 0) return fresh;
  for (const table of state.book.reached) {
    table.shuffle(state.options.random, (entry) => {
      if (entry.reachedSince(now_s - limits.served_few_s) && isServable(entry, link)) {
        (entry.reachedSince(now_s - limits.served_s) ? fresh : older).push(entry);
      }
      return fresh.length < want;
    });
  }
  return [...fresh, ...older].slice(0, want);
}

/** Never outwards, and no peer is told the address at which it is reached. */
function isTellable(entry: Entry, link: Link): boolean {
  return reaches(entry.scope, link.scope) && entry !== rowOf(link);
}

/** A peer is not served the address that it claims either. */
function isServable(entry: Entry, link: Link): boolean {
  const claimed = link.kind === "inbound" ? link.claimed : null;
  return isTellable(entry, link) && entry.target.key !== claimed?.key;
}
