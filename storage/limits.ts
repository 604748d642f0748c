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
 * How long an answer of a sentinel is waited for, unless more than half of them agree before. They are near, and answer
 * within milliseconds, but for a computer that is busy.
 *
 * Against: sentinels that are stopped or cut off, which would hold up the return after a failover.
 */
export const redis_sentinel_deadline_ms = 1_000;

/**
 * Longest pause before sentinels are asked again. They find a new master within seconds, and clients wait for it; asking
 * them costs a message.
 */
export const redis_sentinel_pause_max_ms = 400;

/** How often a node looks whether Redis still takes writes; `/readyz` tells what it saw last. */
export const redis_look_ms = 1_000;

/** First pause before Redis is called again; it doubles. */
export const redis_pause_min_ms = 100;

/** Longest such pause: so long after Redis is back a node may still refuse addresses. It loads after that. */
export const redis_pause_max_ms = 2_000;

/**
 * Addresses that are sent to Redis at once in the background, or read at once. A register is not held up by more.
 *
 * Against: a long list that keeps Redis from answering others.
 */
export const redis_rows_at_once_max = 500;

/**
 * Groups of registers that are on their way to Redis at once. Redis takes the second one while the first waits for the disk;
 * what comes meanwhile goes together in the next one, and shares its cost.
 */
export const redis_batches_max = 2;

/**
 * Longest wait of a register for a group before its own. A slow disk, or a copy of Redis that hangs, holds up the groups
 * before; the answer is not to be later for it.
 */
export const redis_batch_wait_max_ms = 10;

/**
 * Pause after news were read, so that those of the meantime are read together: each reading costs node and Redis two system
 * calls. Other nodes list an address that much later at most.
 */
export const redis_news_pause_ms = 20;

/** Addresses in one entry of the stream by which nodes tell each other what is new. */
export const redis_news_rows_max = 50;

/**
 * Entries that Redis keeps of that stream: 1.2 MiB where each tells of one usual address, 49 MiB where each tells of 50. A node that
 * falls further behind loads all anew.
 *
 * Against: a stream that fills the memory of Redis.
 */
export const redis_news_max = 4_000;

/** How often a node looks for addresses that nobody has heard of for a week, and removes them for all. */
export const redis_sweep_ms = 60_000;

/** How long Redis remembers that a node with this name runs. For the operator only: `KEYS *:alive:*` lists them. */
export const redis_alive_s = 60;

/**
 * Longest text of one address that is read from Redis: an address, its two groups and what a dial learned need a fifth of
 * it. A longer one counts as not there.
 *
 * Against: another program that writes huge texts under foxchain's keys.
 */
export const redis_text_characters_max = 4_096;

/**
 * Longest entry of the stream that is read: 500 removed addresses of the greatest length are half of it.
 *
 * Against: another program that writes huge entries.
 */
export const redis_news_characters_max = 2 * mib;

/**
 * How far the clocks of a node and of Redis may differ. Addresses leave for all nodes a week after they were last heard
 * of; a node whose clock is further off removes none, and tells times by the clock of Redis.
 *
 * Against: one computer with a wrong date, which would remove the addresses of all nodes.
 */
export const redis_clock_apart_max_ms = 60 * 60 * 1000;

/**
 * How long a copy of Redis may have been silent and still counts. Copies speak each second; one that has not for this long
 * is stopped, and an acknowledgement no longer waits for it.
 *
 * Against: a copy that hangs: every register would be answered 503 until Redis itself gives the copy up, after a minute.
 */
export const redis_copy_lag_max_s = 5;

/** Looks that must find another process under the same `--node-id`: the mark of one that was killed is found once. */
export const redis_namesake_looks = 2;

/** Looks without it after which that process counts as gone. */
export const redis_namesake_quiet_looks = 10;

/**
 * Addresses that `foxchain copy` reads and writes at once: one transaction, and one wait for the disk.
 *
 * Against: a copy that keeps Redis from answering others, or that is deaf to Ctrl+C.
 */
export const copied_rows_at_once_max = 500;
