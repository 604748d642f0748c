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
 * Addresses of this machine where nobody listens, for a node that may dial what it stores.
 *
 * @param count Up to 16 million.
 */
export function deadAddressesOf(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `ws://127.${n >> 16}.${n >> 8 & 255}.${n & 255}:9/ws`);
}

/**
 * Registers addresses, the last of a list first, so that `peers` lists them in the list's order.
 *
 * @throws {Error} The server answers anything but 202.
 */
export async function fill(port: number, addresses: readonly string[]): Promise<void> {
  const socket = await openConnection(port);
  const oldest_first = addresses.toReversed();
  let accepted = Promise.withResolvers<void>();
  const reader = new AnswerReader('{"status":202', () => accepted.resolve());
  socket.on("data", (chunk: Uint8Array) => {
    const fault = reader.read(chunk);
    if (fault !== undefined) accepted.reject(new Error(`The store could not be filled: ${fault}`));
  });
  for (let first = 0; first < addresses.length; first += list_length_max) {
    const addr = oldest_first.slice(first, first + list_length_max);
    accepted = Promise.withResolvers();
    socket.write(frameOf(JSON.stringify({ op: "register", args: { addr } })));
    await accepted.promise;
  }
  socket.destroy();
}
