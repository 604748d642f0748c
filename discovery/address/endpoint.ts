/** An IP and a port as one text: where exactly one program listens. */

/**
 * The text.
 *
 * @param ip IPv4-mapped IPv6 as IPv4.
 *
 * @example
 * ```ts
 * import { endpointOf } from "./endpoint.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(endpointOf("127.0.0.1", 9000), "127.0.0.1:9000");
 * assert.equal(endpointOf("::1", 9000), "[::1]:9000");
 * ```
 */
export function endpointOf(ip: string, port: number): string {
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}
