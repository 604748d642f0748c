/** Which answer belongs to which request, and what of it is kept. Pure: the caller brings the time. */

/** Exchanges kept; the oldest go first. More would slow the page, and nobody scrolls that far. */
export const exchanges_max = 200;

/** A request with its answer. A message that nobody asked for has no request and no number. */
export interface Exchange {
  /** Counts the requests from 1, over all visits of this page. */
  readonly number?: number;
  /** The message as it was typed. */
  readonly request?: string;
  /** WebSocket URL of the node that was asked. */
  readonly url: string;
  /** When it was sent (or, unasked, received), in milliseconds since 1970. */
  readonly sent_ms: number;
  /** The message as it came. */
  answer?: string;
  /** From sending to receiving. */
  round_trip_ms?: number;
  /** The connection ended before the answer came. */
  lost?: boolean;
  /** Stays on top, and when the rest is cleared. */
  pinned?: boolean;
}

/** The moment at which something happens. */
export interface Moment {
  /** Milliseconds since 1970, which a person may set back. */
  readonly wall_ms: number;
  /** A clock that only goes on, to measure with. */
  readonly steady_ms: number;
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
 * history.send('{"op":"peers"}', "ws://a/ws", { wall_ms: 1_700_000_000_000, steady_ms: 100 });
 * const exchange = history.receive('{"status":200}', "ws://a/ws", { wall_ms: 1_700_000_000_004, steady_ms: 104 });
 * assert.equal(exchange.number, 1);
 * assert.equal(exchange.round_trip_ms, 4);
 * ```
 */
export class History {
  #number: number;
  #exchanges: readonly Exchange[];
  readonly #started_ms = new WeakMap<Exchange, number>();

  /** Goes on with what an earlier visit left; nobody answers what was waiting then. */
  constructor(earlier: readonly Exchange[] = [], number = 0) {
    this.#exchanges = earlier;
    this.#number = earlier.reduce((highest, exchange) => Math.max(highest, exchange.number ?? 0), number);
    this.lose();
  }

  /** Oldest first. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** The last number that was given to a request. */
  get number(): number {
    return this.#number;
  }

  /** A request leaves. */
  send(request: string, url: string, { wall_ms, steady_ms }: Moment): Exchange {
    const exchange = this.#keep({ number: ++this.#number, request, url, sent_ms: wall_ms });
    this.#started_ms.set(exchange, steady_ms);
    return exchange;
  }

  /**
   * A message comes. It answers the oldest waiting request with the same id; without an id, the oldest waiting
   * one that has none. A node which drops ids, as the lecture's does, answers in order: then the oldest one.
   */
  receive(answer: string, url: string, { wall_ms, steady_ms }: Moment): Exchange {
    const waiting = this.#exchanges.filter(isWaiting);
    const id = idOf(answer);
    const exchange = waiting.find(({ request }) => idOf(request!) === id) ??
      (id === undefined ? waiting[0] : undefined) ?? this.#keep({ url, sent_ms: wall_ms });
    exchange.answer = answer;
    const started_ms = this.#started_ms.get(exchange);
    if (started_ms !== undefined) exchange.round_trip_ms = steady_ms - started_ms;
    return exchange;
  }

  /** The connection ended: what still waits gets no answer any more. */
  lose(): readonly Exchange[] {
    const waiting = this.#exchanges.filter(isWaiting);
    for (const exchange of waiting) exchange.lost = true;
    return waiting;
  }

  /** Forgets one exchange. If it was waiting, its answer will be one that nobody asked for. */
  remove(exchange: Exchange): void {
    this.#exchanges = this.#exchanges.filter((kept) => kept !== exchange);
  }

  /** Forgets everything but what is pinned or still waits; the numbers go on. */
  clear(): void {
    this.#exchanges = this.#exchanges.filter((exchange) => exchange.pinned || isWaiting(exchange));
  }

  #keep(exchange: Exchange): Exchange {
    const kept = this.#exchanges;
    const surplus = kept.length < exchanges_max ? undefined : kept.find(({ pinned }) => !pinned) ?? kept[0];
    this.#exchanges = [...kept.filter((one) => one !== surplus), exchange];
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
