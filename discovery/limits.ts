/** Every limit of a node, each with its reason. Units are the last part of a name. */
import type { Rate } from "./bucket.ts";
import type { Scope } from "./scope.ts";

const kib = 1024;
const mib = 1024 * kib;
const second_ms = 1000;
const minute_ms = 60 * second_ms;
const hour_ms = 60 * minute_ms;

/** Longest address kept: a DNS name has at most 253 characters, a path of a few is left. */
export const address_characters_max = 256;

/** Rows in the store when `--peers-max` says nothing: what a class room or a test may register. */
export const peers_default_max = 100_000;

/** Addresses in one `peers` answer when the caller names no limit: about 30 KB, half a public message. */
export const peers_page_default = 1_000;

/** Addresses in one `peers` answer at most: about 300 KB, which fits the message limit of a local caller. */
export const peers_page_max = 10_000;

/**
 * How far `last_heard_ms` of a stored address moves before it is written: a tracker registers the same list every 30 s,
 * and each write waits for the disk.
 */
export const heard_again_ms = minute_ms;

/** How long a row that a loopback or private source registered stays, also when it never answers. */
export const registered_kept_ms = 24 * hour_ms;

/**
 * Longest message accepted, in bytes. A public peer needs no more for any op; on one's own machine or site a
 * list of 10,000 addresses must fit.
 */
export const message_bytes_max: Readonly<Record<Scope, number>> = {
  loopback: 1 * mib,
  private: 1 * mib,
  public: 64 * kib,
};

/**
 * Bytes that may wait for a reader. Without this check one client that pipelines `peers` and never reads took a
 * node from 43 MB to 4.8 GB in six seconds.
 */
export const unread_bytes_max = 4 * mib;

/** How often the node looks whether a stalled reader has drained. */
export const stalled_check_ms = 10 * second_ms;

/** Answers of one connection that may be outstanding (registers waiting for the disk) before it is closed. */
export const pending_answers_max = 4_096;

/** Silent sockets are pinged after half of this and closed after all of it (Deno's idle time-out). */
export const idle_timeout_s = 120;

/** How long a shutdown waits for sockets to close before the process ends anyway. */
export const shutdown_grace_ms = 2 * second_ms;

/** Plain clients (lecture clients, pages) from everywhere but this machine. */
export const clients_max = 2_048;

/** Clients from this machine: a load test or a simulated class; bounded by the file descriptors of a process. */
export const loopback_clients_max = 12_000;

/** Clients from one public IP: a class room behind one NAT. */
export const clients_per_ip_max = 256;

/** Lecture ops from one public IP: a busy class room, far under what one core answers. Loopback has none. */
export const lecture_ops_rate: Rate = { per_second: 200, burst: 1_000 };

/** Rate buckets kept at once; beyond, full ones are forgotten and then new sources share one bucket. */
export const rate_buckets_max = 4_096;
