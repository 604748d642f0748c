/** Limits of the command line as a client. Each has its reason; units end its name. */
import { mib } from "../discovery/units.ts";

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
 * How long the command line waits for a node to answer its close; its work is done by then.
 *
 * Against: a node that does not answer the close of the command line.
 */
export const command_close_timeout_ms = 250;
