/**
 * Merges the histories of two tabs. Each rule gives the same result in any order of merges, so all tabs end with the
 * same history. Pure.
 */
import { type Exchange, exchanges_max, removed_max, type StoredHistory } from "./exchange.ts";

/** Names an exchange in all tabs. */
export function keyOf({ key, number, url, sent_ms }: Exchange): string {
  return key ?? `${sent_ms} ${number ?? ""} ${url}`;
}

/** What two tabs have together. */
export interface Merged {
  readonly exchanges: readonly Exchange[];
  /** Our exchanges that changed. */
  readonly changed: readonly Exchange[];
  readonly removed: readonly string[];
}

/**
 * Merges. Our exchanges stay the same objects, for they are drawn.
 *
 * @param isOwn Whether this tab sent it: then this tab knows best what became of it.
 */
export function mergeExchanges(
  ours: StoredHistory,
  theirs: StoredHistory,
  isOwn: (exchange: Exchange) => boolean,
): Merged {
  const removed = newestKeys([...ours.removed, ...theirs.removed]);
  const gone = new Set(removed);
  const by_key = new Map(ours.exchanges.map((exchange) => [keyOf(exchange), exchange]));
  const changed: Exchange[] = [];
  for (const their of theirs.exchanges) {
    const our = by_key.get(keyOf(their));
    if (our === undefined) by_key.set(keyOf(their), their);
    else if (takeUp(our, their, isOwn(our))) changed.push(our);
  }
  const exchanges = [...by_key].filter(([key]) => !gone.has(key)).map(([, exchange]) => exchange).sort(
    inTime,
  );
  return { exchanges: withinBound(exchanges, exchanges_max), changed, removed };
}

/** Whether `theirs` lacks something that `ours` has. */
export function knowsMore(ours: StoredHistory, theirs: StoredHistory): boolean {
  const by_key = new Map(theirs.exchanges.map((exchange) => [keyOf(exchange), exchange]));
  const told = new Set(theirs.removed);
  return ours.removed.some((key) => !told.has(key)) || ours.exchanges.some((our) => {
    const their = by_key.get(keyOf(our));
    return their === undefined || (our.pins ?? 0) > (their.pins ?? 0) ||
      (our.answer !== undefined && their.answer === undefined);
  });
}

/** The newest ones, each once. Keys begin with a time of as many digits as any other in our days. */
export function newestKeys(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort().slice(-removed_max);
}

/** What stays when there are too many: the pinned ones, then the newest. */
export function withinBound(exchanges: readonly Exchange[], most: number): readonly Exchange[] {
  let surplus = exchanges.length - most;
  if (surplus <= 0) return exchanges;
  const rest = exchanges.filter(({ pinned }) => pinned || surplus-- <= 0);
  return rest.slice(-most);
}

/** Returns whether ours is different now. */
function takeUp(our: Exchange, their: Exchange, is_own: boolean): boolean {
  let is_changed = false;
  if ((their.pins ?? 0) > (our.pins ?? 0)) {
    our.pins = their.pins!;
    our.pinned = their.pinned === true;
    is_changed = true;
  }
  if (is_own || our.answer !== undefined) return is_changed;
  if (their.answer !== undefined) {
    our.answer = their.answer;
    if (their.round_trip_ms !== undefined) our.round_trip_ms = their.round_trip_ms;
    if (their.own !== undefined) our.own = their.own;
    delete our.lost;
    return true;
  }
  if (their.lost !== true || our.lost === true) return is_changed;
  our.lost = true;
  return true;
}

/** The order of time: compares two exchanges for sorting. */
export function inTime(a: Exchange, b: Exchange): number {
  return a.sent_ms - b.sent_ms || (a.number ?? 0) - (b.number ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1);
}
