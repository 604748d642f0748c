/** Limits of the peer book: how many rows, from where, and when a row changes its state. */

/**
 * Rows in the store when `--peers-max` says nothing: what a class room or a test may register.
 *
 * Against: registers without end: the disk fills and `peers` becomes slow. Status 503.
 */
export const peers_default_max = 100_000;

/**
 * Rows heard from public sources: a full view of about 1,000 nodes four times over, under 4 MB of memory.
 *
 * Against: poison: invented addresses without end.
 */
export const heard_max = 4_096;

/**
 * Heard rows that one source group may have told: 16 liars are needed to fill the table, whatever they send.
 *
 * Against: one liar that fills the table. It takes 16 of them in 16 networks, and others push them out
 * again.
 */
export const heard_per_source_group_max = 256;

/**
 * Heard rows inside one address group: a liar with a whole /16 gains no more by inventing hosts in it.
 *
 * Against: a /16 full of invented hosts that is drawn more often than others.
 */
export const heard_per_group_max = 16;

/**
 * Unreached rows in memory that loopback and private sources told: a few class rooms. Those beyond stay in
 * the store and take turns; 100,000 of them in memory cost a node 28 MB more.
 *
 * Against: a computer of the class room that registers 100,000 addresses: they are stored, not held in
 * memory.
 */
export const local_max = 4_096;

/**
 * Public addresses that answered: enough for months of restarts, small enough to be refreshed by feelers.
 *
 * Against: machines that do answer, put up in masses to take over the book.
 */
export const tried_max = 1_024;

/**
 * Private and loopback addresses that answered, in memory: every computer of a large site.
 *
 * Against: The same, with addresses of its own that answer.
 */
export const near_max = 1_024;

/**
 * Reached addresses on one IP: some ports of one machine, not a thousand identities of it.
 *
 * Against: one machine with a thousand ports.
 */
export const tried_per_ip_max = 4;

/**
 * Reached addresses in one group once the table is half full: 32 groups are needed to take it over.
 *
 * Against: one network with a thousand machines.
 */
export const tried_per_group_max = 32;

/**
 * Newcomers that wait until the incumbent they would displace was tested.
 *
 * Against: newcomers that push honest addresses out: the one in the way is tested first, and no more
 * than this many wait.
 */
export const pending_evictions_max = 10;

/**
 * Window of the exponential mean of reliability: one working day, so last week's fame does not count.
 *
 * Against: an address that lives on last week's fame.
 */
export const reliability_window_s = 8 * 3600;

/**
 * `good`: reached this often ...
 *
 * Against: an address that answers once to become `good`, and so one that is redialled for ever ...
 */
export const good_successes_min = 3;

/**
 * ... over at least this long ...
 *
 * Against: ... or some times within a minute ...
 */
export const good_span_s = 3600;

/**
 * ... and alive this share of the time.
 *
 * Against: ... or seldom.
 */
export const good_reliability_min = 0.7;

/**
 * Failures in a row that make an address stale; one or two happen to everybody.
 *
 * Against: a short loss that would make a living address stale.
 */
export const stale_failures = 3;

/**
 * A never reached address is forgotten when nobody told it for this long.
 *
 * Against: invented addresses that stay for ever.
 */
export const forget_unreached_s = 24 * 3600;

/**
 * A reached address is forgotten after this many failures in a row ...
 *
 * Against: a cut of the network that makes everybody forget the other half ...
 */
export const forget_failures_min = 10;

/**
 * ... and this long without success: a student's laptop comes back after a week-end.
 *
 * Against: ... or a week-end.
 */
export const forget_reached_s = 7 * 24 * 3600;

/**
 * First pause after a failed dial; doubles with each failure, +-50 % so that nodes do not dial in step.
 *
 * Against: a dead address that is dialled again and again ...
 */
export const backoff_min_s = 30;

/**
 * Longest pause: a dead address costs one dial an hour at most, and a healed one is found within the hour.
 *
 * Against: ... and one that came back and is not noticed.
 */
export const backoff_max_s = 3600;
