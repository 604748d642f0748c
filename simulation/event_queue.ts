/** The virtual future: events by time, and of equal times in the order in which they were added. A binary heap. */

/** Something that will happen. */
export interface Event {
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
  readonly #heap: Event[] = [];
  #orders = 0;

  get length(): number {
    return this.#heap.length;
  }

  /** Time of the next event; Infinity when there is none. */
  get next_ms(): number {
    return this.#heap.length === 0 ? Infinity : this.#heap[0]!.at_ms;
  }

  add(event: Event): void {
    event.order = this.#orders++;
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  take(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at_ms < b.at_ms || (a.at_ms === b.at_ms && a.order < b.order);
}
