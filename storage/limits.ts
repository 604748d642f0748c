/** Limits of the store. Each has its reason; units end its name. */
import { mib } from "../discovery/units.ts";

/**
 * The most that `--peers-max` may say: about 200 MB on disk.
 *
 * Against: a slip of the operator that fills the disk.
 */
export const peers_max_max = 1_000_000;

/**
 * Pages of 4 KiB in SQLite's write-ahead log before they are moved into the file. SQLite's own 1,000 fill a
 * small disk with copies of the same few pages; 250 measured no slower.
 *
 * Against: registers without end on a small disk: SQLite's log would fill it with copies.
 */
export const log_pages_max = 250;

/** Longest value that an op of a student stores, as JSON text in bytes. */
export const op_value_bytes_max = 1 * mib;

/**
 * What all values of one op may take, keys included.
 *
 * Against: an op that stores more at each call, and fills the disk of the node.
 */
export const op_store_bytes_max = 64 * mib;

/** Keys that one look at a store lists; the next look begins after the last of them. */
export const op_keys_listed_max = 1_000;

/**
 * How long an answer of Redis is waited for. Then the connection counts as lost, and the client hears of it.
 *
 * Against: a Redis that is stopped or cut off: registers would hang, and pile up in memory.
 */
export const redis_deadline_ms = 2_000;

/**
 * How long the answers of sentinels are waited for, all at once. They are near, and answer within milliseconds.
 *
 * Against: a sentinel that is stopped or cut off, which would hold up the return after a failover.
 */
export const redis_sentinel_deadline_ms = 500;

/**
 * Longest pause before sentinels are asked again. They find a new master within seconds, and clients wait for it; asking
 * them costs a message.
 */
export const redis_sentinel_pause_max_ms = 400;

/** How often a node looks whether Redis still takes writes; `/readyz` tells what it saw last. */
export const redis_look_ms = 1_000;

/** First pause before Redis is called again; it doubles. */
export const redis_pause_min_ms = 100;

/** Longest such pause: a node comes back within this, and its own time to load. */
export const redis_pause_max_ms = 2_000;

/**
 * Addresses that are sent to Redis at once in the background, or read at once. A register is not held up by more.
 *
 * Against: a long list that keeps Redis from answering others.
 */
export const redis_rows_at_once_max = 500;

/** Addresses in one entry of the stream by which nodes tell each other what is new. */
export const redis_news_rows_max = 50;

/**
 * Entries that Redis keeps of that stream. A node that falls further behind loads all anew.
 *
 * Against: a stream that fills the memory of Redis.
 */
export const redis_news_max = 4_000;

/** How often a node looks for addresses that nobody has heard of for a week, and removes them for all. */
export const redis_sweep_ms = 60_000;

/** How long Redis remembers that a node with this name runs. For the operator only: `KEYS *:alive:*` lists them. */
export const redis_alive_s = 60;
