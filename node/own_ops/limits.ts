/** Limits of the ops that students write. Each has its reason; units end its name. */
import { kib, mib, minute_ms, second_ms } from "../../discovery/units.ts";

/** Ops taken from one folder: each has a Worker of its own, which takes 10 to 20 MB. */
export const own_ops_max = 16;

/** Longest file, in bytes: an op is a page of code. */
export const op_file_bytes_max = 64 * kib;

/** How often the folder is looked at beside the events of the system: they do not tell of a folder that was made anew. */
export const folder_look_ms = 2 * second_ms;

/** After an event of the system so much passes before the folder is read: an editor writes a file in several steps. */
export const folder_quiet_ms = 50;

/**
 * Time for which an op may compute. After it each loop and function of the file throws.
 *
 * Against: a loop without end.
 */
export const op_compute_ms = 1 * second_ms;

/** From the start of a call, or the last word of the store to it, to its answer: the time to compute, and some more. */
export const op_answer_ms = op_compute_ms + 250;

/**
 * A whole call, with all that it waits for.
 *
 * Against: a promise that never settles, a loop that asks the store for ever.
 */
export const op_call_ms = 10 * second_ms;

/**
 * One `ask`, from its turn to its answer, the dial included. Two of them, one after the other, fit into a call.
 *
 * Against: a node that takes the connection and says nothing.
 */
export const ask_ms = 5 * second_ms;

/**
 * Asks of one op that are under way; more wait for their turn.
 *
 * Against: an op that dials as many nodes as it knows.
 */
export const asks_at_once_max = 2;

/**
 * Asks of one op in any {@linkcode ask_pace_ms}, however often its file is saved. More are refused with a sentence.
 *
 * Against: a caller who has an op ask a third node again and again; a tick that asks in a loop.
 */
export const asks_max = 10;

/** The time in which {@linkcode asks_max} are allowed. */
export const ask_pace_ms = minute_ms;

/**
 * Asks of one op that wait for their turn: as many as may follow within a call.
 *
 * Against: a loop that asks without waiting for answers.
 */
export const asks_waiting_max = 32;

/** Nodes that `askPeers` asks where the op does not say how many. */
export const ask_peers_default = 3;

/** Longest args of an ask, as JSON text in bytes: what a node takes from its own network. */
export const ask_args_bytes_max = 1 * mib;

/** Least time between two ticks of an op, in seconds. */
export const tick_every_min_s = 1;

/** Most time between two ticks of an op, in seconds: a day. A timer of a month would overflow and fire at once. */
export const tick_every_max_s = 24 * 3600;

/**
 * Ticks in a row that fail; then the op ticks no more until its file is saved. It is still answered.
 *
 * Against: a mistake that fills the log for ever.
 */
export const tick_failures_max = 3;

/** From the start of a Worker to the end of the file's first run, on a slow computer. */
export const op_load_ms = 5 * second_ms;

/**
 * How long a Worker whose time is over may stay busy. Then it is lost: nothing but the end of the process ends it.
 *
 * Against: one long regular expression, which no check interrupts.
 */
export const op_lost_ms = 1 * second_ms;

/** With so many lost Workers all own ops are off: each takes a processor. */
export const lost_workers_max = 2;

/** Calls in a row that took too long or too much memory; then the op is off until its file is saved. */
export const op_overruns_max = 3;

/**
 * What an op may hold in memory, buffers included.
 *
 * Against: a list that grows for ever: a Worker that is out of memory ends the whole process.
 */
export const op_heap_bytes_max = 128 * mib;

/** Longest answer of an op, as JSON text in bytes. */
export const op_answer_bytes_max = 1 * mib;

/** Calls of one op that may be under way; more get 503. */
export const op_calls_max = 256;

/** Longest line that an op writes to the log, in characters. */
export const op_log_characters_max = 2_000;

/**
 * Lines of one op that are logged in a second; of more only their number.
 *
 * Against: a `log` inside of a loop.
 */
export const op_log_lines_max = 50;

/** Examples of one op that are run at each load. */
export const op_examples_max = 20;
