/**
 * The caller of a request: its IP and its scope. Limits follow from these. The right to steer follows from a key alone.
 */
import { type Scope, scopeOfIp, unmap } from "../../discovery/address/scope.ts";
import { parseHost } from "./host_name.ts";
import { isMarkedByProxy, type Proxies } from "./proxies.ts";

/** A caller of the node's HTTP port, read before any upgrade. */
export interface Caller {
  /** IP literal; IPv4-mapped IPv6 as IPv4. Behind a proxy of ours, the IP that it names. */
  readonly ip: string;
  /**
   * It decides which limits apply. Public, whatever its IP, is a page of a foreign origin, a proxied caller, and a
   * caller that reached a loopback address under another name.
   */
  readonly scope: Scope;
  /** True for a caller that looks like the person at this machine. A proxy that adds no header looks so, too. */
  readonly local: boolean;
}

/**
 * Reads the caller from the socket's address and the request's headers.
 *
 * @param remote_ip As the socket tells it.
 * @param proxies Proxies that are believed. A caller through one is public, with the IP that the proxy names.
 *
 * @example A rebound DNS name is not local
 * ```ts
 * import { callerOf } from "./caller.ts";
 * import assert from "node:assert/strict";
 *
 * const local = new Headers({ host: "localhost:9000" });
 * const rebound = new Headers({ host: "evil.example:9000" });
 * assert.equal(callerOf("127.0.0.1", local).local, true);
 * assert.equal(callerOf("127.0.0.1", rebound).scope, "public");
 * ```
 */
export function callerOf(remote_ip: string, headers: Headers, proxies?: Proxies): Caller {
  const client = proxies?.clientOf(remote_ip, headers);
  if (client !== undefined) return { ip: client, scope: "public", local: false };
  const ip = unmap(remote_ip);
  const scope = scopeOfIp(ip);
  if (isMarkedByProxy(headers) || isForeignOrigin(headers)) return { ip, scope: "public", local: false };
  if (scope !== "loopback") return { ip, scope, local: false };
  const local = isLoopbackName(parseHost(headers.get("host"))?.name ?? "");
  return { ip, scope: local ? "loopback" : "public", local };
}

function isLoopbackName(name: string): boolean {
  return name === "localhost" || scopeOfIp(name) === "loopback";
}

/**
 * True when a page of another site made its visitor's browser send this request, also one without an Origin (an image,
 * a frame). Programs send neither header.
 *
 * @example
 * ```ts
 * import { isForeignPage } from "./caller.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isForeignPage(new Headers({ host: "localhost:9000", "sec-fetch-site": "same-origin" })), false);
 * assert.equal(isForeignPage(new Headers({ host: "localhost:9000", "sec-fetch-site": "cross-site" })), true);
 * assert.equal(isForeignPage(new Headers({ host: "localhost:9000", origin: "https://evil.example" })), true);
 * ```
 */
export function isForeignPage(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  return isForeignOrigin(headers) || (site !== null && site !== "same-origin" && site !== "none");
}

/** True when a page of another origin made its visitor's browser send this request. Programs send no Origin. */
function isForeignOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  return origin !== null && URL.parse(origin)?.host !== headers.get("host")?.toLowerCase();
}
