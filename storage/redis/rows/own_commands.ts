/** The commands that write what one node knows of addresses. */
import { redis_rows_at_once_max } from "../../limits.ts";
import type { PeerRow } from "../../peer_row.ts";
import type { Command } from "../server/connection.ts";
import { forgetCommand } from "./forget_script.ts";
import type { RedisKeys } from "./keys.ts";
import { tellOf, toldOf } from "./news.ts";
import { firstCommands, heardCommands, ownCommand } from "./row_commands.ts";
import type { SharedClock } from "../server/shared_clock.ts";

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
  const told = rows.map((row) => toldOf(row, clock));
  const commands = [
    ...firstCommands(told, keys),
    ...heardCommands(rows.map((row) => [row.key, clock.shared(lastHeard_ms(row))]), keys),
    ...rows.map((row) => ownCommand(row, keys)),
    ...tellOf(told.filter(([key]) => changed.get(key) === true), keys),
  ];
  if (removed.size > 0) commands.push(forgetCommand(keys, clock.old_ms, removed));
  const useless = orphans.filter((key) => !changed.has(key) && !removed.has(key));
  if (useless.length > 0) commands.push(["HDEL", keys.own, ...useless]);
  return commands;
}

/** A success counts as hearing of an address: an address that one node reaches is not old for the others. */
export function lastHeard_ms(
  { last_heard_ms, last_success_ms }: Pick<PeerRow, "last_heard_ms" | "last_success_ms">,
): number {
  return Math.max(last_heard_ms, last_success_ms ?? 0);
}

/** Takes out of a map what is written next. */
export function taken<Value>(map: Map<string, Value>): Map<string, Value> {
  const part = new Map(map.entries().take(redis_rows_at_once_max));
  for (const key of part.keys()) map.delete(key);
  return part;
}

/** The same for a set. */
export function takenKeys(keys: Set<string>): string[] {
  const part = [...keys.values().take(redis_rows_at_once_max)];
  for (const key of part) keys.delete(key);
  return part;
}
