/** Limits of the sockets of a running node, and of its book in the store. Each has its reason; units end its name. */
import { heard_max, local_max, near_max, tried_max } from "../discovery/limits.ts";
import { kib, mib, minute_ms, second_ms } from "../discovery/units.ts";
import type { Rate } from "../discovery/bucket.ts";
import type { Scope } from "../discovery/address/scope.ts";

/**
 * Longest message accepted, in bytes. A public peer needs no more for any op; on one's own machine or site a
 * list of 10,000 addresses must fit.
 *
 * Against: a huge message that costs parsing time and memory. Close 1009.
 */
export const message_bytes_max: Readonly<Record<Scope, number>> = {
  loopback: 1 * mib,
  private: 1 * mib,
  public: 64 * kib,
};

/**
 * Bytes that may wait for a reader. Without this check one client that pipelines `peers` and never reads
 * took a node from 43 MB to 4.8 GB in six seconds.
 *
 * Against: a client that asks without end and never reads: answers pile up in the node's memory.
 */
export const unread_bytes_max = 4 * mib;

/**
 * What may wait for the readers of all connections together: answers that they have not read, and requests that
 * wait for that. Beyond it, the public source that holds most gets no more answers. It is a sixth of what
 * `--memory-max` leaves beside a node at rest, where that is less.
 *
 * Against: 256 readers of one IP that never read, with 4 MiB for each.
 */
export const unread_total_bytes_max = 128 * mib;

/**
 * No connection is stalled for holding no more than this: a usual answer of `peers` twice. So a full budget can't be
 * used to silence clients that read.
 */
export const unread_spared_bytes_max = 64 * kib;

/** What may wait for readers, of what `--memory-max` leaves beside a node at rest: this part of it. */
export const unread_part = 6;

/** The budget is looked at each time that this part of it was added; more seldom would let it be exceeded by more. */
export const unread_step_part = 16;

/**
 * Size of the messages that wait until their sender has read earlier answers; there are at most
 * {@linkcode pending_answers_max} of them. With it, 4,000 requests sent at once are all answered.
 *
 * Against: The same client goes on asking: its requests wait only up to this size.
 */
export const backlog_bytes_max = 1 * mib;

/**
 * How long a connection whose reader has paused waits at most before it looks again.
 *
 * Against: a reader that paused is looked at again, so it can't keep its requests waiting for ever.
 */
export const resume_ms_max = 1 * second_ms;

/**
 * Characters of refused texts that may lie about as garbage before it is collected; see `node/sockets/garbage_collection.ts`.
 *
 * Against: huge texts one after the other: each was refused, but its memory waits for a garbage collection.
 */
export const refused_text_garbage_max = 16 * mib;

/**
 * Characters of `peers` pages that are kept ready until the set of addresses changes: some pages of 10,000 addresses.
 *
 * Against: `peers` with a `limit` of 10,000 in a loop: reading them anew took 15 ms each time, and others waited.
 */
export const prepared_pages_characters_max = 8 * mib;

/**
 * Registered addresses after which the garbage of reading them is collected, in a tenth of the time that
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
 * Answers of one connection that may be outstanding (registers waiting for the disk) before it is closed.
 *
 * Against: a flood of registers while the disk is slow. Close 1013.
 */
export const pending_answers_max = 4_096;

/**
 * Silent public clients are pinged after half of this, and closed after all of it if they did not answer (Deno's idle
 * time-out). Those of this
 * computer and site are kept: a synchronous program reads no ping while it thinks.
 *
 * Against: connections that send nothing, or whose other end is gone, and keep their descriptors.
 */
export const idle_timeout_s = 120;

/**
 * Addresses of one name that a dial tries at most: a name that leads to many victims reaches few of them.
 *
 * Against: a name with a thousand addresses, whose dial knocks at every one.
 */
export const dial_attempts_max = 4;

/**
 * How long an address that has not answered is waited for before the next one is tried as well (RFC 8305, section 5).
 *
 * Against: an address that swallows everything, in front of one that works.
 */
export const dial_attempt_delay_ms = 250;

/**
 * Places are short when so few are left. Then each newcomer has the longest silent client closed that was kept: those
 * that answer the close leave their place to the next newcomer.
 *
 * Against: laptops that went away with their connections open, until they hold all places.
 */
export const spare_places_min = 64;

/**
 * A public newcomer has only clients closed that were silent for so long. By then no program is thinking any more.
 *
 * Against: strangers that fill the places to have the class's clients closed.
 */
export const silence_spared_from_strangers_s = 3600;

/**
 * How long an answer of `/readyz` is kept: each look commits to the disk, and anybody may ask.
 *
 * Against: `/readyz` asked without end: each look writes to the disk.
 */
export const readiness_kept_ms = 1 * second_ms;

/**
 * How long a shutdown waits for sockets to close before the process ends anyway.
 *
 * Against: a client or peer that does not answer the close and so keeps the node from ending.
 */
export const shutdown_grace_ms = 2 * second_ms;

/**
 * Plain clients (lecture clients, pages) from everywhere but this machine.
 *
 * Against: many clients at once, from everywhere but this machine: descriptors run out. HTTP 503.
 */
export const clients_max = 2_048;

/**
 * Clients from this machine: a load test or a simulated class; bounded by the file descriptors of a process.
 *
 * Against: a local load test that uses up the descriptors.
 */
export const loopback_clients_max = 12_000;

/**
 * Clients from one public IP: a class room behind one NAT.
 *
 * Against: one computer that takes all places. A class behind one NAT still fits.
 */
export const clients_per_ip_max = 256;

/**
 * What one public source may ask for, in tokens. A usual message, of 1 KiB and 4 addresses at most, costs one; larger
 * ones cost more, see `ops/cost.ts`. So a busy class room fits, and a source takes a tenth of a core or less. Loopback
 * has no such limit.
 *
 * Against: a flood of requests from one computer, on however many connections, or of few requests that are
 * expensive. Network ops count here, too. Status 429.
 */
export const lecture_ops_rate: Rate = { per_second: 200, burst: 1_000 };

/**
 * The same for one computer of this site. The burst pays for a list of 10,000 addresses eight times over.
 *
 * Against: a program in the class room that asks in a loop, or registers list after list of 1 MiB. Status 429.
 */
export const private_ops_rate: Rate = { per_second: 2_000, burst: 20_000 };

/**
 * What one connection may send although it is refused, in tokens: a program that does not look at its answers for a
 * while. One that goes on is closed with 1008.
 *
 * Against: a flood that does not mind being refused: to read and refuse a message costs almost as much as to answer it.
 */
export const refused_rate: Rate = { per_second: 1, burst: 1_000 };

/**
 * The same for all connections of one source: then those that were refused more than a few times are closed.
 *
 * Against: the same flood, on 256 connections.
 */
export const refused_source_rate: Rate = { per_second: 4, burst: 4_000 };

/** These few refusals happen to everybody who shares an IP with a flood; such a connection is left open. */
export const refused_few_rate: Rate = { per_second: 1, burst: 100 };

/**
 * How long a source of which a connection was closed for that gets no new one: status 429. Connections that it has
 * stay open, and this machine is exempt.
 *
 * Against: the same flood, that connects anew at once.
 */
export const refused_wait_ms = 10 * second_ms;

/** How long the networks of this computer's interfaces are taken for known: a laptop moves from one to the next. */
export const own_networks_kept_ms = minute_ms;

/**
 * Rate buckets kept at once; beyond, full ones are forgotten and then new sources share one bucket.
 *
 * Against: a flood from many IPs that makes the rate limit itself grow; beyond it, new IPs share one bucket.
 */
export const rate_buckets_max = 4_096;

/**
 * Stored rows that are taken over at the start: as many as the tables hold.
 *
 * Against: a store full of invented addresses that makes every start slow and large.
 */
export const rows_loaded_max = heard_max + local_max + tried_max + near_max;

/**
 * Rows taken over per event-loop turn: a few milliseconds and little garbage, while clients are answered.
 *
 * Against: The same: clients are answered while the store is read.
 */
export const rows_loaded_at_once = 100;

/**
 * How often learned rows are written. A crash loses so much of what was learned, and nothing of what was
 * registered.
 *
 * Against: gossip that would make the disk write all the time.
 */
export const write_behind_ms = 5 * second_ms;

/**
 * Rows written then at most: under 10 ms.
 *
 * Against: The same: no client waits for a long write. And when a flood pushes so many out of the book, they
 * leave the disk at once.
 */
export const rows_written_at_once = 1_000;

/**
 * Stored rows that are looked at then, in turn: 100,000 in 83 minutes, for 1 ms every 5 s.
 *
 * Against: a store full of addresses that nobody looks at: they would neither be forgotten nor dialled.
 */
export const rows_reviewed_at_once = 100;

/**
 * Learned rows that wait for a store that is full or can't be written: more than all tables hold, 6 MB of
 * memory.
 *
 * Against: a disk that refuses writes, or a full store: what is learned meanwhile waits in memory.
 */
export const unwritten_rows_max = 16_384;

/**
 * Forgotten rows that wait to be removed from a store that can't be written.
 *
 * Against: memory filled with addresses that are made to come and go while the disk refuses writes.
 */
export const unwritten_removals_max = 100_000;

/**
 * How long sockets have between their close frame and the abort of the server. Plain abort puts the reserved
 * code 1005 on the wire, which browsers call a broken frame.
 *
 * Against: clients that take a restart for a bug of theirs.
 */
export const restart_close_ms = 50;

/**
 * Pause before the server listens again, at the first restart; for callers of this computer, at each. Where the
 * pause is longer, the server listens on the loopback addresses meanwhile.
 *
 * Against: a stranger's attack that locks the person at this computer out.
 */
export const restart_pause_min_ms = 100;

/**
 * Pause before the server listens again, at most; it doubles while restarts recur.
 *
 * Against: a stranger that takes every descriptor again at once: the node would do nothing but restart.
 */
export const restart_pause_max_ms = 5 * second_ms;

/**
 * After so long without a restart the next pause is the shortest again.
 *
 * Against: a long pause after an attack that has ended.
 */
export const restart_calm_ms = 1 * second_ms;

/**
 * Descriptors that are held back, and given free when all others are taken: the store, a dial and the
 * listening socket need some.
 *
 * Against: connections that take all descriptors: what was registered could not be written.
 */
export const descriptor_reserve_size = 16;

/**
 * How long after its start a node looks once whether the system gives it the descriptors for all places of callers from
 * elsewhere. To open and close so many takes some 30 ms, which is too long for the start itself; each turn of the event
 * loop opens a few.
 *
 * Against: a system with a low limit (`ulimit -n`): callers are refused long before the places are full, for no
 * reason that shows.
 */
export const descriptor_check_ms = 2 * second_ms;

/**
 * How often the node looks for sockets that have not opened.
 *
 * Against: see {@linkcode opening_checks_max}.
 */
export const opening_check_ms = 2 * second_ms;

/**
 * Looks at which a socket may be seen unopened; then its place is given back. Counted in looks, not in time: a
 * node that was busy for long has not seen what opened meanwhile.
 *
 * Against: clients that reset right after the upgrade request: no event tells of them, and each kept its place
 * for ever.
 */
export const opening_checks_max = 3;

/**
 * What the process may take when `--memory-max` says nothing: many times what a node needs. It is half of the
 * machine's or the container's memory where that is less.
 *
 * Against: half messages without end. No message is ever complete, so no other limit acts: 5 GiB in 17 seconds
 * on one connection.
 */
export const memory_max_default_bytes = 1024 * mib;

/** What a node takes that has nothing to do, the runtime included. */
export const memory_at_rest_bytes = 96 * mib;

/** The least that `--memory-max` may say: a node at rest fills half of it, and under three quarters must be room for its work. */
export const memory_max_min_bytes = 192 * mib;

/** The step of the smallest budget. No node looks before so much was added: its first answers don't ask how large its budget is. */
export const unread_step_min_bytes = (memory_max_min_bytes - memory_at_rest_bytes) / unread_part /
  unread_step_part;

/** How often memory is looked at while less than half of it is full. */
export const memory_watch_ms = 250;

/** How often memory is looked at above half: one sender fills 300 MiB in a second. */
export const memory_watch_near_ms = 50;

/** Nearer than that to three quarters it is looked at as often: fast senders on one computer fill so much in 250 ms. */
export const memory_near_bytes = 256 * mib;

/** JavaScript's garbage is collected before the server starts anew, but not twice in this time. */
export const garbage_pause_ms = 2 * second_ms;

/** How long a restart has to free a quarter of the memory. Mostly it does in one millisecond. */
export const memory_judged_ms = 1 * second_ms;

/**
 * A restart that frees less than a quarter is not tried again for so long, unless memory rises by a quarter more.
 *
 * Against: restarts without end, where the memory is the node's own.
 */
export const memory_own_pause_ms = 60 * second_ms;

/** Memory that has risen for longer counts as rising since then: within a minute even a tracker of the lecture speaks. */
export const memory_rise_ms_max = 60 * second_ms;

/** Trips further apart have nothing to do with each other, and a suspect that behaves is forgotten after this. */
export const quarantine_memory_ms = 10 * minute_ms;

/**
 * How long suspects wait; each time that memory rises after their return it is the next of these.
 *
 * Against: a sender of half messages that comes again and again.
 */
export const quarantine_waits_ms: readonly number[] = [
  5 * second_ms,
  30 * second_ms,
  2 * minute_ms,
  10 * minute_ms,
];

/** Pause between the returns of two suspects, so that it shows after which one memory rises. */
export const quarantine_gap_ms = 2 * second_ms;

/**
 * While nothing rises this pause halves, down to this: 500 idle clients are back within half a minute.
 *
 * Against: two bursts that keep all others out for long.
 */
export const quarantine_gap_min_ms = 50;

/** How long after its return a suspect is blamed when memory is full again. It is as long as its last wait, if that is more. */
export const quarantine_watch_ms = 10 * second_ms;

/** Those that returned within this time are blamed together: so long it takes to fill the memory. */
export const quarantine_span_ms = 3 * second_ms;

/**
 * Nobody else is let in again while this much more memory is used outside of JavaScript's heap than at the last return.
 *
 * Against: a sender so slow that a class comes back before memory is full, and is blamed for it.
 */
export const quarantine_rise_bytes = 16 * mib;

/** ... but for so long at most: a sender that needs more to fill the memory is harmless for that time. */
export const quarantine_rise_ms_max = 30 * second_ms;

/**
 * A first offender is not blamed when memory has risen by no more than this ... A class of 256 takes 12 MiB, and
 * JavaScript's heap may shrink by some.
 *
 * Against: a class that came back before a sender, and was blamed with it or in its place.
 */
export const quarantine_calm_bytes = 24 * mib;

/** ... so long after its return: most senders show by then, and the others need ten seconds to fill the memory. */
export const quarantine_calm_ms = 1 * second_ms;

/** Suspects remembered: twice the places that there are. */
export const suspects_max = 2 * clients_max;

/** How a source is bounded whose WebSockets never open. */
export interface LostSocketsLimit {
  /** Sockets that may be unopened at the same time; usually each opens within a millisecond. */
  readonly unopened_max: number;
  /** Sockets that it may lose before it has to go slowly. */
  readonly lost_max: number;
  /** Pause between two upgrades then, for each socket that it has lost. */
  readonly pause_each_ms: number;
}

/**
 * Sockets that one source may have unopened, and lose before it has to go slowly. Slowly is 0.3 s for each that
 * it lost: after a wave of resets an honest client behind the same address waits 10 s.
 *
 * Against: clients that reset between request and answer, again and again: Deno never closes that descriptor.
 * Status 503.
 */
export const lost_sockets_limit: LostSocketsLimit = { unopened_max: 32, lost_max: 8, pause_each_ms: 300 };

/**
 * The same for this computer, where a load test opens thousands at once.
 *
 * Against: a program here that does so by mistake: the node must last longer than its test.
 */
export const lost_sockets_local_limit: LostSocketsLimit = {
  unopened_max: 1_024,
  lost_max: 1_024,
  pause_each_ms: 0.02,
};

/**
 * How long a lost socket counts. Several are paid off one after the other.
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
