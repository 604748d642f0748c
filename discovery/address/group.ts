/** Network groups: which addresses count as one owner's. Nothing is resolved here. */
import { type Address, parseAddress } from "./address.ts";
import { type Ip, readIp, type Scope, scopeOf } from "./scope.ts";

/** An address, and what its text alone tells of its place. */
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
  const ip = readIp(host);
  return ip === undefined ? groupOfName(host, port) : groupOfIp(host, port, ip, scopeOf(ip));
}

function groupOfName(host: string, port: number): string {
  return isLocalName(host) ? `${host}:${port}` : host.split(".").slice(-2).join(".");
}

function groupOfIp(host: string, port: number, ip: Ip, scope: Scope): string {
  if (scope === "loopback") return `${host}:${port}`;
  if (scope === "private") return host;
  const bytes = ip.toByteArray();
  if (ip.kind() === "ipv4") return `${bytes[0]}.${bytes[1]}`;
  return bytes.slice(0, 4).map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Reads one address and finds its place. Undefined where nobody could dial it.
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
  const { addr, key, host, port, secure } = address;
  const ip = readIp(host);
  const own_scope = ip === undefined ? "public" : scopeOf(ip);
  const group = ip === undefined ? groupOfName(host, port) : groupOfIp(host, port, ip, own_scope);
  const scope = isLocalName(host) ? "loopback" : own_scope;
  return { addr, key, host, port, secure, literal: ip !== undefined, scope, group };
}

/** Names that RFC 6761 keeps on this machine. */
function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}
