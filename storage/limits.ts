/** Limits of the store. Each has its reason; units end its name. */

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
