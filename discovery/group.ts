/** Network groups: whose addresses count as one owner's. Nothing is resolved here. */
import ipaddr from "ipaddr.js";
import { type Address, parseAddress } from "./address.ts";
import { isIp, type Scope, scopeOfIp } from "./scope.ts";

/** An address with what can be told of its place without asking anybody. */
export interface Target extends Address {
  /** Scope of the host; a name counts as public until it was dialled. */
  readonly scope: Scope;
  readonly group: string;
  /** True when the host is an IP literal. */
  readonly literal: boolean;
}

/**
 * The group of an address: public IPv4 /16, public IPv6 /32, private hosts for themselves, loopback by port (a
 * cluster on one laptop), names by their last two labels.
 *
 * @param host IP literal (IPv4-mapped IPv6 already as IPv4) or lower-case name.
 *
 * @example
 * ```ts
 * import { groupOf } from "./group.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(groupOf("203.0.113.7", 9000), "203.0");
 * assert.equal(groupOf("127.0.0.1", 9001), "127.0.0.1:9001");
 * assert.equal(groupOf("node.lab.example.org", 80), "example.org");
 * ```
 */
export function groupOf(host: string, port: number): string {
  if (!isIp(host)) {
    return isLocalName(host) ? `${host}:${port}` : host.split(".").slice(-2).join(".");
  }
  const scope = scopeOfIp(host);
  if (scope === "loopback") return `${host}:${port}`;
  if (scope === "private") return host;
  const ip = ipaddr.process(host);
  const bytes = ip.toByteArray();
  if (ip.kind() === "ipv4") return `${bytes[0]}.${bytes[1]}`;
  return bytes.slice(0, 4).map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Reads one address and finds its place; undefined when nobody could dial it.
 *
 * @example
 * ```ts
 * import { locate } from "./group.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(locate("ws://localhost:9000/ws")?.scope, "loopback");
 * assert.equal(locate("http://localhost"), undefined);
 * ```
 */
export function locate(text: string): Target | undefined {
  const { address } = parseAddress(text);
  return address === undefined ? undefined : placeOf(address);
}

/** Finds the place of an address that was read already. */
export function placeOf(address: Address): Target {
  const literal = isIp(address.host);
  const scope = isLocalName(address.host) ? "loopback" : scopeOfIp(address.host);
  return { ...address, literal, scope, group: groupOf(address.host, address.port) };
}

/** Names that RFC 6761 keeps on this machine. */
function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}
