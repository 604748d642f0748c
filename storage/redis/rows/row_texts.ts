/**
 * A peer row in Redis: what all nodes share of it, and what each node keeps of its own. Other programs may write there, too:
 * what is read passes the checks that a registered address passes, or it counts as not there.
 */
import { address_characters_max } from "../../../discovery/address/limits.ts";
import { locate } from "../../../discovery/address/group.ts";
import { readIp, type Scope, SCOPES } from "../../../discovery/address/scope.ts";
import type { PeerState, Speaks } from "../../../discovery/book/entry.ts";
import { redis_text_characters_max } from "../../limits.ts";
import { never_dialled, type PeerRow } from "../../peer_row.ts";

/** What all nodes share, beside key and `last_heard_ms`. */
export type SharedPart = Pick<
  PeerRow,
  "addr" | "ip" | "group" | "source_group" | "source_scope" | "first_heard_ms"
>;

/** What one node learned by dialling. */
export type OwnPart = Pick<PeerRow, keyof typeof never_dialled | "ip" | "group">;

/** What one node keeps of an address: what it learned, or how late it was last heard of when the node forgot it. */
export type Own = OwnPart | { readonly forgotten_ms: number };

/** The shared part as it is stored. An IP that came of a dial is not shared: a name may lead elsewhere for others. */
export function sharedText(row: PeerRow): string {
  const { addr, group, source_group, source_scope } = row;
  const ip = row.ip !== null && row.key.includes(row.ip) ? row.ip : null;
  const first_heard_ms = Math.floor(row.first_heard_ms);
  return JSON.stringify({ addr, ip, group, source_group, source_scope, first_heard_ms } satisfies SharedPart);
}

/** The own part as it is stored. */
export function ownText(row: PeerRow): string {
  const own: Record<string, unknown> = { ip: row.ip, group: row.group };
  for (const name of dialled_names) own[name] = row[name];
  return JSON.stringify(own);
}

/** Whether there is an own part at all. */
export function hasOwnPart(row: PeerRow): boolean {
  return dialled_names.some((name) => row[name] !== never_dialled[name]) ||
    (row.ip !== null && !row.key.includes(row.ip));
}

/**
 * The shared part of a stored text. IP and group follow from the address, whatever the text says of them.
 *
 * @param key Under which the text is stored.
 * @returns Undefined for what foxchain did not write.
 *
 * @example
 * ```ts
 * import { sharedOf } from "./row_texts.ts";
 * import assert from "node:assert/strict";
 *
 * const text = '{"addr":"ws://A","source_group":"10.0.0.7","source_scope":"private","first_heard_ms":5}';
 * assert.equal(sharedOf("ws://a/", text)!.group, "a");
 * assert.equal(sharedOf("ws://b/", text), undefined);
 * assert.equal(sharedOf("ws://a/", "what?"), undefined);
 * ```
 */
export function sharedOf(key: string, text: string): SharedPart | undefined {
  const { addr, source_group, source_scope, first_heard_ms } = parsed(text);
  if (typeof addr !== "string" || !isLabel(source_group)) return undefined;
  if (!isTime(first_heard_ms) || !SCOPES.includes(source_scope as Scope)) return undefined;
  const target = locate(addr);
  if (target?.key !== key) return undefined;
  return {
    ...{ addr, source_group, source_scope: source_scope as Scope, first_heard_ms },
    ...{ ip: target.literal ? target.host : null, group: target.group },
  };
}

/** The own part of a stored text; undefined for what foxchain did not write: then the address counts as never dialled. */
export function ownOf(text: string | undefined): Own | undefined {
  const own = parsed(text ?? "");
  if ("forgotten_ms" in own) {
    return isTime(own.forgotten_ms) ? { forgotten_ms: own.forgotten_ms } : undefined;
  }
  const { ip, group } = own;
  if (!isLabel(group) || !(ip === null || (isLabel(ip) && readIp(ip) !== undefined))) return undefined;
  for (const name of dialled_names) if (!own_checks[name](own[name])) return undefined;
  const dialled = Object.fromEntries(dialled_names.map((name) => [name, own[name]]));
  return { ...dialled, ip, group } as OwnPart;
}

/** The whole row. */
export function rowFrom(key: string, shared: SharedPart, last_heard_ms: number, own?: OwnPart): PeerRow {
  const { addr, ip, group, source_group, source_scope, first_heard_ms } = shared;
  return {
    ...never_dialled,
    ...{ key, addr, ip, group, source_group, source_scope, first_heard_ms, last_heard_ms },
    ...own,
  };
}

/** When an address was last heard of. A score that is no time, or none, leaves when it was first heard of. */
export function lastHeardOf(score: number | undefined, { first_heard_ms }: SharedPart): number {
  return isTime(score) ? score : first_heard_ms;
}

/** Whether a value is a time in milliseconds since 1970 that a `Date` can hold. */
export function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= latest_ms;
}

/** The last moment of a `Date`. */
const latest_ms = 8.64e15;

const dialled_names = Object.keys(never_dialled) as (keyof typeof never_dialled)[];
const states: readonly unknown[] = ["heard", "tried", "good", "suspect", "stale"] satisfies PeerState[];
const dialects: readonly unknown[] = ["unknown", "network", "lecture", "plain"] satisfies Speaks[];

const own_checks: Readonly<Record<keyof typeof never_dialled, (value: unknown) => boolean>> = {
  last_try_ms: isTimeOrNever,
  last_success_ms: isTimeOrNever,
  first_success_ms: isTimeOrNever,
  avoid_until_ms: isTimeOrNever,
  failures: isCount,
  successes: isCount,
  reliability: (value) => typeof value === "number" && value >= 0 && value <= 1,
  state: (value) => states.includes(value),
  speaks: (value) => dialects.includes(value),
  anchor: (value) => typeof value === "boolean",
};

function isTimeOrNever(value: unknown): boolean {
  return value === null || isTime(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isLabel(value: unknown): value is string {
  return typeof value === "string" && value.length <= address_characters_max;
}

/** The fields of an object; none for any other text. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  if (text.length > redis_text_characters_max) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
  } catch {
    return {};
  }
}
