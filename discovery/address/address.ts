/**
 * Peer addresses: which texts name a node that somebody could dial, and when two texts name the same one.
 * Nothing is resolved or dialled here.
 */
import { groupsOf, ipv6Text, mappedOctets } from "./ip_text.ts";
import { undialableKind, unmap } from "./scope.ts";
import { address_characters_max } from "./limits.ts";

/** A text that passed {@linkcode parseAddress}. */
export interface Address {
  /** The text as it was written; this is what `peers` lists. */
  readonly addr: string;
  /** Canonical form: two addresses with the same key are the same row. */
  readonly key: string;
  /** Lower-case name (ASCII, punycode) or IP literal without brackets. */
  readonly host: string;
  /** 1 to 65535; the scheme's default (80 or 443) where none is written. */
  readonly port: number;
  /** True for `wss://`. */
  readonly secure: boolean;
}

/** Either an address or the reason why the text is none, in the words `register` gives with `detail`. */
export type AddressResult =
  | { readonly address: Address; readonly fault?: undefined }
  | { readonly fault: string; readonly address?: undefined };

const SCHEME = /^wss?:\/\//;
// deno-lint-ignore no-control-regex
const UNDIALLABLE = /[\s\\\u0000-\u001f\u007f-\u009f]/;

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}`;
const NAME = "(?:(?!xn--)[a-z0-9-]+\\.)*(?!xn--)[a-z][a-z0-9-]*";
const HEX_IPV4 = "0x[0-9a-f]{1,8}";
const HEX = new RegExp(`^${HEX_IPV4}$`);
/** Segments that don't begin with a dot or an escaped dot. The URL parser may take such segments out. */
const PATH = "(?:/(?:[\\w~!$&'()*+,;=:@-][\\w~!$&'()*+,;=:@%.-]*)?)*";
/** What nearly all addresses look like: an ASCII name or IP, perhaps a port, and a path that is canonical as it is. */
const USUAL = new RegExp(
  `^wss?://(${NAME}|${IPV4}|${HEX_IPV4}|\\[[0-9a-fA-F:]+\\])(?::([1-9][0-9]{0,4}))?(${PATH})$`,
);

/**
 * Reads one peer address by the lecture's rule (begins with `ws://` or `wss://`, lower case) and this node's
 * (somebody could dial it). Never throws.
 *
 * @example Spellings of one address share a key
 * ```ts
 * import { parseAddress } from "./address.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(parseAddress("ws://A:80").address?.key, "ws://a/");
 * assert.equal(parseAddress("http://a").fault, "does not begin with ws:// or wss://");
 * ```
 */
export function parseAddress(text: string): AddressResult {
  if (!SCHEME.test(text)) return { fault: "does not begin with ws:// or wss://" };
  if (text.length > address_characters_max) return { fault: "longer than 256 characters" };
  return dialable(usualAddress(text) ?? anyAddress(text));
}

/**
 * The key under which an address is stored, also where {@linkcode parseAddress} refuses its host: an earlier version may
 * have kept it.
 *
 * @example
 * ```ts
 * import { storedKey } from "./address.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(storedKey("ws://A:80"), "ws://a/");
 * assert.equal(storedKey("ws://0:9000"), "ws://0.0.0.0:9000/");
 * assert.equal(storedKey("http://a"), undefined);
 * ```
 */
export function storedKey(text: string): string | undefined {
  if (!SCHEME.test(text) || text.length > address_characters_max) return undefined;
  return (usualAddress(text) ?? anyAddress(text)).address?.key;
}

function dialable(result: AddressResult): AddressResult {
  const kind = result.address === undefined ? undefined : undialableKind(result.address.host);
  return kind === undefined ? result : { fault: `has a host that nobody can dial (${kind})` };
}

/** Reads a usual address, several times faster than the URL parser; undefined where that must look. */
function usualAddress(text: string): AddressResult | undefined {
  const parts = USUAL.exec(text);
  if (parts === null) return undefined;
  const [, written = "", digits, path] = parts;
  const host = usualHost(written);
  if (host === undefined) return undefined;
  const secure = text.startsWith("wss");
  const default_port = secure ? 443 : 80;
  const port = digits === undefined ? default_port : Number(digits);
  if (port > 65_535) return undefined;
  const is_canonical = host === written && path !== "" && (digits === undefined || port !== default_port);
  const key = is_canonical ? text : keyOf({ secure, host, port, path: path || "/" });
  return { address: { addr: text, key, host, port, secure } };
}

/** The canonical form of a host that {@linkcode USUAL} lets through; undefined where the URL parser must look. */
function usualHost(written: string): string | undefined {
  if (written.startsWith("[")) {
    const groups = groupsOf(written.slice(1, -1));
    if (groups === undefined) return undefined;
    return mappedOctets(groups)?.join(".") ?? ipv6Text(groups);
  }
  if (HEX.test(written)) {
    const ip = Number(written);
    return [ip >>> 24, ip >>> 16 & 255, ip >>> 8 & 255, ip & 255].join(".");
  }
  return written;
}

/** What two spellings of one address share; a default port is left out. */
function keyOf({ secure, host, port, path }: { secure: boolean; host: string; port: number; path: string }) {
  const literal = host.includes(":") ? `[${host}]` : host;
  const written_port = port === (secure ? 443 : 80) ? "" : `:${port}`;
  return `${secure ? "wss" : "ws"}://${literal}${written_port}${path}`;
}

function anyAddress(text: string): AddressResult {
  if (!text.isWellFormed()) return { fault: "is not a valid URL" };
  if (UNDIALLABLE.test(text)) return { fault: "contains spaces, control characters or backslashes" };
  if (text.includes("#")) return { fault: "has a fragment" };
  if (text.includes("?")) return { fault: "has a query" };
  const secure = text.startsWith("wss");
  const rest = text.slice(secure ? 6 : 5);
  const authority = rest.split("/", 1)[0]!;
  if (authority.includes("@")) return { fault: "has credentials" };
  // The URL parser would skip further slashes and take the first path segment for the host.
  if (authority === "" || authority.startsWith(":")) return { fault: "has no host" };
  const url = URL.parse(text);
  if (url === null) return { fault: "is not a valid URL" };
  if (url.port === "0") return { fault: "has port 0" };
  const host = canonicalHost(url.hostname);
  if (host === "") return { fault: "has no host" };
  // No DNS name has an empty label, but the URL parser lets them through.
  if (host.split(".").includes("")) return { fault: "is not a valid URL" };
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const key = keyOf({ secure, host, port, path: url.pathname });
  return { address: { addr: text, key, host, port, secure } };
}

/** Brackets off, IPv4-mapped IPv6 as IPv4, and `host.` (the DNS root written out) as `host`. */
function canonicalHost(hostname: string): string {
  if (hostname.startsWith("[")) return unmap(hostname.slice(1, -1));
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}
