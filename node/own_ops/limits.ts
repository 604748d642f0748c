/** Limits of the ops that students write. Each has its reason; units end its name. */
import { kib, mib, minute_ms, second_ms } from "../../discovery/units.ts";

/** Ops taken from one folder. Each has its own Worker, which takes 10 to 20 MB. */
export const own_ops_max = 16;

/** Longest file, in bytes: an op is a page of code. */
export const op_file_bytes_max = 64 * kib;

/**
 * Time between two looks at the folder, beside the system's events: these don't tell of a folder that was made anew.
 */
export const folder_look_ms = 2 * second_ms;

/** Wait between an event of the system and reading the folder: an editor writes a file in several steps. */
export const folder_quiet_ms = 50;

/**
 * Time for which an op may compute. After it each loop and function of the file throws.
 *
 * Against: a loop without end.
 */
export const op_compute_ms = 1 * second_ms;

/**
 * Longest time from the start of a call, or from the node's last reply to it, to its answer: the time to compute, and
 * some more.
 */
export const op_answer_ms = op_compute_ms + 250;

/**
 * A whole call, with all that it waits for.
 *
 * Against: a promise that never settles; a loop that reads the store for ever.
 */
export const op_call_ms = 10 * second_ms;

/**
 * One `ask`, from its turn to its answer, the dial included. Two of them fit into a call.
 *
 * Against: a node that takes the connection and never answers.
 */
export const ask_ms = 5 * second_ms;

/**
 * Asks of one op that run at the same time. More wait for their turn.
 *
 * Against: an op that dials as many nodes as it knows.
 */
export const asks_at_once_max = 2;

/**
 * Asks of one op in any {@linkcode ask_pace_ms}, however often its file is saved. More are refused with a sentence.
 *
 * Against: a caller that makes an op ask a third node again and again; a tick that asks in a loop.
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

/** Nodes that `askPeers` asks by default. */
export const ask_peers_default = 3;

/** Longest args of an ask, as JSON text in bytes: what a node takes from its own network. */
export const ask_args_bytes_max = 1 * mib;

/** Least time between two ticks of an op, in seconds. */
export const tick_every_min_s = 1;

/** Most time between two ticks of an op, in seconds: a day. A timer of a month would overflow and fire at once. */
export const tick_every_max_s = 24 * 3600;

/**
 * Failed ticks in a row after which the op's tick is off until its file is saved. The op still answers calls.
 *
 * Against: a mistake that fills the log without end.
 */
export const tick_failures_max = 3;

/** From the start of a Worker to the end of the file's first run, on a slow computer. */
export const op_load_ms = 5 * second_ms;

/**
 * How long a Worker may stay busy after its time is over. Then it is lost: only the end of the process ends it.
 *
 * Against: one long regular expression, which no check interrupts.
 */
export const op_lost_ms = 1 * second_ms;

/** With this many lost Workers all own ops are off, since each takes a processor. */
export const lost_workers_max = 2;

/** Calls in a row that took too long or too much memory, after which the op is off until its file is saved. */
export const op_overruns_max = 3;

/**
 * Memory that an op may hold, buffers included.
 *
 * Against: a list that grows without end. A Worker that is out of memory ends the whole process.
 */
export const op_heap_bytes_max = 128 * mib;

/** Longest answer of an op, as JSON text in bytes. */
export const op_answer_bytes_max = 1 * mib;

/** Calls of one op that may be under way; more get 503. */
export const op_calls_max = 256;

/** Longest line that an op writes to the log, in characters. */
export const op_log_characters_max = 2_000;

/**
 * Lines of one op that are logged in a second. The rest is only counted.
 *
 * Against: a `log` inside of a loop.
 */
export const op_log_lines_max = 50;

/** Examples of one op that are run at each load. */
export const op_examples_max = 20;
