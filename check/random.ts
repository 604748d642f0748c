/** The random words of one run: addresses that don't exist, and unknown ops. The same seed gives the same words. */
import { isThisComputer } from "./rules.ts";

/** Numbers from 0 to 1 (mulberry32, public domain), seeded by a text. */
function numbers(seed: string): () => number {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a over UTF-16 units, 32 bits: for telling apart, not for secrets. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}

/** The end of the host names in a check's addresses. It is reserved (RFC 6761), so such a host never exists. */
const suffix = "invalid";

/** Makes the words of one run. */
export class RandomWords {
  readonly #next: () => number;
  readonly #mark: string;

  /**
   * @param url The node's URL. Its mark stands in each address. So an address in another node's list shows where it was
   *   registered.
   */
  constructor(seed: string, url: string) {
    this.#next = numbers(seed);
    this.#mark = nodeMark(url);
  }

  /** Eight consonants. Such a word is in no language, so no program has an op of that name. */
  word(): string {
    return Array.from({ length: 8 }, () => "bcdfghjkmnpqrstvwxz"[Math.floor(this.#next() * 19)]).join("");
  }

  /** An address that can be registered. */
  address(scheme = "ws"): string {
    return `${scheme}://check-${this.#mark}-${this.word()}.${suffix}:9000/ws`;
  }
}

/**
 * The mark of a node, made of its host and port. All names of loopback count as one host.
 *
 * @example
 * ```ts
 * import { nodeMark } from "./random.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(nodeMark("ws://localhost:9000/ws"), nodeMark("ws://127.0.0.1:9000/"));
 * assert.notEqual(nodeMark("ws://localhost:9000/ws"), nodeMark("ws://localhost:9001/ws"));
 * ```
 */
export function nodeMark(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === "wss:" ? "443" : "80";
  return hash(`${isThisComputer(url) ? "loopback" : hostname}:${port || usual}`).toString(36).padStart(
    7,
    "0",
  );
}

/** The mark in an address that a check has registered; undefined in any other. */
export function markOf(address: string): string | undefined {
  return /^wss?:\/\/check-([0-9a-z]{7})-[a-z]{8}\.invalid[:/]/.exec(address)?.[1];
}
