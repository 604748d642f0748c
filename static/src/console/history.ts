/** Which answer belongs to which request. Pure: the caller brings the time. */

/** Exchanges kept; the oldest go first. More would slow the page, and nobody scrolls that far. */
export const exchanges_max = 200;

/** A request with its answer. A message that nobody asked for has no request and no number. */
export interface Exchange {
  /** Counts the requests from 1. */
  readonly number?: number;
  /** The message as it was typed. */
  readonly request?: string;
  /** When it was sent, on the caller's clock. */
  readonly sent_ms: number;
  /** The message as it came. */
  answer?: string;
  /** From sending to receiving. */
  round_trip_ms?: number;
  /** The connection ended before the answer came. */
  lost?: boolean;
}

/**
 * The conversation with one node after the other.
 *
 * @example
 * ```ts
 * import { History } from "./history.ts";
 * import assert from "node:assert/strict";
 *
 * const history = new History();
 * history.send('{"op":"peers"}', 100);
 * const exchange = history.receive('{"status":200}', 104);
 * assert.equal(exchange.number, 1);
 * assert.equal(exchange.round_trip_ms, 4);
 * ```
 */
export class History {
  #number = 0;
  #exchanges: Exchange[] = [];

  /** Oldest first. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** A request leaves. */
  send(request: string, now_ms: number): Exchange {
    return this.#keep({ number: ++this.#number, request, sent_ms: now_ms });
  }

  /**
   * A message comes. It answers the oldest waiting request with the same id; without an id, the oldest waiting
   * one that has none. A node which drops ids, as the lecture's does, answers in order: then the oldest one.
   */
  receive(answer: string, now_ms: number): Exchange {
    const waiting = this.#exchanges.filter(isWaiting);
    const id = idOf(answer);
    const exchange = waiting.find(({ request }) => idOf(request!) === id) ??
      (id === undefined ? waiting[0] : undefined) ?? this.#keep({ sent_ms: now_ms });
    exchange.answer = answer;
    if (exchange.request !== undefined) exchange.round_trip_ms = now_ms - exchange.sent_ms;
    return exchange;
  }

  /** The connection ended: what still waits gets no answer any more. */
  lose(): readonly Exchange[] {
    const waiting = this.#exchanges.filter(isWaiting);
    for (const exchange of waiting) exchange.lost = true;
    return waiting;
  }

  /** Forgets everything but what still waits; the numbers go on. */
  clear(): void {
    this.#exchanges = this.#exchanges.filter(isWaiting);
  }

  #keep(exchange: Exchange): Exchange {
    this.#exchanges = [...this.#exchanges.slice(1 - exchanges_max), exchange];
    return exchange;
  }
}

/** Sent, and neither answered nor lost. */
export function isWaiting({ request, answer, lost }: Exchange): boolean {
  return request !== undefined && answer === undefined && lost === undefined;
}

function idOf(text: string): string | undefined {
  try {
    const id = (JSON.parse(text) as { id?: unknown } | null)?.id;
    return id === undefined ? undefined : JSON.stringify(id);
  } catch {
    return undefined;
  }
}
