/** Fills a server's store through its own `register`. */
import { openConnection } from "./client.ts";
import { AnswerReader, frameOf } from "./frames.ts";

/** Addresses in one message: their text stays under the limit of a message from this machine. */
const list_length_max = 10_000;

/**
 * Addresses as `peers` lists them when so many were registered: newest first.
 *
 * @example
 * ```ts
 * import { addressesOf } from "./fill.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(addressesOf(2), ["ws://peer-2.example:9000/ws", "ws://peer-1.example:9000/ws"]);
 * ```
 */
export function addressesOf(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `ws://peer-${count - n}.example:9000/ws`);
}

/**
 * Registers so many addresses.
 *
 * @throws {Error} The server answers anything but 202.
 */
export async function fill(port: number, count: number): Promise<void> {
  const socket = await openConnection(port);
  const addresses = addressesOf(count).reverse();
  let accepted = Promise.withResolvers<void>();
  const reader = new AnswerReader('{"status":202', () => accepted.resolve());
  socket.on("data", (chunk: Uint8Array) => {
    const fault = reader.read(chunk);
    if (fault !== undefined) accepted.reject(new Error(`The store could not be filled: ${fault}`));
  });
  for (let first = 0; first < count; first += list_length_max) {
    const addr = addresses.slice(first, first + list_length_max);
    accepted = Promise.withResolvers();
    socket.write(frameOf(JSON.stringify({ op: "register", args: { addr } })));
    await accepted.promise;
  }
  socket.destroy();
}
