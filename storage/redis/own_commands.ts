/** The commands that write what one node knows of addresses. */
import type { PeerRow } from "../peer_row.ts";
import type { Command } from "./connection.ts";
import { forgetCommand } from "./forget_script.ts";
import type { RedisKeys } from "./keys.ts";
import { tellOf, toldOf } from "./news.ts";
import { hasOwnPart, ownText } from "./row_texts.ts";
import type { SharedClock } from "./shared_clock.ts";

/** What is written at once. */
export interface OwnChanges {
  /** Keys of rows to be written; true where the other nodes must hear of them. */
  readonly changed: ReadonlyMap<string, boolean>;
  /** Keys of rows to be forgotten, and when each was last heard of. */
  readonly removed: ReadonlyMap<string, number>;
  /** Keys of own parts that are of no use any longer. */
  readonly orphans: readonly string[];
}

/** All commands: first one HSETNX for each row, then the others. */
export function ownCommands(
  rows: readonly PeerRow[],
  { changed, removed, orphans }: OwnChanges,
  keys: RedisKeys,
  clock: SharedClock,
): Command[] {
  const { peers, heard, own } = keys;
  const told = rows.map((row) => toldOf(row, clock));
  const commands: Command[] = told.map(([key, , text]) => ["HSETNX", peers, key, text]);
  if (rows.length > 0) {
    const times = rows.flatMap((row) => [String(clock.shared(lastHeard_ms(row))), row.key]);
    commands.push(["ZADD", heard, "GT", ...times]);
  }
  for (const row of rows) {
    commands.push(hasOwnPart(row) ? ["HSET", own, row.key, ownText(row)] : ["HDEL", own, row.key]);
  }
  commands.push(...tellOf(told.filter(([key]) => changed.get(key) === true), keys));
  if (removed.size > 0) commands.push(forgetCommand(keys, clock.old_ms, removed));
  const useless = orphans.filter((key) => !changed.has(key) && !removed.has(key));
  if (useless.length > 0) commands.push(["HDEL", own, ...useless]);
  return commands;
}

/** A success counts as hearing of an address: an address that one node reaches is not old for the others. */
export function lastHeard_ms(row: PeerRow): number {
  return Math.max(row.last_heard_ms, row.last_success_ms ?? 0);
}
