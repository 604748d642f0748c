/** Which addresses of a class list lead to one program, however they are written. */
import { parseAddress } from "../../discovery/address/address.ts";

/** Names of this computer as itself (RFC 6761, section 6.3). */
const this_computer = /^(localhost|.+\.localhost|127\.[\d.]+|::1)$/;

/**
 * Names the program behind an address: one port of one computer. Two students with the same one share a node.
 *
 * @returns The text as it is where it is no address.
 *
 * @example
 * ```ts
 * import { programOf } from "./same_node.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(programOf("ws://localhost:9000/ws"), programOf("ws://127.0.0.1:9000/"));
 * assert.equal(programOf("ws://FOX.example/ws"), programOf("ws://fox.example.:80/ws/"));
 * assert.notEqual(programOf("ws://localhost:9000/ws"), programOf("ws://localhost:9001/ws"));
 * ```
 */
export function programOf(url: string): string {
  const { address } = parseAddress(url);
  if (address === undefined) return url;
  const host = address.host.replace(/\.$/, "");
  return `${this_computer.test(host) ? "this computer" : host} ${address.port}`;
}

/** Names the place in a program that a check talks to: its path counts, a slash at its end does not. */
export function placeOf(url: string): string {
  const path = URL.parse(url)?.pathname.replace(/\/+$/, "") ?? "";
  return `${programOf(url)} ${path}`;
}
