/** A peer row in Redis: what all nodes share of it, and what each node keeps of its own. */
import { never_dialled, type PeerRow } from "../peer_row.ts";

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
 * The shared part of a stored text.
 *
 * @returns Undefined for what foxchain did not write.
 *
 * @example
 * ```ts
 * import { sharedOf } from "./row_texts.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sharedOf("[]"), undefined);
 * assert.equal(sharedOf("what?"), undefined);
 * ```
 */
export function sharedOf(text: string): SharedPart | undefined {
  const shared = parsed(text) as Partial<SharedPart> | undefined;
  const right = typeof shared?.addr === "string" && typeof shared.group === "string" &&
    typeof shared.source_group === "string" && typeof shared.source_scope === "string" &&
    typeof shared.first_heard_ms === "number" && (shared.ip === null || typeof shared.ip === "string");
  return right ? shared as SharedPart : undefined;
}

/** The own part of a stored text; undefined for what foxchain did not write: then the address counts as never dialled. */
export function ownOf(text: string | undefined): Own | undefined {
  const own = parsed(text ?? "") as Own | undefined;
  if (typeof own !== "object" || own === null) return undefined;
  if ("forgotten_ms" in own) return typeof own.forgotten_ms === "number" ? own : undefined;
  return dialled_names.every((name) => own[name] !== undefined) ? own : undefined;
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

const dialled_names = Object.keys(never_dialled) as (keyof typeof never_dialled)[];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
