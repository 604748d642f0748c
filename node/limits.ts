/** Limits of the sockets of a running node, and of its book in the store. Each has its reason; units end its name. */
import { heard_max, local_max, near_max, tried_max } from "../discovery/limits.ts";
import { kib, mib, minute_ms, second_ms } from "../discovery/units.ts";
import type { Rate } from "../discovery/bucket.ts";
import type { Scope } from "../discovery/address/scope.ts";

/**
 * Longest message accepted, in bytes. No op of a public peer needs more. From this computer or site a list of 10,000
 * addresses must fit.
 *
 * Against: a huge message that costs parsing time and memory. Close 1009.
 */
export const message_bytes_max: Readonly<Record<Scope, number>> = {
  loopback: 1 * mib,
  private: 1 * mib,
  public: 64 * kib,
};

/**
 * Bytes that may wait for the reader of one connection. Without this check one client that pipelines `peers` and never
 * reads took a node from 43 MB to 4.8 GB in six seconds.
 *
 * Against: a client that asks without end and never reads: answers pile up in the node's memory.
 */
export const unread_bytes_max = 4 * mib;

/**
 * Bytes that may wait for the readers of all connections together: unread answers, and requests behind them. Beyond it,
 * the public source that holds most gets no more answers. With a small `--memory-max` it is less, see {@linkcode
 * unread_part}.
 *
 * Against: 256 readers of one IP that never read, with 4 MiB for each.
 */
export const unread_total_bytes_max = 128 * mib;

/**
 * A connection that holds no more than this is never stalled: two usual answers of `peers`. So a full budget can't be
 * used to silence clients that read.
 */
export const unread_spared_bytes_max = 64 * kib;

/** One part of so many of the memory that `--memory-max` leaves beside an idle node may wait for readers. */
export const unread_part = 6;

/**
 * The budget is checked each time that one part of this many was added. Fewer parts would let it be exceeded by more.
 */
export const unread_step_part = 16;

/**
 * Bytes of the messages of one connection that wait until their sender has read earlier answers. At most {@linkcode
 * pending_answers_max} messages wait. With it, 4,000 requests sent at once are all answered.
 *
 * Against: a client that never reads and goes on asking.
 */
export const backlog_bytes_max = 1 * mib;

/**
 * Longest time between two looks whether a paused reader goes on.
 *
 * Against: requests that wait for long although their reader goes on.
 */
export const resume_ms_max = 1 * second_ms;

/**
 * Characters of refused texts after which their garbage is collected; see `node/sockets/garbage_collection.ts`.
 *
 * Against: huge texts one after the other: each was refused, but its memory waits for a garbage collection.
 */
export const refused_text_garbage_max = 16 * mib;

/**
 * Characters of `peers` pages that are kept until the set of addresses changes: some pages of 10,000 addresses.
 *
 * Against: `peers` with a `limit` of 10,000 in a loop. To read them anew took 15 ms each time, and others waited.
 */
export const prepared_pages_characters_max = 8 * mib;

/**
 * Registered addresses after which the garbage of their requests is collected. It takes a tenth of the time that
 * reading them took. Without it 100,000 of them left a node 90 MB larger.
 *
 * Against: long lists one after the other: each was stored, but its memory waits for a garbage collection.
 */
export const registered_garbage_max = 20_000;

/**
 * How often the node looks whether a stalled reader has drained.
 *
 * Against: a client that never reads gives its place back only when its descriptor is really free.
 */
export const stalled_check_ms = 10 * second_ms;

/**
 * Requests of one connection that may wait for their answer, e.g. registers for the disk, before it is closed.
 *
 * Against: a flood of registers while the disk is slow. Close 1013.
 */
export const pending_answers_max = 4_096;

/**
 * A silent public client is pinged after half of this, and closed after all of it if it did not answer (Deno's idle
 * time-out). Clients of this computer and site are kept: a synchronous program reads no ping while it computes.
 *
 * Against: connections that send nothing or whose other end is gone, and that keep their descriptors.
 */
export const idle_timeout_s = 120;

/**
 * IPs of one name that a dial tries at most.
 *
 * Against: a name with a thousand IPs, all of which a dial would try.
 */
export const dial_attempts_max = 4;

/**
 * When an IP has not answered for so long, the next one is tried as well (RFC 8305, section 5).
 *
 * Against: an IP that never answers, in front of one that works.
 */
export const dial_attempt_delay_ms = 250;

/**
 * With so few places left, each newcomer has the longest silent client closed. A client that answers the close leaves
 * its place to the next newcomer.
 *
 * Against: laptops that left with their connections open, until they hold all places.
 */
export const spare_places_min = 64;

/**
 * A public newcomer has only clients closed that were silent for so long. No program computes for longer.
 *
 * Against: strangers that fill the places so that the class's clients are closed.
 */
export const silence_spared_from_strangers_s = 3600;

/**
 * How long an answer of `/readyz` is kept: each check writes to the disk, and anybody may ask.
 *
 * Against: `/readyz` asked without end.
 */
export const readiness_kept_ms = 1 * second_ms;

/**
 * How long the figure `foxchain_store_ready` is kept: each page that shows figures asks for them every two seconds, and
 * Prometheus usually every 15.
 *
 * Against: a page that is left open and lets the node write to the disk for nothing.
 */
export const metrics_readiness_kept_ms = 15 * second_ms;

/**
 * How long a shutdown waits for sockets to close before the process ends anyway.
 *
 * Against: a client or peer that does not answer the close, so that the node would not end.
 */
export const shutdown_grace_ms = 2 * second_ms;

/**
 * How long a shutdown waits in all. What the sockets leave of it is the store's, to take what the node learned last. A
 * node ends within three seconds: the rest is for what nobody waits for.
 *
 * Against: a Redis that is stopped or cut off, so that the node would not end.
 */
export const shutdown_max_ms = 2.5 * second_ms;

/**
 * Plain clients (lecture clients, pages) from everywhere but this machine.
 *
 * Against: so many clients that descriptors run out. HTTP 503.
 */
export const clients_max = 2_048;

/**
 * Clients from this machine, e.g. of a load test or a simulated class. The descriptors of a process set the bound.
 *
 * Against: a local load test that uses up the descriptors.
 */
export const loopback_clients_max = 12_000;

/**
 * Clients from one public IP: a class room behind one NAT.
 *
 * Against: one computer that takes all places.
 */
export const clients_per_ip_max = 256;

/**
 * What one public source may ask for, in tokens. A usual message, of 1 KiB and 4 addresses at most, costs one; larger
 * ones cost more, see `ops/cost.ts`. A busy class room fits, and a source takes a tenth of a core or less. Loopback has
 * no such limit.
 *
 * Against: a flood of requests from one computer, on however many connections, or of few requests that are expensive.
 * Network ops count here, too. Status 429.
 */
export const lecture_ops_rate: Rate = { per_second: 200, burst: 1_000 };

/**
 * The same for one computer of this site. The burst pays for a list of 10,000 addresses eight times over.
 *
 * Against: a program in the class room that asks in a loop, or registers list after list of 1 MiB. Status 429.
 */
export const private_ops_rate: Rate = { per_second: 2_000, burst: 20_000 };

/**
 * What one connection may send although it is refused, in tokens. Some programs don't look at their answers for a
 * while. A connection that goes on is closed with 1008.
 *
 * Against: a flood that goes on although it is refused. To read and refuse a message costs almost as much as to answer
 * it.
 */
export const refused_rate: Rate = { per_second: 1, burst: 1_000 };

/**
 * The same for all connections of one source. Beyond it, connections that were refused more than a few times are
 * closed.
 *
 * Against: the same flood, on 256 connections.
 */
export const refused_source_rate: Rate = { per_second: 4, burst: 4_000 };

/**
 * A connection with no more refusals than this stays open: they also happen to a client that shares an IP with a flood.
 */
export const refused_few_rate: Rate = { per_second: 1, burst: 100 };

/**
 * After such a close, its source gets no new connection for so long: status 429. Its other connections stay open. This
 * machine is exempt.
 *
 * Against: the same flood, which connects again at once.
 */
export const refused_wait_ms = 10 * second_ms;

/** How long the list of this computer's networks is kept: a laptop moves from one network to the next. */
export const own_networks_kept_ms = minute_ms;

/**
 * Rate buckets at the same time. Beyond it full ones are forgotten first; then new sources share one bucket.
 *
 * Against: a flood from many IPs, each of which needs a bucket.
 */
export const rate_buckets_max = 4_096;

/**
 * Stored rows that are loaded at the start: as many as the tables hold.
 *
 * Against: a store full of invented addresses that makes every start slow and large.
 */
export const rows_loaded_max = heard_max + local_max + tried_max + near_max;

/**
 * Rows loaded in one turn of the event loop: a few milliseconds and little garbage.
 *
 * Against: a large store that would keep clients waiting at the start.
 */
export const rows_loaded_at_once = 100;

/**
 * How often learned rows are written. A crash loses what was learned in this time, and nothing that was registered.
 *
 * Against: gossip that makes the disk write all the time.
 */
export const write_behind_ms = 5 * second_ms;

/**
 * Learned rows written at once: under 10 ms.
 *
 * Against: one long write that keeps clients waiting. When a flood pushes this many rows out of the book, they are
 * removed from the disk at once.
 */
export const rows_written_at_once = 1_000;

/**
 * Stored rows that are reviewed at the same time, one part after the other: 100,000 rows in 83 minutes, at 1 ms every 5
 * s.
 *
 * Against: a store full of addresses that are not in memory: without a review they are neither forgotten nor dialled.
 */
export const rows_reviewed_at_once = 100;

/**
 * Learned rows that wait in memory while the store is full or can't be written: more than all tables hold, 6 MB.
 *
 * Against: memory that grows while the disk refuses writes or the store is full.
 */
export const unwritten_rows_max = 16_384;

/**
 * Forgotten rows that wait to be removed from a store that can't be written.
 *
 * Against: addresses that come and go while the disk refuses writes, and so fill the memory.
 */
export const unwritten_removals_max = 100_000;

/**
 * How long sockets have between their close frame and the abort of the server. Plain abort puts the reserved code 1005
 * on the wire, which browsers call a broken frame.
 *
 * Against: clients that show a restart as an error of the protocol.
 */
export const restart_close_ms = 50;

/**
 * Pause before the server listens again at the first restart. For callers of this computer it is the pause at every
 * restart: during a longer one the server listens on the loopback addresses.
 *
 * Against: an attack that locks out the person at this computer.
 */
export const restart_pause_min_ms = 100;

/**
 * Pause before the server listens again, at most; it doubles while restarts recur.
 *
 * Against: an attacker that takes every descriptor again at once, so that the node only restarts.
 */
export const restart_pause_max_ms = 5 * second_ms;

/**
 * After so long without a restart the pause starts at its minimum again.
 *
 * Against: a long pause after an attack that has ended.
 */
export const restart_calm_ms = 1 * second_ms;

/**
 * Descriptors that are held back, and freed when all others are taken. The store, a dial and the listening socket need
 * some.
 *
 * Against: connections that take all descriptors, so that a registered address could not be written.
 */
export const descriptor_reserve_size = 16;

/**
 * How long after its start a node looks once whether the system gives it the descriptors for all places of callers from
 * elsewhere. To open and close so many takes some 30 ms, too long for the start itself. Each turn of the event loop
 * opens a few.
 *
 * Against: a system with a low limit (`ulimit -n`): callers are refused long before the places are full, and no message
 * says why.
 */
export const descriptor_check_ms = 2 * second_ms;

/**
 * How often the node looks for sockets that have not opened.
 *
 * Against: see {@linkcode opening_checks_max}.
 */
export const opening_check_ms = 2 * second_ms;

/**
 * A socket that has not opened at so many looks loses its place. Looks are counted, not time: a busy node has not yet
 * seen which sockets opened.
 *
 * Against: clients that reset right after the upgrade request. No event tells of them, so each would keep its place for
 * ever.
 */
export const opening_checks_max = 3;

/**
 * Memory that the process may take without `--memory-max`: many times what a node needs. Half of the machine's or
 * container's memory, where that is less.
 *
 * Against: half messages without end. No message is complete, so no other limit acts: one connection took 5 GiB in 17
 * seconds.
 */
export const memory_max_default_bytes = 1024 * mib;

/** Memory of an idle node, the runtime included. */
export const memory_at_rest_bytes = 96 * mib;

/**
 * Smallest `--memory-max`. An idle node fills half of it, and the server restarts at three quarters. Between the two
 * must be room for work.
 */
export const memory_max_min_bytes = 192 * mib;

/**
 * The step of the smallest budget. Before this much was added, no node asks for the size of its budget: the first
 * answers must be fast.
 */
export const unread_step_min_bytes = (memory_max_min_bytes - memory_at_rest_bytes) / unread_part /
  unread_step_part;

/** Time between two looks at the memory while it is less than half full. */
export const memory_watch_ms = 250;

/** Time between two looks when it is more than half full: one sender fills 300 MiB in a second. */
export const memory_watch_near_ms = 50;

/** This near to three quarters it is looked at as often: fast senders on one computer fill so much in 250 ms. */
export const memory_near_bytes = 256 * mib;

/** Shortest time between two collections of garbage before a restart. */
export const garbage_pause_ms = 2 * second_ms;

/** How long a restart has to free a quarter of the memory. Mostly it takes one millisecond. */
export const memory_judged_ms = 1 * second_ms;

/**
 * After a restart that freed less than a quarter there is none for so long, unless memory rises by another quarter.
 *
 * Against: restarts without end when the memory is the node's own.
 */
export const memory_own_pause_ms = 60 * second_ms;

/** Of a longer rise only this last part counts: within a minute even a tracker of the lecture sends something. */
export const memory_rise_ms_max = 60 * second_ms;

/** Two full memories further apart than this count as unrelated. A suspect that has done nothing since is forgotten. */
export const quarantine_memory_ms = 10 * minute_ms;

/**
 * How long a suspect waits. Each time that memory fills up again after its return, it waits the next of these.
 *
 * Against: a sender of half messages that comes again and again.
 */
export const quarantine_waits_ms: readonly number[] = [
  5 * second_ms,
  30 * second_ms,
  2 * minute_ms,
  10 * minute_ms,
];

/** Pause between the returns of two suspects. So it shows after which of them memory rises. */
export const quarantine_gap_ms = 2 * second_ms;

/**
 * While memory does not rise, the pause halves down to this: 500 idle clients are back within half a minute.
 *
 * Against: two bursts that keep all idle clients away for long.
 */
export const quarantine_gap_min_ms = 50;

/** How long after its return a suspect is blamed when memory is full again; its last wait, if that is longer. */
export const quarantine_watch_ms = 10 * second_ms;

/** Suspects that returned within this time are blamed together: to fill the memory takes so long. */
export const quarantine_span_ms = 3 * second_ms;

/**
 * While memory outside of JavaScript's heap has risen by this much since the last return, no other suspect returns.
 *
 * Against: a slow sender: a whole class would come back before memory is full, and be blamed for it.
 */
export const quarantine_rise_bytes = 16 * mib;

/** The longest such wait: a sender that needs more time to fill the memory does no harm until then. */
export const quarantine_rise_ms_max = 30 * second_ms;

/**
 * A first-time suspect is not blamed when memory has risen by no more than this, {@linkcode quarantine_calm_ms} after
 * its return. A class of 256 takes 12 MiB, and JavaScript's heap may shrink by some.
 *
 * Against: a class that came back before a sender, and is blamed with it or in its place.
 */
export const quarantine_calm_bytes = 24 * mib;

/**
 * How long after its return the rise of memory is judged. Most senders show by then; the others need ten seconds to
 * fill the memory.
 */
export const quarantine_calm_ms = 1 * second_ms;

/** Suspects that are remembered: twice the number of places. */
export const suspects_max = 2 * clients_max;

/** Bounds of a source whose WebSockets never open. */
export interface LostSocketsLimit {
  /** Sockets that may be unopened at the same time; usually each opens within a millisecond. */
  readonly unopened_max: number;
  /** Sockets that it may lose before its upgrades are slowed. */
  readonly lost_max: number;
  /** Pause between two upgrades after that, for each lost socket. */
  readonly pause_each_ms: number;
}

/**
 * Sockets that one source may have unopened at the same time, and may lose before its upgrades are slowed. The pause is
 * 0.3 s for each lost socket. After a wave of resets an honest client behind the same address waits 10 s.
 *
 * Against: clients that reset between request and answer, again and again. Deno never closes such a descriptor. Status
 * 503.
 */
export const lost_sockets_limit: LostSocketsLimit = { unopened_max: 32, lost_max: 8, pause_each_ms: 300 };

/**
 * The same for this computer, where a load test opens thousands at once.
 *
 * Against: a program on this computer that does so by mistake: the node must outlast its test.
 */
export const lost_sockets_local_limit: LostSocketsLimit = {
  unopened_max: 1_024,
  lost_max: 1_024,
  pause_each_ms: 0.02,
};

/**
 * How long a lost socket counts. Several are counted off one after the other.
 *
 * Against: the same, with pauses.
 */
export const lost_socket_kept_ms = 10 * 60 * second_ms;

/**
 * Sources of lost sockets that are remembered.
 *
 * Against: many sources that make this memory grow.
 */
export const lost_sources_max = 4_096;
