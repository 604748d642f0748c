/** Short names for addresses, for places where a whole one has no room. */

/** Characters of a label at most. */
export const label_length_max = 18;

/**
 * Address -> label: the part in which the addresses differ. Where all are on one host that is the port.
 *
 * @example
 * ```ts
 * import { labelAddresses } from "./labels.ts";
 * import assert from "node:assert/strict";
 *
 * const on_one_host = labelAddresses(["ws://127.0.0.1:9000/ws", "ws://127.0.0.1:9001/ws"]);
 * assert.deepEqual([...on_one_host.values()], [":9000", ":9001"]);
 * const apart = labelAddresses(["ws://10.0.0.7:9000/ws", "wss://fox.example/ws"]);
 * assert.deepEqual([...apart.values()], ["10.0.0.7:9000", "fox.example"]);
 * ```
 */
export function labelAddresses(addresses: readonly string[]): Map<string, string> {
  const parts = addresses.map((addr) => [addr, URL.parse(addr)] as const);
  const hosts = new Set(parts.map(([addr, url]) => url?.hostname ?? addr));
  return new Map(parts.map(([addr, url]) => {
    if (url === null) return [addr, cut(addr)];
    if (hosts.size === 1 && addresses.length > 1 && url.port !== "") return [addr, `:${url.port}`];
    return [addr, cut(url.host)];
  }));
}

/**
 * Whether a label has lost its middle, so that it is no part of the address.
 *
 * @example
 * ```ts
 * import { isCut, labelAddresses } from "./labels.ts";
 * import assert from "node:assert/strict";
 *
 * const labels = labelAddresses(["ws://10.0.0.7:9000/ws", "ws://a-long-name.of-a-node.example:9000/ws"]);
 * assert.deepEqual([...labels.values()].map(isCut), [false, true]);
 * ```
 */
export function isCut(label: string): boolean {
  return label.indexOf("…") > 0;
}

/** The end tells more than the middle: it has the port. */
function cut(text: string): string {
  const characters = [...text];
  if (characters.length <= label_length_max) return text;
  return `${characters.slice(0, label_length_max - 7).join("")}…${characters.slice(-6).join("")}`;
}
