/** The queue of future events: by time, and at equal times in the order in which they were added. A binary heap. */

/** Something that will happen. */
export interface QueuedEvent {
  readonly at_ms: number;
  /** Breaks ties, so that a run replays. Set by the queue. */
  order: number;
  happen(): void;
}

/**
 * The queue.
 *
 * @example
 * ```ts
 * import { EventQueue } from "./event_queue.ts";
 * import assert from "node:assert/strict";
 *
 * const queue = new EventQueue();
 * const order: string[] = [];
 * queue.add({ at_ms: 2, order: 0, happen: () => order.push("late") });
 * queue.add({ at_ms: 1, order: 0, happen: () => order.push("early") });
 * for (let event = queue.take(); event; event = queue.take()) event.happen();
 * assert.deepEqual(order, ["early", "late"]);
 * ```
 */
export class EventQueue {
  /**
   * The heap has three columns, so that a comparison of times doesn't touch the events: they are scattered in memory.
   */
  readonly #events: QueuedEvent[] = [];
  #times_ms = new Float64Array(1024);
  #numbers = new Float64Array(1024);
  #orders = 0;

  get length(): number {
    return this.#events.length;
  }

  /** Time of the next event; Infinity when there is none. */
  get next_ms(): number {
    return this.#events.length === 0 ? Infinity : this.#times_ms[0]!;
  }

  add(event: QueuedEvent): void {
    event.order = this.#orders++;
    let at = this.#events.length;
    if (at === this.#times_ms.length) this.#grow();
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(event.at_ms, event.order, parent)) break;
      this.#copy(parent, at);
      at = parent;
    }
    this.#put(at, event.at_ms, event.order, event);
  }

  take(): QueuedEvent | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    const length = events.length;
    if (length === 0 || last === undefined) return first;
    const at_ms = this.#times_ms[length]!;
    const number = this.#numbers[length]!;
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= length) break;
      const other = child + 1;
      if (other < length && this.#isBefore(this.#times_ms[other]!, this.#numbers[other]!, child)) {
        child = other;
      }
      if (this.#isBefore(at_ms, number, child)) break;
      this.#copy(child, at);
      at = child;
    }
    this.#put(at, at_ms, number, last);
    return first;
  }

  #isBefore(at_ms: number, number: number, place: number): boolean {
    const other_ms = this.#times_ms[place]!;
    return at_ms < other_ms || (at_ms === other_ms && number < this.#numbers[place]!);
  }

  #copy(from: number, to: number): void {
    this.#put(to, this.#times_ms[from]!, this.#numbers[from]!, this.#events[from]!);
  }

  #put(place: number, at_ms: number, number: number, event: QueuedEvent): void {
    this.#times_ms[place] = at_ms;
    this.#numbers[place] = number;
    this.#events[place] = event;
  }

  #grow(): void {
    const [times_ms, numbers] = [this.#times_ms, this.#numbers];
    this.#times_ms = new Float64Array(2 * times_ms.length);
    this.#numbers = new Float64Array(2 * numbers.length);
    this.#times_ms.set(times_ms);
    this.#numbers.set(numbers);
  }
}
