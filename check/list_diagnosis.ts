/** Finds out why an address is missing in the list, or wrongly there, from what the list holds instead. */
import { fault, type Finding, note } from "./causes.ts";
import { distance } from "./near.ts";
import { visible } from "./visible.ts";

/** Compares the addresses that were registered one by one with the lists that two connections get. */
export function diagnoseMissing(
  registered: readonly string[],
  here: readonly string[],
  elsewhere: readonly string[],
): Finding[] {
  const missing = registered.filter((addr) => !here.includes(addr));
  if (missing.length === 0) {
    const twice = registered.find((addr) => here.indexOf(addr) !== here.lastIndexOf(addr));
    const is_alone = registered.some((addr) => !elsewhere.includes(addr));
    return [
      ...is_alone ? [fault("per_connection", 4)] : [],
      ...twice === undefined ? [] : [fault("listed_twice", 2, { addr: twice })],
    ];
  }
  const letters = here.filter((item) => [...item].length === 1);
  if (letters.length >= 3) return [fault("letters_listed", 5, { letters: letters.slice(0, 5).join(" ") })];
  const altered = missing.map((addr) => here.find((item) => isAltered(item, addr))).find((item) =>
    item !== undefined
  );
  if (altered !== undefined) {
    return [fault("listed_altered", 3, { got: visible(altered).slice(0, 120), wanted: missing[0]! })];
  }
  if (missing.length < registered.length) {
    return [fault(missing.includes(registered[0]!) ? "replaced" : "first_only_listed", 4)];
  }
  return [fault("not_listed", Infinity, { count: here.length })];
}

/** Whether an item is the address with something around it, such as `b'...'`, or in another spelling. */
function isAltered(item: string, addr: string): boolean {
  const name = /check-\w+-\w+/.exec(addr)![0];
  return item.toLowerCase().includes(name) || distance(item.slice(0, 120), addr) <= 3;
}

/** What was sent in one list. */
export interface SentList {
  readonly good: readonly string[];
  readonly secure: string;
  readonly bad: string;
  /** Registered before. */
  readonly before: readonly string[];
}

/** Compares a list that was registered at once with the list that `peers` gives after it. */
export function diagnoseList({ good, secure, bad, before }: SentList, after: readonly string[]): Finding[] {
  const together = after.find((item) => good.every((addr) => item.includes(addr)));
  if (together !== undefined) return [fault("list_as_one", 5)];
  // Any spelling counts here: a wrong one was reported before.
  const is_listed = (addr: string) => after.some((item) => isAltered(item, addr));
  const arrived = good.filter(is_listed);
  const unchecked = is_listed(bad) ? [fault("list_scheme_unchecked", 2, { addr: bad })] : [];
  if (arrived.length === 0) {
    if (is_listed(secure)) return [fault("list_last_only", 4)];
    return [fault("list_ignored", 5), ...unchecked];
  }
  if (arrived.length < good.length) {
    const cause = is_listed(good[0]!) ? "list_first_only" : "list_last_only";
    return [fault(cause, 4, { count: arrived.length }), ...unchecked];
  }
  const lost = before.filter((addr) => !is_listed(addr));
  return [
    ...unchecked,
    ...is_listed(secure) ? [] : [fault("wss_ignored", 2)],
    ...lost.length > 0 && lost.length === before.length ? [fault("replaced", 3)] : [],
    ...hasOrder([...before, ...good, secure], after) ? [] : [note("order_lost")],
  ];
}

/** Whether a list has an order: that of registration, the alphabet's, or the reverse of one. */
function hasOrder(registered: readonly string[], after: readonly string[]): boolean {
  const ours = [...new Set(after)].filter((addr) => registered.includes(addr));
  const orders = [registered, [...registered].sort()].map((order) =>
    order.filter((addr) => ours.includes(addr))
  );
  return orders.flatMap((order) => [order, [...order].reverse()])
    .some((order) => order.every((addr, at) => addr === ours[at]));
}
