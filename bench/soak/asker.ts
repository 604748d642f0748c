/** Asks one node, one question at a time, and bears that the node is away. */
import { RawClient, upgradeRequest } from "../../tests/raw_client.ts";

/** A node's answer, as far as a soak reads it. */
export interface Answer {
  readonly status: number;
  readonly error?: string;
  readonly response?: { readonly peers?: readonly string[] };
}

/**
 * Whether a node said that it can't keep an address now: 500 of a disk that is full, 503 of a Redis that is away. A 500 of a
 * bug is none of them.
 *
 * @example
 * ```ts
 * import { isRefusal } from "./asker.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isRefusal({ status: 503 }), true);
 * assert.equal(isRefusal({ status: 500, error: "The peer store can't be written: database or disk is full." }), true);
 * assert.equal(isRefusal({ status: 500, error: "Internal error, request id 1." }), false);
 * assert.equal(isRefusal({ status: 400 }), false);
 * ```
 */
export function isRefusal({ status, error = "" }: Answer): boolean {
  return status === 503 || status === 500 && error.startsWith("The peer store can't be written");
}

/** A connection that is made anew after it broke. */
export class Asker implements Disposable {
  readonly #port: number;
  readonly #patience_ms: number;
  #client: RawClient | undefined;

  /** @param patience_ms An answer that takes longer counts as none. */
  constructor(port: number, patience_ms = 30_000) {
    this.#port = port;
    this.#patience_ms = patience_ms;
  }

  /** Undefined where no answer came. */
  async ask(op: string, args: object = {}): Promise<Answer | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const is_new = this.#client === undefined;
      const client = this.#client ??= await RawClient.dial(this.#port);
      timer = setTimeout(() => client.drop(), this.#patience_ms);
      if (is_new) await upgrade(client, this.#port);
      return JSON.parse(await client.ask(JSON.stringify({ op, args })));
    } catch {
      this[Symbol.dispose]();
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  [Symbol.dispose](): void {
    this.#client?.drop();
    this.#client = undefined;
  }
}

async function upgrade(client: RawClient, port: number): Promise<void> {
  await client.write(upgradeRequest(port));
  const head = await client.readHead();
  if (!head.startsWith("HTTP/1.1 101 ")) throw new Error(`Expected 101, got: ${head}`);
}
