/** Copies rows from one place to another, piece by piece. It may end at any moment, and be run again. */
import type { PeerRow } from "../peer_row.ts";
import { fullFault, StorageError } from "../storage.ts";

/** Where rows come from. They are read only. */
export interface RowSource {
  /** How many there are. */
  readonly count: number;
  /** All of them, each once, in the order in which they were first heard of. */
  pieces(): Iterable<readonly PeerRow[]>;
}

/** What became of a piece. */
export interface PutCounts {
  /** Rows that were not there. */
  readonly added: number;
  /** Rows that were there, and are newer now. */
  readonly updated: number;
  /** New rows that there was no room for. All others are in their place. */
  readonly left_out: number;
  /** Rows that are none: TO would not read them. */
  readonly unfit?: number;
}

/** Where rows go. */
export interface RowTarget {
  /** Rows that it takes. */
  readonly rows_max: number;
  /**
   * Adds the rows that are not there, and merges the others. Settles when all are as durable as the place makes them.
   *
   * @param rows With different keys.
   * @throws {StorageError} Then nothing of them was kept; with `away` a server may have kept it all the same.
   */
  put(rows: readonly PeerRow[]): PutCounts | Promise<PutCounts>;
}

/** How far a copy is. */
export interface CopyCounts {
  /** Rows looked at: copied, or there already. */
  readonly done: number;
  /** Rows of the source. */
  readonly all: number;
  readonly added: number;
  readonly updated: number;
  /** Rows that are none. */
  readonly unfit: number;
}

/** A copy that one of its two sides ended. */
export class CopyFault extends Error {
  override readonly name = "CopyFault";

  /**
   * @param side Which store it was.
   * @param counts How far the copy was.
   */
  constructor(
    readonly side: "from" | "to",
    readonly fault: StorageError,
    readonly counts?: CopyCounts,
  ) {
    super(fault.message, { cause: fault });
  }
}

/**
 * Runs a part of a copy that belongs to one side.
 *
 * @throws {CopyFault} In place of a {@linkcode StorageError}.
 */
export async function atSide<Result>(
  side: CopyFault["side"],
  work: () => Result | Promise<Result>,
  counts?: CopyCounts,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StorageError ? new CopyFault(side, error, counts) : error;
  }
}

/**
 * Copies until all is done or it is stopped. The event loop is free between two pieces.
 *
 * @param watch.isStopped Asked before each piece.
 * @param watch.told Called after each piece.
 * @returns Where it ended: `done` is less than `all` where it was stopped.
 * @throws {CopyFault}
 */
export async function copyRows(
  source: RowSource,
  target: RowTarget,
  watch: { isStopped(): boolean; told(counts: CopyCounts): void },
): Promise<CopyCounts> {
  let counts: CopyCounts = { done: 0, all: source.count, added: 0, updated: 0, unfit: 0 };
  if (counts.all > target.rows_max) throw new CopyFault("to", fullFault(target.rows_max), counts);
  const pieces = source.pieces()[Symbol.iterator]();
  try {
    while (!watch.isStopped()) {
      const { done: is_over, value: rows } = await atSide("from", () => pieces.next(), counts);
      if (is_over) break;
      const { added, updated, left_out, unfit = 0 } = await atSide("to", () => target.put(rows), counts);
      counts = {
        done: counts.done + rows.length - left_out,
        all: counts.all,
        added: counts.added + added,
        updated: counts.updated + updated,
        unfit: counts.unfit + unfit,
      };
      watch.told(counts);
      if (left_out > 0) throw new CopyFault("to", fullFault(target.rows_max), counts);
      // Signals come in here.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return counts;
  } finally {
    pieces.return?.();
  }
}
