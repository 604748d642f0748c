/** Limits of the checks: how long a node is waited for, and how much of it is shown. Units end a name. */
import { kib } from "./units.ts";

/** How long a check waits for the node's port, trying again: a student starts the node when the lecturer starts the check. */
export const port_patience_ms = 10_000;

/** Pause between two tries to reach the port. */
export const port_retry_ms = 250;

/** All the time that one node gets. What was not judged by then is 'slow, not finished'. */
export const node_budget_ms = 20_000;

/** One try to open a connection. A class room's network answers in milliseconds; a busy laptop in a second or two. */
export const open_limit_ms = 4_000;

/** From here an answer is slow. It is told and costs no points: the machine may be busy. */
export const answer_slow_ms = 1_000;

/** An answer is slow from here, too, if it takes this many times as long as the node's answers usually do. */
export const answer_slow_ratio = 8;

/** But never below this: so long a busy machine lets anybody wait. */
export const answer_slow_min_ms = 400;

/** Longest wait for an answer. After it a new connection is taken: a late answer would be taken for that to the next request. */
export const answer_limit_ms = 4_000;

/** Longest wait once the program was silent and took a second connection meanwhile: it lives, and will not answer that. */
export const answer_again_ms = 1_500;

/** After so much silence a second connection is opened, to see whether the whole program stands still or only this answer. */
export const second_look_ms = 150;

/** So long the second connection must have been without an answer before the program counts as standing still. */
export const standstill_min_ms = 200;

/** After a connection was closed, the port is looked for so long before the program counts as ended: some start again by themselves. */
export const restart_patience_ms = 2_000;

/** Wait for messages that nobody asked for, at the start of the first connection. */
export const greeting_wait_ms = 100;

/** Wait for a second answer, or a close, after each answer. TCP holds a second small message back until the first was
 * confirmed, and the confirmation takes up to 40 ms (Nagle's rule, RFC 896; delayed confirmations, RFC 1122). */
export const settle_ms = 60;

/** Longest wait for an answer that is beyond the lecture and costs no points. */
export const beyond_limit_ms = 800;

/** With less time left, what is beyond the lecture is not tried. */
export const beyond_budget_min_ms = 5_000;

/** The node's clock may differ by so much where it runs on this computer: rounding, and a machine that is busy. */
export const same_clock_difference_max_s = 1.5;

/** Another computer's clock may be so much off and no program is to blame: it is told and costs nothing. */
export const other_clock_difference_max_s = 300;

/** A difference so near to a number of quarter hours is a time zone, not a wrong clock. */
export const zone_difference_max_s = 60;

/**
 * Longest answer that is looked into and kept.
 *
 * Against: a node that answers without end.
 */
export const answer_characters_max = 256 * kib;

/** Longest text that a report shows in one place. What is left out is counted there, and the evidence file has it. */
export const shown_characters_max = 1_200;
