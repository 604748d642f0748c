/** Which entries of the stream are this node's own registers: it need not read what it has said itself. */
import type { RegisterBatch } from "./register_batch.ts";
import type { Unconfirmed } from "./unconfirmed.ts";

/** What is asked of a batch. */
type Batch = Pick<RegisterBatch, "waiting">;

/**
 * Batches that were sent and whose entries were not read. An entry of any other batch is read as if another node had
 * written it. That is always right, and only costs more; so whatever may take rows out of the mirror clears this.
 *
 * @example
 * ```ts
 * import { OwnNews } from "./own_news.ts";
 * import { Unconfirmed } from "./unconfirmed.ts";
 * import assert from "node:assert/strict";
 *
 * const own = new OwnNews(new Unconfirmed());
 * const mark = own.sent({ waiting: new Set() });
 * assert.equal(own.knows(mark), true);
 * own.clear();
 * assert.equal(own.knows(mark), false);
 * ```
 */
export class OwnNews {
  readonly #unconfirmed: Unconfirmed;
  /** Short, since Redis keeps thousands; 48 random bits of it are this store's. */
  readonly #prefix = crypto.randomUUID().slice(0, 13);
  /** By mark, in the order of the stream. */
  readonly #batches = new Map<string, Batch>();
  #count = 0;
  #is_paused = false;

  /** @param unconfirmed Is told of what Redis has shown. */
  constructor(unconfirmed: Unconfirmed) {
    this.#unconfirmed = unconfirmed;
  }

  /** A batch goes on its way. Returns the mark that its entries are to bear. */
  sent(batch: Batch): string {
    const mark = `${this.#prefix}-${(this.#count++).toString(36)}`;
    if (!this.#is_paused) this.#batches.set(mark, batch);
    return mark;
  }

  /** Redis has not acknowledged it. Its rows may have left the mirror; if there is an entry all the same, it is read. */
  failed(batch: Batch): void {
    for (const [mark, sent] of this.#batches) if (sent === batch) this.#batches.delete(mark);
  }

  /** An entry with this mark was found. Returns whether it tells this node nothing. */
  knows(mark: string): boolean {
    const batch = this.#batches.get(mark);
    if (batch === undefined) return false;
    for (const key of batch.waiting) this.#unconfirmed.seen(key);
    // This one stays: a long batch has several entries.
    for (const before of this.#batches.keys()) {
      if (before === mark) break;
      this.#batches.delete(before);
    }
    return true;
  }

  /** Rows may leave the mirror: what was sent up to now is to be read. */
  clear(): void {
    this.#batches.clear();
  }

  /** All is being loaded: what is sent up to the end of that is to be read. */
  pause(): void {
    this.#is_paused = true;
    this.clear();
  }

  /** All is loaded. */
  resume(): void {
    this.#is_paused = false;
  }
}
