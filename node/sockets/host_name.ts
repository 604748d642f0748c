/** Reads a `Host` header strictly: a name or an IP literal, with or without a port. Anything else is refused. */
import ipaddr from "ipaddr.js";

/** What a `Host` header names. */
export interface HostName {
  /** Lower case, without brackets and without the dot that ends an absolute name. */
  readonly name: string;
  /** 1 to 65535; undefined where the header names none. */
  readonly port?: number;
}

/** Longest name of DNS (RFC 1035). */
const name_characters_max = 253;
/** Longest header: such a name with a dot at its end and a port. */
const characters_max = name_characters_max + 1 + 6;

/** An IPv6 literal in brackets, or labels of letters, digits, `-` and `_`; then a port. */
const form = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*)\.?)(?::(\d{1,5}))?$/;

/**
 * Takes a `Host` header apart (RFC 9110, section 7.2). A lenient reader would call `[localhost]evil.example` and
 * `127.0.0.1:80@evil.example` local.
 *
 * @param host Undefined or null where there is no such header. Two headers come as one text with a comma.
 * @returns Undefined where it names no host.
 *
 * @example
 * ```ts
 * import { parseHost } from "./host_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseHost("[::1]:9000"), { name: "::1", port: 9000 });
 * assert.deepEqual(parseHost("LOCALHOST"), { name: "localhost" });
 * assert.equal(parseHost("[localhost]evil.example"), undefined);
 * ```
 */
export function parseHost(host: string | null | undefined): HostName | undefined {
  if (host === null || host === undefined || host.length > characters_max) return undefined;
  const [, ipv6, text, digits] = form.exec(host.toLowerCase()) ?? [];
  const name = ipv6 ?? text;
  if (name === undefined || (ipv6 === undefined ? !isName(name) : !ipaddr.IPv6.isValid(ipv6))) {
    return undefined;
  }
  if (digits === undefined) return { name };
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? { name, port } : undefined;
}

/** A name that ends in a number is an IPv4 literal (WHATWG's URL). Only its usual spelling is taken. */
function isName(name: string): boolean {
  if (name.length > name_characters_max) return false;
  const last = name.slice(name.lastIndexOf(".") + 1);
  return !/^(\d+|0x[0-9a-f]*)$/.test(last) || ipaddr.IPv4.isValidFourPartDecimal(name);
}
