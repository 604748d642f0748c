/** Finds the request of each answer, and keeps both. Pure: the caller gives the time. */
import { type BinaryForm, type Exchange, exchanges_max, type StoredHistory } from "./exchange.ts";
import { inTime, keyOf, mergeExchanges, newestKeys, withinBound } from "./history_merge.ts";

export * from "./exchange.ts";

/** The moment at which something happens. */
export interface Moment {
  /** Milliseconds since 1970, which a person may set back. */
  readonly wall_ms: number;
  /** A clock that never goes back, for durations. */
  readonly steady_ms: number;
}

/**
 * The conversation with one node after the other.
 *
 * @example
 * ```ts
 * import { ConversationHistory } from "./conversation_history.ts";
 * import assert from "node:assert/strict";
 *
 * const history = new ConversationHistory();
 * history.send('{"op":"peers"}', "ws://a/ws", { wall_ms: 1_700_000_000_000, steady_ms: 100 });
 * const exchange = history.receive('{"status":200}', "ws://a/ws", { wall_ms: 1_700_000_000_004, steady_ms: 104 });
 * assert.equal(exchange.number, 1);
 * assert.equal(exchange.round_trip_ms, 4);
 * ```
 */
export class ConversationHistory {
  #number: number;
  #exchanges: readonly Exchange[];
  #removed: readonly string[];
  #made = 0;
  readonly #tab: string;
  /** Requests of this tab. Only this tab gets their answers. */
  readonly #started_ms = new WeakMap<Exchange, number>();

  /**
   * Goes on with the history of an earlier visit. Requests that waited then get no answer.
   *
   * @param tab Distinguishes this tab from the others of the browser.
   */
  constructor({ exchanges = [], number = 0, removed = [] }: Partial<StoredHistory> = {}, tab = "") {
    this.#tab = tab;
    this.#exchanges = exchanges;
    this.#removed = removed;
    this.#number = exchanges.reduce((highest, exchange) => Math.max(highest, exchange.number ?? 0), number);
    for (const exchange of exchanges.filter(isWaiting)) exchange.lost = true;
  }

  /** Oldest first. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** The last number that was given to a request. */
  get number(): number {
    return this.#number;
  }

  /** Keys of what was removed, oldest first. */
  get removed(): readonly string[] {
    return this.#removed;
  }

  /** A request leaves. */
  send(request: string, url: string, { wall_ms, steady_ms }: Moment, binary?: BinaryForm): Exchange {
    const exchange = this.#keep({
      key: this.#key(wall_ms),
      number: ++this.#number,
      request,
      url,
      sent_ms: wall_ms,
      ...(binary && { binary }),
    });
    this.#started_ms.set(exchange, steady_ms);
    return exchange;
  }

  /**
   * A message comes. It answers the oldest waiting request with the same id; without an id, the oldest waiting one that
   * has none. A node that drops ids, as the lecture's does, answers in order, so then it is the oldest one.
   */
  receive(answer: string, url: string, { wall_ms, steady_ms }: Moment): Exchange {
    const waiting = this.#waiting();
    const id = idOf(answer);
    const exchange = waiting.find(({ request }) => idOf(request!) === id) ??
      (id === undefined ? waiting[0] : undefined) ??
      this.#keep({ key: this.#key(wall_ms), url, sent_ms: wall_ms });
    exchange.answer = answer;
    const started_ms = this.#started_ms.get(exchange);
    if (started_ms !== undefined) exchange.round_trip_ms = steady_ms - started_ms;
    return exchange;
  }

  /** The connection ended: what still waits gets no answer any more. */
  lose(): readonly Exchange[] {
    const waiting = this.#waiting();
    for (const exchange of waiting) exchange.lost = true;
    return waiting;
  }

  /**
   * Forgets one exchange. If it was waiting, its answer will count as unrequested.
   *
   * @returns What {@linkcode restore} brings back.
   */
  remove(exchange: Exchange): readonly Exchange[] {
    return this.#drop((one) => one === exchange);
  }

  /** Pins or unpins it. */
  pin(exchange: Exchange): void {
    exchange.pinned = !exchange.pinned;
    exchange.pins = (exchange.pins ?? 0) + 1;
  }

  /**
   * Forgets everything but what is pinned or still waits; the numbers go on.
   *
   * @returns What {@linkcode restore} brings back.
   */
  clear(): readonly Exchange[] {
    return this.#drop((exchange) => !exchange.pinned && !isWaiting(exchange));
  }

  /** Brings back what was forgotten. What waited then gets no answer any more. */
  restore(gone: readonly Exchange[]): void {
    // Under new keys: other tabs have heard that the old ones are removed.
    const back = gone.map((exchange): Exchange => ({
      ...exchange,
      key: this.#key(exchange.sent_ms),
      ...(isWaiting(exchange) ? { lost: true } : {}),
    }));
    const all = [...this.#exchanges, ...back].toSorted(inTime);
    this.#exchanges = withinBound(all, exchanges_max);
  }

  /** Takes up what another tab has. Returns the exchanges that changed here. */
  merge(theirs: StoredHistory): readonly Exchange[] {
    const before = this.#exchanges;
    const isOwn = (exchange: Exchange) => this.#started_ms.has(exchange);
    const { exchanges, changed, removed } = mergeExchanges(this, theirs, isOwn);
    this.#exchanges = exchanges;
    this.#removed = removed;
    this.#number = Math.max(this.#number, theirs.number);
    return [...changed, ...before.filter((exchange) => !exchanges.includes(exchange))];
  }

  #waiting(): readonly Exchange[] {
    return this.#exchanges.filter((exchange) => isWaiting(exchange) && this.#started_ms.has(exchange));
  }

  /** Begins with the time, so that sorted keys are in the order of time. */
  #key(wall_ms: number): string {
    return `${wall_ms} ${this.#tab} ${++this.#made}`;
  }

  #drop(goes: (exchange: Exchange) => boolean): readonly Exchange[] {
    const gone = this.#exchanges.filter(goes);
    this.#exchanges = this.#exchanges.filter((exchange) => !gone.includes(exchange));
    this.#removed = newestKeys([...this.#removed, ...gone.map(keyOf)]);
    return gone;
  }

  #keep(exchange: Exchange): Exchange {
    this.#exchanges = [...withinBound(this.#exchanges, exchanges_max - 1), exchange];
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
