/** Tells when Redis stops taking writes, and when it takes them again: once each, however often it is tried meanwhile. */
import type { StorageError, StorageFault } from "../../storage.ts";

/** Told why Redis takes no writes, and `undefined` when it takes them again. */
export type OutageTold = (fault: StorageError | undefined) => void;

/**
 * The outage of now, if there is one.
 *
 * @example
 * ```ts
 * import { Outage } from "./outage.ts";
 * import { StorageError } from "../../storage.ts";
 * import assert from "node:assert/strict";
 *
 * const told: string[] = [];
 * const outage = new Outage((fault) => told.push(fault?.message ?? "back"));
 * outage.goesOn(new StorageError("away", { en: "Closed.", zh: "断开。" }));
 * outage.goesOn(new StorageError("away", { en: "Refused.", zh: "拒绝。" }));
 * outage.isOver();
 * outage.isOver();
 * assert.deepEqual(told, ["Closed.", "back"]);
 * ```
 */
export class Outage {
  readonly #tell: OutageTold;
  #told: StorageFault | undefined;

  constructor(tell: OutageTold) {
    this.#tell = tell;
  }

  /** A write or a connection failed. Another kind of fault is told of, too: it needs another remedy. */
  goesOn(fault: StorageError): void {
    if (fault.fault === this.#told) return;
    this.#told = fault.fault;
    this.#tell(fault);
  }

  /** Redis has taken a write. */
  isOver(): void {
    if (this.#told === undefined) return;
    this.#told = undefined;
    this.#tell(undefined);
  }
}
