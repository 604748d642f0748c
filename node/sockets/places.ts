/** The addresses at which `--host` makes a node listen: one, or one of each family on the same port. */
import ipaddr from "ipaddr.js";
import { scopeOfIp } from "../../discovery/address/scope.ts";

/** One address to listen at. */
export interface Place {
  readonly hostname: string;
  readonly port: number;
}

/** Takes a port until it is closed. `Deno.listen`; a test brings its own. */
export type Bind = (place: Place) => { readonly addr: { readonly port: number }; close(): void };

/**
 * True for every spelling of `::` and `0.0.0.0`, which mean every interface.
 *
 * @example
 * ```ts
 * import { isEveryInterface } from "./places.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(["::", "[::]", "0::0", "0.0.0.0"].every(isEveryInterface));
 * assert.ok(!isEveryInterface("127.0.0.1"));
 * ```
 */
export function isEveryInterface(host: string): boolean {
  const ip = hostWithoutBrackets(host);
  return ipaddr.isValid(ip) && ipaddr.parse(ip).range() === "unspecified";
}

/**
 * A host without the brackets of an IPv6 literal, as sockets want it.
 *
 * @example
 * ```ts
 * import { hostWithoutBrackets } from "./places.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(hostWithoutBrackets("[::1]"), "::1");
 * ```
 */
export function hostWithoutBrackets(host: string): string {
  return /^\[.*\]$/.test(host) ? host.slice(1, -1) : host;
}

/**
 * The addresses at which a node must listen so that all callers that the host means can reach it. `::` means both
 * families: one address if the system hands IPv4 to it as well, otherwise a second one, `0.0.0.0`. Without IPv6 it is
 * `0.0.0.0` alone. `localhost` means both loopback addresses, as far as they exist.
 *
 * Each is taken for a moment, to learn what the system allows and whether another program is there. A test connection
 * could not tell which program answers, least of all under TLS.
 *
 * @param port 0 lets the system pick one, the same for both.
 * @throws {Deno.errors.AddrInUse} Another program listens there, even if for one family only.
 * @throws {Deno.errors.AddrNotAvailable} This machine has no such address.
 */
export function placesOf(host: string, port: number, bind: Bind = Deno.listen): Place[] {
  const hostname = hostWithoutBrackets(host);
  const name = hostname.toLowerCase();
  const both = name === "localhost"
    ? loopbackPlaces
    : isEveryInterface(host) && isIpv6(hostname) && anyPlaces;
  if (!both) return [{ hostname, port }];
  for (let tries_left = port === 0 ? port_tries_max : 1;; tries_left--) {
    try {
      return both(port, bind);
    } catch (error) {
      // A picked port may be free for one family and taken for the other.
      if (!(error instanceof Deno.errors.AddrInUse) || tries_left <= 1) throw error;
    }
  }
}

/**
 * The addresses at which only callers of this computer reach a node that listens at the given places.
 *
 * @example
 * ```ts
 * import { localPlaces } from "./places.ts";
 * import assert from "node:assert/strict";
 *
 * const bind = ({ port }: { port: number }) => ({ addr: { port }, close: () => {} });
 * const both = localPlaces([{ hostname: "::", port: 9000 }], bind);
 * assert.deepEqual(both.map(({ hostname }) => hostname), ["127.0.0.1", "::1"]);
 * assert.deepEqual(localPlaces([{ hostname: "192.168.1.7", port: 9000 }]), []);
 * ```
 */
export function localPlaces(places: readonly Place[], bind: Bind = Deno.listen): Place[] {
  const names = places.flatMap(({ hostname }) => {
    if (isEveryInterface(hostname)) return isIpv6(hostname) ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
    return scopeOfIp(hostname) === "loopback" ? [hostname] : [];
  });
  const port = places[0]!.port;
  return [...new Set(names)].filter((hostname) => isFree({ hostname, port }, bind))
    .map((hostname) => ({ hostname, port }));
}

/** How many ports the system may pick before one is free for both families. */
const port_tries_max = 20;

function loopbackPlaces(wanted: number, bind: Bind): Place[] {
  const port = tried("127.0.0.1", wanted, bind);
  const six = tried("::1", port ?? wanted, bind);
  const found = [["127.0.0.1", port], ["::1", six]] as const;
  const places = found.flatMap(([hostname, taken]) =>
    taken === undefined ? [] : [{ hostname, port: port ?? taken }]
  );
  if (places.length === 0) throw new Deno.errors.AddrNotAvailable("no loopback address");
  return places;
}

function anyPlaces(wanted: number, bind: Bind): Place[] {
  const four = tried("0.0.0.0", wanted, bind);
  const port = four ?? wanted;
  // Some systems let two programs have one port, one of them on a single address. That program would get the callers.
  if (port !== 0) { for (const hostname of ["127.0.0.1", "::1"]) tried(hostname, port, bind); }
  const six = attempt("::", port, bind);
  if (six === undefined) {
    if (four === undefined) throw new Deno.errors.AddrNotAvailable("neither IPv4 nor IPv6");
    return [{ hostname: "0.0.0.0", port }];
  }
  try {
    const places = [{ hostname: "::", port: six.addr.port }];
    // IPv4 was free before. If it still is, `::` does not get its callers.
    const beside = { hostname: "0.0.0.0", port };
    if (four !== undefined && isFree(beside, bind)) places.push(beside);
    return places;
  } finally {
    six.close();
  }
}

/** Whether a node can listen there. A system without IPv6 has no `::1`. */
function isFree({ hostname, port }: Place, bind: Bind): boolean {
  try {
    return tried(hostname, port, bind) !== undefined;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}

/** Takes a port for a moment. Undefined where this machine has no such address. */
function tried(hostname: string, port: number, bind: Bind): number | undefined {
  const taken = attempt(hostname, port, bind);
  taken?.close();
  return taken?.addr.port;
}

function attempt(hostname: string, port: number, bind: Bind): ReturnType<Bind> | undefined {
  try {
    return bind({ hostname, port });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** EADDRNOTAVAIL, or EAFNOSUPPORT (Linux 97, macOS 47, Windows 10047): the system lacks the address or its family. */
function isMissing(error: unknown): boolean {
  if (error instanceof Deno.errors.AddrNotAvailable) return true;
  return error instanceof Error && /os error (97|47|10047)\)/.test(error.message);
}

function isIpv6(host: string): boolean {
  return host.includes(":");
}
