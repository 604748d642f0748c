/** Groups of registers on their way to Redis. What is in them, and how they are sent, is not known here. */
import { redis_batch_wait_max_ms, redis_batches_max } from "../limits.ts";
import type { StorageError } from "../storage.ts";
import { RegisterBatch } from "./register_batch.ts";

/**
 * The registers of one turn go together. While {@linkcode redis_batches_max} groups are on their way the next one gathers
 * what comes, for {@linkcode redis_batch_wait_max_ms} at most.
 */
export class RegisterQueue {
  readonly #send: (batch: RegisterBatch) => Promise<void>;
  readonly #sent = new Set<Promise<void>>();
  #next: RegisterBatch | undefined;
  /** Sends the next group although others are still on their way. */
  #late: ReturnType<typeof setTimeout> | undefined;

  /** @param send Settles with Redis's word on all of the group. */
  constructor(send: (batch: RegisterBatch) => Promise<void>) {
    this.#send = send;
  }

  /**
   * Adds to the group that goes next.
   *
   * @param fill Returns whether it has added anything.
   * @returns Settles with Redis's word; undefined where nothing was added.
   */
  join(fill: (batch: RegisterBatch) => boolean): Promise<void> | undefined {
    const batch = this.#next ?? new RegisterBatch();
    if (!fill(batch)) return undefined;
    if (this.#next === undefined) {
      this.#next = batch;
      setImmediate(() => this.#sendSoon(batch));
    }
    return batch.done;
  }

  /** Sends what waits. Settles when all that was sent is answered. */
  async flush(): Promise<void> {
    this.#sendNext();
    await Promise.all(this.#sent);
  }

  #sendSoon(batch: RegisterBatch): void {
    if (this.#next !== batch) return;
    if (this.#sent.size < redis_batches_max) return this.#sendNext();
    this.#late = setTimeout(() => this.#sendNext(), redis_batch_wait_max_ms);
  }

  #sendNext(): void {
    const batch = this.#next;
    if (batch === undefined) return;
    this.#next = undefined;
    clearTimeout(this.#late);
    const sent = this.#send(batch).then(() => batch.settle(), (error: StorageError) => batch.settle(error))
      .finally(() => {
        this.#sent.delete(sent);
        this.#sendNext();
      });
    this.#sent.add(sent);
  }
}
