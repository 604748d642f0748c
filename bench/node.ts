/**
 * A node without the command line, for the load. It differs from the default one in two things: its store takes more
 * rows, because a round registers more than the default, and nobody answers its dials, because a benchmark must not
 * call the addresses it made up. Arguments: the database file or the URL of a Redis server; `plain` for a node that takes no part in the network.
 */
import { dial_timeout_ms } from "../discovery/limits.ts";
import { configureLogging } from "../node/logging.ts";
import { startNode } from "../node/node.ts";
import { isRedisUrl, readRedisUrl } from "../storage/redis/server/redis_url.ts";
import { openSqlite } from "../storage/sqlite.ts";

const encoder = new TextEncoder();
configureLogging({
  format: "text",
  debug: false,
  color: false,
  write: (line) => Deno.stderr.writeSync(encoder.encode(line)),
});
const rows_max = 10_000_000;
const storage = isRedisUrl(Deno.args[0]!)
  ? await openRedis(Deno.args[0]!)
  : openSqlite(Deno.args[0]!, { rows_max });
const dial = () =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error("nobody answers")), dial_timeout_ms));
const network = Deno.args[1] === "plain" ? undefined : { dial };
const { port } = startNode({ port: 0, host: "127.0.0.1", storage, network });
console.log(`ws://127.0.0.1:${port}/ws`);

async function openRedis(url: string) {
  const place = readRedisUrl(url);
  if ("fault" in place) throw new Error(place.fault.en);
  // Only here: a node on a file must not carry its modules.
  const { RedisStore } = await import("../storage/redis/redis_store.ts");
  return await RedisStore.open(place, { net: "foxchain", node_id: "bench", rows_max });
}
