/** Who is calling: which IP, how far away, and whether it is the person at this machine. */
import { type Scope, scopeOfIp, unmap } from "../discovery/scope.ts";

/** A caller of the node's HTTP port, read before any upgrade. */
export interface Caller {
  /** IP literal; IPv4-mapped IPv6 as IPv4. */
  readonly ip: string;
  /**
   * What limits apply. A page of a foreign origin, a proxied caller and one that reached a loopback address under
   * another name count as public, whatever their IP.
   */
  readonly scope: Scope;
  /** True for the person at this machine: only they get the loopback limits and the page's controls. */
  readonly local: boolean;
}

/**
 * Reads the caller from the socket's address and the request's headers.
 *
 * @param remote_ip As the socket tells it.
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
export function callerOf(remote_ip: string, headers: Headers): Caller {
  const ip = unmap(remote_ip);
  const scope = scopeOfIp(ip);
  const proxied = headers.has("forwarded") || headers.has("x-forwarded-for");
  if (proxied || isForeignOrigin(headers)) return { ip, scope: "public", local: false };
  if (scope !== "loopback") return { ip, scope, local: false };
  const local = isLoopbackName(hostnameOf(headers.get("host") ?? ""));
  return { ip, scope: local ? "loopback" : "public", local };
}

/**
 * The name or IP literal in a `Host` header, without port and brackets, in lower case.
 *
 * @example
 * ```ts
 * import { hostnameOf } from "./caller.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(hostnameOf("[::1]:9000"), "::1");
 * assert.equal(hostnameOf("LOCALHOST"), "localhost");
 * ```
 */
export function hostnameOf(host: string): string {
  const name = host.startsWith("[") ? host.slice(1).split("]", 1)[0]! : host.split(":", 1)[0]!;
  return name.toLowerCase();
}

function isLoopbackName(name: string): boolean {
  return name === "localhost" || scopeOfIp(name) === "loopback";
}

/**
 * True when a page of another site makes its visitor's browser ask, also where no Origin is sent (an image, a frame).
 * Programs send neither header.
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

/** True when a page of another origin makes its visitor's browser call us. Programs send no Origin. */
function isForeignOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  return origin !== null && URL.parse(origin)?.host !== headers.get("host")?.toLowerCase();
}
