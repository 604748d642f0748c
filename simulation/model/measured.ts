/** What was measured and where it stands recorded: the only figures of the model that are not limits of the program. */

/** One recorded figure of runs with so many nodes. */
export interface Run {
  readonly nodes: number;
  readonly value: number;
}

/** Payload of the mean node in B/s: `docs/results/idle-cost-*.json`, mean over the seeds. The fit uses these ... */
export const payload_fitted: readonly Run[] = [
  { nodes: 100, value: 221.49967777777772 },
  { nodes: 300, value: 222.71545833333334 },
  { nodes: 1_000, value: 222.17430555555543 },
];

/** ... and is judged by these, which it has not seen. */
export const payload_held_out: readonly Run[] = [
  { nodes: 3_000, value: 222.58361722222196 },
  { nodes: 10_000, value: 223.7815799999998 },
];

/** Payload of the busiest node in B/s, from the same runs; nothing is fitted to it. */
export const busiest_held_out: readonly Run[] = [
  { nodes: 100, value: 828.6822222222222 },
  { nodes: 300, value: 862.85 },
  { nodes: 1_000, value: 879.0416666666666 },
  { nodes: 3_000, value: 913.505 },
  { nodes: 10_000, value: 962.205 },
];

/** Payload of the mean node in B/s while one address a second is announced: `docs/results/announcements.json`, mean. */
export const announcements_held_out: Run = { nodes: 100, value: 292.66902222222234 };

/** Share of nodes that a flood told: `docs/results/entry-points-*.json`, median of the seeds. */
export const flood_held_out: readonly Run[] = [
  { nodes: 100, value: 0.96 },
  { nodes: 300, value: 0.98 },
  { nodes: 1_000, value: 0.903 },
  { nodes: 3_000, value: 0.7113333333333334 },
];

/**
 * Peers that read a joiner's own announcement; the others of `announce_fanout` have no place for it and refuse. The median
 * of 16 joins in two networks of 300 nodes; the mean was 1.9. In one of 1,000, which the model was not told, it was 1.6.
 */
export const joiner_readers = 2;

/** Most connections of one entry point in a cold start of 10 s, from the same files. */
export const connections_held_out: readonly Run[] = [
  { nodes: 300, value: 280 },
  { nodes: 1_000, value: 772 },
  { nodes: 3_000, value: 2172 },
];

/** Estimated bytes of TCP and IP beside the payload, in B/s: idle-cost at 1,000 nodes. */
export const wire_beside_payload = 287.50742111111094 - 222.17430555555543;

/**
 * Resident memory beyond the bare runtime in MiB, and the runtime itself: `bench/results/memory_2026-11-25.md`, medians
 * of 5. `full` has 10,240 rows in memory and 100,000 in the store.
 */
export const memory_mib = { runtime: 35.0, empty: 31.8, full: 59.5 } as const;
/** Rows in memory of the node that is full. */
export const full_rows = 10_240;

/** Held out: 4,096 rows in memory, 100,000 in the store; the same file. */
export const memory_held_out = { rows: 4_096, mib: 45.3 } as const;

/** Resident memory of one silent connection in KiB, of 1,000 and of 10,000: `bench/results/2026-11-23.md`. */
export const connection_kib = { thousand: 40.0, ten_thousand: 25.0 } as const;

/** Processor time of one visit (connection, hello, sample) in microseconds: `bench/results/joins_2026-11-26.md`. */
export const visit_cpu_us = 337;
