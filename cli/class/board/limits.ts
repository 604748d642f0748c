/** Limits of the class board. Each has its reason; units end its name. */
import { mib, minute_ms, second_ms } from "../../../discovery/units.ts";

/** How often the board looks at what is due. */
export const tick_ms = 250;

/** A node is pinged so often, on the connection that is kept open. */
export const ping_ms = 5 * second_ms;

/** Without a pong for so long a node counts as offline: two pings are lost, and a handler that sleeps a moment is not dead. */
export const pong_patience_ms = 12 * second_ms;

/** First pause before a node is dialled again; it doubles. */
export const redial_min_ms = 250;

/**
 * Longest such pause. With the dial itself a node that starts again is online within 4 s.
 *
 * Against: a class that has gone home, dialled without end: 200 nodes are 67 dials a second, of a packet each.
 */
export const redial_max_ms = 3 * second_ms;

/**
 * Longest pause before a node is dialled again that answers without a WebSocket, or closes it at once.
 *
 * Against: a student's window full of lines about the board.
 */
export const redial_closing_max_ms = 30 * second_ms;

/** A connection that is closed sooner was refused in fact. */
export const settled_ms = second_ms;

/** Longest wait for a connection. */
export const dial_timeout_ms = 4 * second_ms;

/**
 * Nodes that are dialled at once.
 *
 * Against: a whole class behind a firewall, whose dials would each hold a descriptor for seconds.
 */
export const dials_at_once_max = 64;

/** Bytes of a message that is read from a node. What it says on that connection is thrown away. */
export const heard_bytes_max = mib;

/**
 * Nodes checked at once, as by `foxchain class`: a check mostly waits.
 *
 * Against: a lecturer's computer so busy that answers seem slow.
 */
export const checks_at_once_max = 20;

/**
 * A node with points missing is checked again by itself after so long.
 *
 * Against: rows and lines in a student's window that nobody asked for.
 */
export const recheck_ms = 10 * minute_ms;

/**
 * A check that is ordered so soon after the last one of that node is left out: it could only say the same.
 *
 * Against: three people who press the button at once.
 */
export const order_pause_ms = 5 * second_ms;

/** So often the file of the class list is looked at. */
export const list_look_ms = 2 * second_ms;

/** After a gap of this length between two looks the computer was asleep: every connection is opened anew. */
export const sleep_gap_ms = 5 * second_ms;

/** Longest text of a message that a tile shows; the file of `foxchain check` has all. */
export const shown_characters_max = 600;

/** Failing exchanges of one student that are kept. */
export const failures_max = 20;
