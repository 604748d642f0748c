/** The proxies in front of a node: how their requests are recognised, and which caller they name. */
import ipaddr from "ipaddr.js";
import { isIp, unmap } from "../../discovery/address/scope.ts";

/**
 * Headers that proxies add. A caller with one of them is not at this computer, whatever its IP. A proxy that adds none
 * can't be told from a neighbour, so no right depends on it.
 */
const marks = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-forwarded-server",
  "x-forwarded-prefix",
  "x-real-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-original-forwarded-for",
  "cf-connecting-ip",
  "true-client-ip",
  "fastly-client-ip",
  "fly-client-ip",
] as const;

/**
 * Whether a proxy says that it passed this request on.
 *
 * @example
 * ```ts
 * import { isMarkedByProxy } from "./proxies.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isMarkedByProxy(new Headers({ via: "1.1 cache" })), true);
 * assert.equal(isMarkedByProxy(new Headers({ host: "localhost" })), false);
 * ```
 */
export function isMarkedByProxy(headers: Headers): boolean {
  return marks.some((name) => headers.has(name));
}

/**
 * Proxies whose word on their caller is believed (`--proxy`). The named IP is used for limits only, never for the right
 * to steer.
 *
 * @example
 * ```ts
 * import { Proxies } from "./proxies.ts";
 * import assert from "node:assert/strict";
 *
 * const proxies = new Proxies(["127.0.0.1"]);
 * const headers = new Headers({ "x-forwarded-for": "10.9.9.9, 203.0.113.7" });
 * assert.equal(proxies.clientOf("127.0.0.1", headers), "203.0.113.7");
 * assert.equal(proxies.clientOf("192.0.2.1", headers), undefined);
 * ```
 */
export class Proxies {
  readonly #ips: ReadonlySet<string>;

  /** @param ips IP literals without brackets. */
  constructor(ips: readonly string[]) {
    this.#ips = new Set(ips.map(spelled));
  }

  /**
   * The IP for which a proxy of ours calls: the last one in `X-Forwarded-For` that is not a proxy of ours. The client
   * wrote what stands before it, and may lie.
   *
   * @param remote_ip As the socket tells it.
   * @returns The proxy's own IP where it names none; undefined where the caller is not a proxy of ours.
   */
  clientOf(remote_ip: string, headers: Headers): string | undefined {
    if (this.#ips.size === 0) return undefined;
    let ip = spelled(remote_ip);
    if (!this.#ips.has(ip)) return undefined;
    const hops = headers.get("x-forwarded-for")?.split(",") ?? [];
    // A text that is no IP ends the search: any client may have written what stands before it.
    for (let hop = hops.pop(); hop !== undefined && this.#ips.has(ip); hop = hops.pop()) {
      const found = ipOf(hop.trim());
      if (found === undefined) break;
      ip = found;
    }
    return ip;
  }
}

/**
 * Reads an IP in `X-Forwarded-For`: some proxies add a port, and put IPv6 into brackets.
 *
 * @returns Undefined for every other text, e.g. `unknown`.
 */
function ipOf(text: string): string | undefined {
  const [, ipv6, ipv4] = /^(?:\[([0-9a-fA-F:.]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? [];
  const ip = ipv6 ?? ipv4 ?? text;
  return isProxyIp(ip) ? spelled(ip) : undefined;
}

/**
 * Whether `--proxy` takes a text: an IP literal in its usual form, without brackets, port, zone or mask.
 *
 * @example
 * ```ts
 * import { isProxyIp } from "./proxies.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isProxyIp("2001:db8::1"), true);
 * assert.equal(isProxyIp("10.0.0.0/8"), false);
 * ```
 */
export function isProxyIp(text: string): boolean {
  if (text.length > 45 || text.includes("%")) return false;
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && isIp(text));
}

/** One spelling of each IP. */
function spelled(ip: string): string {
  const plain = unmap(ip);
  return plain.includes(":") && isIp(plain) ? ipaddr.parse(plain).toString() : plain;
}
