/**
 * Reads and writes IP literals in their usual forms. A `register` may hold thousands, and ipaddr.js is some ten times
 * slower from text. What an address means (its range) is ipaddr's; see `scope.ts`.
 */

const DOT = 46;
const COLON = 58;
const ZERO = 48;

/**
 * The four bytes of a dotted IPv4 literal without leading zeros; undefined for every other text.
 *
 * @example
 * ```ts
 * import { octetsOf } from "./ip_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(octetsOf("203.0.113.7"), [203, 0, 113, 7]);
 * assert.equal(octetsOf("203.0.113.07"), undefined);
 * ```
 */
export function octetsOf(text: string): number[] | undefined {
  const octets: number[] = [];
  let value = -1;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : DOT;
    if (code === DOT) {
      if (value < 0) return undefined;
      octets.push(value);
      value = -1;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || value === 0) return undefined;
    value = value < 0 ? digit : 10 * value + digit;
    if (value > 255) return undefined;
  }
  return octets.length === 4 ? octets : undefined;
}

/**
 * The eight 16-bit groups of an IPv6 literal in hexadecimal, with `::` or without; undefined for every other text, also
 * for one with a zone or with an IPv4 address at its end.
 *
 * @example
 * ```ts
 * import { groupsOf } from "./ip_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(groupsOf("2600:1::7"), [0x2600, 1, 0, 0, 0, 0, 0, 7]);
 * assert.equal(groupsOf("1:2:3"), undefined);
 * ```
 */
export function groupsOf(text: string): number[] | undefined {
  const groups: number[] = [];
  let gap = -1;
  let at = 0;
  if (text.startsWith("::")) {
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    let value = 0;
    const start = at;
    // Behind the end there is no digit either.
    for (let digit; (digit = hexDigit(text.charCodeAt(at))) >= 0; at++) {
      value = 16 * value + digit;
    }
    if (at === start || at - start > 4) return undefined;
    groups.push(value);
    if (at === text.length) break;
    if (text.charCodeAt(at++) !== COLON || at === text.length) return undefined;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return undefined;
      gap = groups.length;
      at++;
    }
  }
  if (gap < 0) return groups.length === 8 ? groups : undefined;
  if (groups.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - groups.length }, () => 0);
  return [...groups.slice(0, gap), ...zeros, ...groups.slice(gap)];
}

/**
 * Eight groups as RFC 5952 writes them, like the URL standard: lower case, the first longest run of zeros as `::`.
 *
 * @example
 * ```ts
 * import { ipv6Text } from "./ip_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(ipv6Text([0x2600, 0, 0, 1, 0, 0, 0, 7]), "2600:0:0:1::7");
 * ```
 */
export function ipv6Text(groups: readonly number[]): string {
  let gap = 8;
  let gap_length = 1;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > gap_length) {
      gap = at;
      gap_length = end - at;
    }
  }
  if (gap === 8) return hex(groups, 0, 8);
  return `${hex(groups, 0, gap)}::${hex(groups, gap + gap_length, 8)}`;
}

/** The IPv4 address inside of `::ffff:a.b.c.d`; undefined for every other IPv6 address. */
export function mappedOctets(groups: readonly number[]): number[] | undefined {
  if (groups[5] !== 0xffff || groups.slice(0, 5).some((group) => group !== 0)) return undefined;
  const [high, low] = [groups[6]!, groups[7]!];
  return [high >> 8, high & 255, low >> 8, low & 255];
}

function hex(groups: readonly number[], from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += (at > from ? ":" : "") + groups[at]!.toString(16);
  return text;
}

function hexDigit(code: number): number {
  if (code >= ZERO && code <= 57) return code - ZERO;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
