/** The person's own names for addresses, kept by the browser. They leave it only as a file that the person saves. */

import type { PageStorage } from "../page/page_storage.ts";

/** Characters of a name; longer ones would push the address out of its column. */
export const nickname_characters_max = 40;

/** Names that are kept; beyond it the oldest are dropped. A class list has no more students. */
export const nicknames_max = 2_000;

const place = "foxchain.nicknames";

/** What of the page's storage is used. */
export type NicknameStorage = Pick<PageStorage, "read" | "write" | "listen">;

/**
 * Names by canonical address.
 *
 * @example
 * ```ts
 * import { Nicknames } from "./nicknames.ts";
 * import assert from "node:assert/strict";
 *
 * const kept = new Map<string, string>();
 * const storage = {
 *   read: (key: string) => kept.get(key) ?? null,
 *   write: (key: string, text: string) => kept.set(key, text) !== undefined,
 *   listen() {},
 * };
 * new Nicknames(storage).give("ws://a.example/ws", " Ada's laptop ");
 * assert.equal(new Nicknames(storage).of("ws://a.example/ws"), "Ada's laptop");
 * ```
 */
export class Nicknames {
  readonly #storage: NicknameStorage;
  readonly #listeners = new Set<() => void>();
  #names: Map<string, string>;

  constructor(storage: NicknameStorage) {
    this.#storage = storage;
    this.#names = new Map(read(storage));
  }

  /** Calls when a name was given, here or in another tab. */
  listen(heard: () => void): void {
    if (this.#listeners.size === 0) {
      this.#storage.listen(place, () => {
        this.#names = new Map(read(this.#storage));
        this.#tell();
      });
    }
    this.#listeners.add(heard);
  }

  /** All of them, by canonical address. */
  get all(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** The name, or an empty text. */
  of(key: string): string {
    return this.#names.get(key) ?? "";
  }

  /** Of these addresses' names the one that was given last, or an empty text. */
  newest(keys: readonly string[]): string {
    const named = keys.filter((key) => this.#names.has(key));
    const newest = named.length > 1
      ? [...this.#names.keys()].findLast((key) => named.includes(key))
      : named[0];
    return newest === undefined ? "" : this.of(newest);
  }

  /** Gives a name; an empty one takes it away. */
  give(key: string, name: string): void {
    this.giveAll([[key, name]]);
  }

  /** Gives a node a name by one of its addresses. Names of its other addresses are removed. */
  giveNode(keys: readonly string[], key: string, name: string): void {
    this.giveAll([...keys.map((other) => [other, ""] as const), [key, name]]);
  }

  /** Takes back what was given: these are the names again. */
  restore(names: ReadonlyMap<string, string>): void {
    this.giveAll([...this.#names.keys().map((key) => [key, ""] as const), ...names]);
  }

  /** Gives many at once. */
  giveAll(given: Iterable<readonly [key: string, name: string]>): void {
    // Another tab may have given names meanwhile.
    this.#names = new Map(read(this.#storage));
    for (const [key, name] of given) {
      this.#names.delete(key);
      const cleaned = clean(name);
      if (cleaned !== "") this.#names.set(key, cleaned);
    }
    for (const oldest of this.#names.keys()) {
      if (this.#names.size <= nicknames_max) break;
      this.#names.delete(oldest);
    }
    this.#storage.write(place, JSON.stringify(Object.fromEntries(this.#names)));
    this.#tell();
  }

  #tell(): void {
    for (const heard of this.#listeners) heard();
  }
}

function clean(name: string): string {
  return [...name.replace(/\s+/g, " ").trim()].slice(0, nickname_characters_max).join("");
}

function read(storage: NicknameStorage): [string, string][] {
  try {
    return Object.entries(Object(JSON.parse(storage.read(place) ?? "{}")))
      .filter((entry): entry is [string, string] => typeof entry[1] === "string")
      .slice(-nicknames_max)
      .map(([key, name]) => [key, clean(name)]);
  } catch {
    return [];
  }
}
