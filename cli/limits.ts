/** Limits of the command line as a client. Each has its reason; units end its name. */
import { kib, mib } from "../discovery/units.ts";

/**
 * How long the command line waits for a connection, and again for an answer, when `--timeout` says nothing.
 *
 * Against: a node that lets the command line wait for ever.
 */
export const command_timeout_default_s = 10;

/**
 * Longest answer the command line takes: 10,000 addresses of the longest kind, some times over.
 *
 * Against: a node that sends the command line an endless answer.
 */
export const command_answer_bytes_max = 16 * mib;

/**
 * How long the command line waits for a node to answer its close. The command's work is done by then.
 *
 * Against: a node that does not answer the close of the command line.
 */
export const command_close_timeout_ms = 250;

/**
 * Characters of the log that may wait for their reader: some thousand lines. More are lost, and counted.
 *
 * Against: a log that nobody reads (a pipe, Ctrl+S, a selection in a console) and that fills the memory or stops the
 * node.
 */
export const log_waiting_characters_max = mib;

/** Characters after which a write is full: as much as a pipe takes at once. */
export const write_characters_max = 64 * kib;

/**
 * How long the end of the program waits until the last lines of the log are read.
 *
 * Against: a log that nobody reads and that keeps a stopped node from ending.
 */
export const log_patience_ms = 500;

/** First wait for the reader of a full pipe that another program made non-blocking; it doubles. */
export const blocked_pause_min_ms = 5;

/** Longest such wait: a reader that comes back is served within this. */
export const blocked_pause_max_ms = 80;

/** Ports in each direction, and files, that are tried to name a free one for a second node. */
export const free_places_tried_max = 20;

/**
 * Longest answer that `foxchain check` takes: a list of some ten thousand peers.
 *
 * Against: a node that sends its checker an endless answer.
 */
export const check_answer_bytes_max = 2 * mib;

/** Difference from which `doctor` says that two clocks differ. Less is not noticed in the lab. */
export const clock_offset_told_s = 1;

/**
 * Nodes that `foxchain class` checks at once. A check mostly waits. 200 checks must end within a minute, dead and slow
 * nodes included.
 *
 * Against: a lecturer's computer so busy that answers seem slow.
 */
export const nodes_at_once_max = 20;

/** Mistakes that the page of a class draws: as many as fit on its first sheet of paper. */
export const mistakes_shown_max = 12;

/** Longest `--node-id`: with its endings it must fit into the name of a file. */
export const node_id_characters_max = 64;

/** How often `foxchain copy` says how far it is, where stderr is no terminal. */
export const copy_told_ms = 5_000;

/** How often it redraws its line on a terminal. */
export const copy_drawn_ms = 200;
