/** The exit codes of the `foxchain` program. Scripts rely on them: a number is never given a new meaning. */

/** What each exit code says. */
export const exit_codes = {
  /** Done; for a node: stopped when asked to. */
  ok: 0,
  /** A node said no (a status of 400 or more), `doctor` found something to do, or the output could not be written. */
  negative: 1,
  /** The command line or a `FOXCHAIN_*` variable can't be understood. */
  usage: 2,
  /** No node could be reached, or it did not answer in time. */
  unreachable: 3,
  /** The port or the database is not available. */
  unavailable: 4,
  /** A bug in foxchain (`EX_SOFTWARE` of sysexits.h). */
  bug: 70,
  /** Interrupted (128 + SIGINT): `copy` before all was copied, a node a second time while stopping. */
  interrupted: 130,
} as const;

/** One of {@linkcode exit_codes}. */
export type ExitCode = (typeof exit_codes)[keyof typeof exit_codes];
