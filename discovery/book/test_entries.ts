/** Entries and seeded randomness for tests. */
import { type AddressSource, type Contact, Entry } from "./entry.ts";
import { locate, type Target } from "../address/group.ts";
import type { Random } from "./table.ts";

/** A source that there is no reason to doubt or to trust. */
export const stranger: AddressSource = { group: "198.51", scope: "public" };

/** Somebody on this machine. */
export const neighbour: AddressSource = { group: "127.0.0.1:0", scope: "loopback" };

/** The target of an address that is known to be one. */
export function at(addr: string): Target {
  const target = locate(addr);
  if (target === undefined) throw new Error(`${addr} is no address`);
  return target;
}

/** An entry for an address, told by a stranger at second 1,000. */
export function entryOf(addr: string, source = stranger, heard_s = 1000): Entry {
  return new Entry(at(addr), source, heard_s);
}

/** The same of one that was dialled. */
export function dialledEntryOf(
  addr: string,
  contact: Partial<Contact>,
  source = stranger,
  heard_s = 1000,
): Entry {
  const entry = entryOf(addr, source, heard_s);
  Object.assign(entry.dialled(), contact);
  return entry;
}

/** A linear congruential generator (Numerical Recipes): good enough to shuffle a test. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
