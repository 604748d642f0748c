/**
 * The key that gives the right to steer a node, and the code that a page exchanges for it once. `key_file.ts` has the
 * file, `key_guard.ts` the routes.
 */
import process from "node:process";
import { code_lifetime_ms } from "./limits.ts";

/** Random bytes of a key. 128 bits can't be guessed, and the page's link still fits into a line of a terminal. */
const key_bytes = 16;

/**
 * A new key from the system's random numbers.
 *
 * @example
 * ```ts
 * import { drawKey, isKey } from "./steering_key.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(isKey(drawKey()));
 * assert.notEqual(drawKey(), drawKey());
 * ```
 */
export function drawKey(): string {
  return crypto.getRandomValues(new Uint8Array(key_bytes)).toHex();
}

/** Whether a text has the form of a key: 32 digits of hexadecimal, in lower case. */
export function isKey(text: string): boolean {
  return text.length === 2 * key_bytes && /^[0-9a-f]+$/.test(text);
}

/**
 * The key of one node. A caller that has it may steer, from any place. Nothing else gives that right.
 *
 * @example
 * ```ts
 * import { SteeringKey } from "./steering_key.ts";
 * import assert from "node:assert/strict";
 *
 * const key = new SteeringKey();
 * assert.equal(key.fits(key.text), true);
 * assert.equal(key.fits("0".repeat(32)), false);
 * const code = key.drawCode();
 * assert.deepEqual([key.redeem(code), key.redeem(code)], [true, false]);
 * ```
 */
export class SteeringKey {
  /** The key. It is never written to a log. */
  readonly text: string;
  readonly #now_ms: () => number;
  #code: { readonly text: string; readonly until_ms: number } | undefined;

  /**
   * @param now_ms Milliseconds on a clock that never goes back.
   */
  constructor(text: string = drawKey(), now_ms: () => number = () => performance.now()) {
    if (!isKey(text)) throw new Error("expected 32 digits of hexadecimal as a key");
    this.text = text;
    this.#now_ms = now_ms;
  }

  /** Whether this is the key. The time that it takes does not depend on the text, only on its length. */
  fits(given: string): boolean {
    return areEqual(given, this.text);
  }

  /**
   * A code that stands for the key once, within {@linkcode code_lifetime_ms}. Every user of the computer can see a
   * program's arguments. So a browser is started with a code, not with the key. An earlier code becomes invalid.
   */
  drawCode(): string {
    const text = drawKey();
    this.#code = { text, until_ms: this.#now_ms() + code_lifetime_ms };
    return text;
  }

  /** Whether the code stands for the key now. It does so only once. A wrong code changes nothing. */
  redeem(given: string): boolean {
    if (this.#code === undefined || !areEqual(given, this.#code.text)) return false;
    const in_time = this.#now_ms() <= this.#code.until_ms;
    this.#code = undefined;
    return in_time;
  }
}

/** Compares in constant time. The length is no secret. */
function areEqual(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  const [a, b] = [given, expected].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
  // Loaded at the first key: an import would make every start 7 ms longer.
  return a.length === b.length && process.getBuiltinModule("node:crypto").timingSafeEqual(a, b);
}
