/** The ops of one node as they are now: a student's file may change them while the node runs. */
import type { Op } from "./op.ts";
import { tableWith } from "./table.ts";

/**
 * Both tables of a node. The Maps stay the same and are filled anew, so a connection that holds one sees the change.
 *
 * @example
 * ```ts
 * import { LiveTable } from "./live_table.ts";
 * import assert from "node:assert/strict";
 *
 * const table = new LiveTable(["time"]);
 * assert.equal(table.all.has("time"), false);
 * assert.equal(table.lecture.has("hello"), false);
 * ```
 */
export class LiveTable {
  readonly #without: readonly string[];
  readonly #all = new Map<string, Op>();
  readonly #lecture = new Map<string, Op>();
  #revision = 0;

  /** @param without Names of ops that the node has only if a student wrote them. */
  constructor(without: readonly string[] = []) {
    this.#without = without;
    this.replaceOwn([]);
  }

  /** Op by name. */
  get all(): ReadonlyMap<string, Op> {
    return this.#all;
  }

  /** Op by name, without those by which nodes find each other. */
  get lecture(): ReadonlyMap<string, Op> {
    return this.#lecture;
  }

  /** Changes with the ops: what was made of the table is out of date then. */
  get revision(): number {
    return this.#revision;
  }

  /** These are the ops of students from now on, instead of those before. */
  replaceOwn(own: readonly Op[]): void {
    this.#revision++;
    fill(this.#all, tableWith(own, this.#without));
    const network = [...this.#all.values()].filter((op) => op.network).map(({ name }) => name);
    fill(this.#lecture, tableWith(own, [...this.#without, ...network]));
  }
}

function fill(map: Map<string, Op>, from: ReadonlyMap<string, Op>): void {
  map.clear();
  for (const [name, op] of from) map.set(name, op);
}
