/** Limits of what the page is told and may order. Each has its reason; units end its name. */
import { kib, second_ms } from "../../discovery/units.ts";

/**
 * Streams of `GET /events` at the same time: some browsers of some people. Each costs a snapshot and a descriptor.
 *
 * Against: readers of `GET /events` that use up descriptors and time. HTTP 503.
 */
export const event_streams_max = 32;

/**
 * Streams that callers from elsewhere may hold; the rest is for this machine.
 *
 * Against: strangers that lock out the person at this machine.
 */
export const event_streams_elsewhere_max = 24;

/**
 * Shortest time between two changes for the page. Nobody reads faster.
 *
 * Against: a storm of gossip that keeps the node busy with its page.
 */
export const change_ms = 250;

/**
 * A comment is sent on the stream this often, so that no proxy on the way takes it for dead.
 *
 * Against: a stream whose reader has left without a close.
 */
export const event_keep_alive_ms = 15 * second_ms;

/**
 * Changes that wait for one slow reader. Beyond it the reader is dropped, and may connect again for a snapshot.
 *
 * Against: a client that does not read, so that waiting changes fill the memory.
 */
export const changes_unread_max = 40;

/**
 * Rows in one snapshot or one change. The others come with the next change.
 *
 * Against: a long book, which would make a snapshot of megabytes.
 */
export const peers_shown_max = 500;

/**
 * Changed rows that wait to be sent. Beyond it the oldest are dropped.
 *
 * Against: memory filled by changes that wait.
 */
export const peers_changed_max = 4_096;

/**
 * Rows whose states are counted for the page. It takes under a millisecond of each second, however long the book is.
 *
 * Against: a very long book that is counted again and again.
 */
export const rows_counted_per_second = 20_000;

/**
 * Events that are kept for new pages.
 *
 * Against: memory filled by events.
 */
export const events_kept_max = 200;

/**
 * Events in one change. Nobody can read more at once.
 *
 * Against: a change that is very long.
 */
export const events_in_change_max = 100;

/**
 * Passing messages in one change: enough for a picture.
 *
 * Against: a change that is very long.
 */
export const traffic_in_change_max = 100;

/**
 * Addresses that are remembered for the picture of those that one peer served, and as many of those that it was told.
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
 * Characters of the lines that ops wrote for pages and that no page has fetched yet; the oldest go. A page fetches them
 * with the answer, so that this is what hundreds of pages at one moment have.
 *
 * Against: a page that asks, and never fetches what the op wrote.
 */
export const said_characters_max = 512 * kib;

/**
 * How long the code is valid that `--open` gives to the browser. A slow computer starts its browser in less.
 *
 * Against: another user of the computer: such a user sees every program's arguments, and may try the code later.
 */
export const code_lifetime_ms = 30 * second_ms;

/**
 * Longest body with a page's code.
 *
 * Against: a huge body instead of a code. HTTP 413.
 */
export const code_bytes_max = 256;

/**
 * Longest order of a check on the class board: it names one student.
 *
 * Against: a huge body. HTTP 413.
 */
export const board_order_bytes_max = 256;

/**
 * Bytes that are read of a key file: a few more than a key has.
 *
 * Against: a huge file in place of the key.
 */
export const key_file_bytes_max = 256;

/**
 * While a page is open, the node looks this often whether its store has something to tell. To ask a store on Redis costs
 * nothing.
 *
 * Against: a page that shows an outage when a register has failed already.
 */
export const store_look_ms = 1 * second_ms;

/**
 * While a page is open, a file is written this often to see whether it can be. After a refused register it
 * is written sooner.
 *
 * Against: a page that is left open and lets the node write to the disk for nothing.
 */
export const store_probe_ms = 15 * second_ms;

/** The same while the store takes no writes: its return should be seen soon, and there is nothing to write. */
export const store_probe_again_ms = 2 * second_ms;

/**
 * A refused register is shown for so long although the store can be written: it is full, or its disk has room for little
 * more. A register that is accepted ends it.
 */
export const store_refusal_shown_ms = 10 * second_ms;

/**
 * The node notes its figures this often, for pages that open later. A chart has no room for more.
 *
 * Against: a node that is busy counting itself.
 */
export const history_every_ms = 10 * second_ms;

/**
 * Notes that are kept: five minutes, as the charts show.
 *
 * Against: memory filled by old figures.
 */
export const history_samples_max = 31;
