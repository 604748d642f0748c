/** Limits of the checks: how long a node is waited for, and how much of it is shown. Units end a name. */
import { kib } from "./units.ts";

/** How long a check tries to reach the node's port: a student may start the node when the lecturer starts the check. */
export const port_patience_ms = 10_000;

/** Pause between two tries to reach the port. */
export const port_retry_ms = 250;

/** Time for one node. What was not judged by then is 'slow, not finished'. */
export const node_budget_ms = 20_000;

/** One try to open a connection. A class room's network answers in milliseconds; a busy laptop in a second or two. */
export const open_limit_ms = 4_000;

/** From here an answer is slow. It is reported and costs no points, since the machine may be busy. */
export const answer_slow_ms = 1_000;

/** An answer is slow from here, too, if it takes this many times as long as the node's answers usually do. */
export const answer_slow_ratio = 8;

/** No answer that came faster is slow: a busy machine delays any program by this much. */
export const answer_slow_min_ms = 400;

/**
 * Longest wait for an answer. Then a new connection is opened: on the old one a late answer would count for the next
 * request.
 */
export const answer_limit_ms = 4_000;

/**
 * Longest wait after the program was once silent while it took a second connection. It runs, and does not answer some
 * messages.
 */
export const answer_again_ms = 1_500;

/** Pause between two looks for a late answer, while the node has not answered anything yet. */
export const late_look_ms = 100;

/**
 * After this much silence a second connection is opened. It shows whether the whole program stands still or only this
 * answer is late.
 */
export const second_look_ms = 150;

/** The program counts as standing still when the second connection has waited this long, too. */
export const standstill_min_ms = 200;

/** How long the port is tried after a close before the program counts as ended: some programs restart by themselves. */
export const restart_patience_ms = 2_000;

/** Wait for a greeting on a new connection before the first request. */
export const greeting_wait_ms = 100;

/** Wait for a second answer, or a close, after each answer. TCP holds a second small message back until the first was
 * confirmed, and the confirmation takes up to 40 ms (Nagle's rule, RFC 896; delayed confirmations, RFC 1122). */
export const settle_ms = 60;

/** Longest wait for an answer that is beyond the lecture and costs no points. */
export const beyond_limit_ms = 800;

/** With less time left, what is beyond the lecture is not tried. */
export const beyond_budget_min_ms = 5_000;

/** Largest difference of clocks where the node runs on this computer: rounding, and a busy machine. */
export const same_clock_difference_max_s = 1.5;

/** Up to this difference another computer's clock is to blame, not its program. It is reported and costs nothing. */
export const other_clock_difference_max_s = 300;

/** A difference this near to a whole number of quarter hours is a time zone, not a wrong clock. */
export const zone_difference_max_s = 60;

/**
 * Longest part of an answer that is kept.
 *
 * Against: a node that answers without end.
 */
export const answer_characters_max = 256 * kib;

/** Longest name of a node that a report shows, with its escapes. */
export const name_characters_max = 120;

/**
 * Messages that nobody asked for and that are kept of one connection: the first ones tell enough.
 *
 * Against: a node that sends without end.
 */
export const unread_messages_max = 20;

/** Longest text that a report shows in one place. What is left out is counted there, and the evidence file has it. */
export const shown_characters_max = 1_200;
