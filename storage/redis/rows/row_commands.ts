/** The commands that write one row's parts. */
import type { PeerRow } from "../../peer_row.ts";
import type { Command } from "../server/connection.ts";
import type { RedisKeys } from "./keys.ts";
import type { Told } from "./news.ts";
import { hasOwnPart, ownText } from "./row_texts.ts";

/** One for each row, which takes effect only where nobody was first. */
export function firstCommands(told: readonly Told[], { peers }: RedisKeys): Command[] {
  return told.map(([key, , text]) => ["HSETNX", peers, key, text]);
}

/** When addresses were last heard of; an earlier time changes nothing. No command where there are none. */
export function heardCommands(
  times: readonly (readonly [key: string, heard_ms: number, ...rest: unknown[]])[],
  { heard }: RedisKeys,
): Command[] {
  if (times.length === 0) return [];
  return [["ZADD", heard, "GT", ...times.flatMap(([key, heard_ms]) => [String(heard_ms), key])]];
}

/** What one node learned of a row, or that this is nothing. */
export function ownCommand(row: PeerRow, { own }: RedisKeys): Command {
  return hasOwnPart(row) ? ["HSET", own, row.key, ownText(row)] : ["HDEL", own, row.key];
}
