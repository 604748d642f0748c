/** The one thing that needs a script: a row leaves for all nodes only if nobody has heard of it meanwhile. */
import { forget_reached_s } from "../../../discovery/book/limits.ts";
import type { Command } from "../server/connection.ts";
import type { RedisKeys } from "./keys.ts";
import { trimming } from "./news.ts";

/**
 * ARGV: times before this one are old, the length of the stream, how old an address must be by the server's own clock, then
 * key and own text by turns. The node's clock alone would not do: it may have jumped since it was compared.
 */
const script = `
local old = tonumber(ARGV[1])
local time = redis.pcall("TIME")
if time[1] then old = math.min(old, time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[3]) end
local removed = {}
for at = 4, #ARGV, 2 do
  local heard = redis.call("ZSCORE", KEYS[2], ARGV[at])
  if heard == false or tonumber(heard) < old then
    redis.call("HDEL", KEYS[1], ARGV[at])
    redis.call("ZREM", KEYS[2], ARGV[at])
    redis.call("HDEL", KEYS[4], ARGV[at])
    if heard ~= false then removed[#removed + 1] = {ARGV[at], tonumber(heard)} end
  elseif ARGV[at + 1] ~= "" then
    redis.call("HSET", KEYS[4], ARGV[at], ARGV[at + 1])
  end
end
if #removed > 0 then
  redis.call("XADD", KEYS[3], "${trimming[0]}", "${
  trimming[1]
}", ARGV[2], "*", "removed", cjson.encode(removed))
end
return #removed`;

/**
 * The command by which one node forgets addresses. What nobody has heard of for long leaves for all nodes; of the others
 * this node remembers that it forgot them.
 *
 * @param old_ms Times before this one are long ago.
 * @param forgotten Key -> when it was last heard of; undefined to leave the own part as it is.
 */
export function forgetCommand(
  keys: RedisKeys,
  old_ms: number,
  forgotten: Iterable<readonly [key: string, last_heard_ms: number | undefined]>,
): Command {
  const pairs = [...forgotten].flatMap(([key, forgotten_ms]) => [
    key,
    forgotten_ms === undefined ? "" : JSON.stringify({ forgotten_ms: Math.floor(forgotten_ms) }),
  ]);
  const limits = [String(old_ms), trimming[2]!, String(forget_reached_s * 1000)];
  const names = [keys.peers, keys.heard, keys.news, keys.own];
  return ["EVAL", script, "4", ...names, ...limits, ...pairs];
}
