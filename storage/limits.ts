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
