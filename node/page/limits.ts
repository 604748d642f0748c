/** Limits of what the page is told and may order. Each has its reason; units end its name. */
import { kib, second_ms } from "../../discovery/units.ts";

/**
 * Streams of `GET /events` at once: a few tabs of a few people; each costs a snapshot and a descriptor.
 *
 * Against: readers of `GET /events` that use up descriptors and time. HTTP 503.
 */
export const event_streams_max = 32;

/**
 * ... of which others than the person at this machine may hold so many.
 *
 * Against: The same: strangers can't lock out the person at this machine.
 */
export const event_streams_elsewhere_max = 24;

/**
 * Changes are sent to the page this often at most: faster than anybody reads.
 *
 * Against: a storm of gossip that makes the node do nothing but tell its page.
 */
export const change_ms = 250;

/**
 * A comment is sent on an otherwise silent stream, so that nobody on the way takes it for dead.
 *
 * Against: a stream whose reader has gone without a word.
 */
export const event_keep_alive_ms = 15 * second_ms;

/**
 * Changes that wait for one slow reader of the stream; then it is dropped and may come again for a snapshot.
 *
 * Against: a reader that does not read: what waits for it would fill the memory. It is dropped.
 */
export const changes_unread_max = 40;

/**
 * Rows in one snapshot, or in one change; what is left over comes with the next one.
 *
 * Against: a long book: a snapshot or change would be megabytes.
 */
export const peers_shown_max = 500;

/**
 * Changed rows that wait for a change; of more the oldest are left out.
 *
 * Against: memory filled by changes that wait to be told.
 */
export const peers_changed_max = 4_096;

/**
 * Rows whose state is counted for the page: under a millisecond of each second, however long the book is.
 *
 * Against: a very long book whose states are counted again and again.
 */
export const rows_counted_per_second = 20_000;

/**
 * Events that a new page is told.
 *
 * Against: memory filled by events.
 */
export const events_kept_max = 200;

/**
 * Events in one change at most: a flood of news is unreadable anyway.
 *
 * Against: a change that is very long.
 */
export const events_in_change_max = 100;

/**
 * Passing messages in one change: enough for a picture.
 *
 * Against: The same.
 */
export const traffic_in_change_max = 100;

/**
 * Addresses one peer served that are remembered for the picture, and as many that it was told.
 *
 * Against: memory filled by what peers serve.
 */
export const neighbours_known_max = 24;

/**
 * Addresses whose source, agent and round trip are remembered for the page.
 *
 * Against: memory filled by notes on addresses.
 */
export const peer_notes_max = 1_024;

/**
 * Longest body of a control: an address and a number.
 *
 * Against: a huge body of a control. HTTP 413.
 */
export const control_bytes_max = 2 * kib;

/**
 * How long the code lives that `--open` hands to the browser: a slow computer starts its browser in less.
 *
 * Against: another user of the computer, who sees every program's arguments and tries the code later.
 */
export const code_lifetime_ms = 30 * second_ms;

/**
 * Longest body in which a page hands its code over.
 *
 * Against: a huge body instead of a code. HTTP 413.
 */
export const code_bytes_max = 256;

/**
 * Bytes that are read of a key file: some more than a key has.
 *
 * Against: a huge file in place of the key.
 */
export const key_file_bytes_max = 256;

/**
 * The node notes its figures this often for the page that opens later: a charts' width has no room for more.
 *
 * Against: a node that is busy with counting itself.
 */
export const history_every_ms = 10 * second_ms;

/**
 * ... and keeps so many: five minutes, which is what the charts show.
 *
 * Against: memory filled by old figures.
 */
export const history_samples_max = 31;
