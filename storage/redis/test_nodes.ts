/** Stores of several nodes on one server of a test's own. */
import { until } from "../../node/test_until.ts";
import type { PeerRow } from "../peer_row.ts";
import { row } from "../test_rows.ts";
import { type RedisOptions, RedisStore } from "./redis_store.ts";
import { durable, has_redis, redis_note, TestRedis } from "./test_redis.ts";

/** The moment at which the rows of these tests are heard of, and at which the clocks of their nodes stand. */
export const base_ms: number = Date.now();

/** A row that was heard of just now: what is old leaves for all nodes. */
export function fresh(addr: string, rest: Partial<PeerRow> = {}): PeerRow {
  return row(addr, { first_heard_ms: base_ms, last_heard_ms: base_ms, ...rest });
}

/** That many of them. */
export function freshRows(count: number, from = 0): PeerRow[] {
  return Array.from({ length: count }, (_, index) => fresh(`ws://peer-${from + index}.example:9000/ws`));
}

/** A test with a server of its own. */
export function redisTest(
  sentence: string,
  body: (redis: TestRedis) => Promise<void>,
  options: readonly string[] = durable,
): void {
  Deno.test({
    name: `RedisStore: ${sentence}${redis_note}`,
    ignore: !has_redis,
    fn: async () => {
      await using redis = await TestRedis.start(options);
      await body(redis);
    },
  });
}

/** A node's store, closed at the end. */
export async function openNode(
  redis: Pick<TestRedis, "place">,
  node_id: string,
  more: Partial<RedisOptions> = {},
): Promise<RedisStore & AsyncDisposable> {
  const store = await RedisStore.open(redis.place, { net: "test", node_id, now_ms: () => base_ms, ...more });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/**
 * Waits until a node has looked at the server once more.
 *
 * @param alive The node's key `alive`; it must be there.
 */
export async function nextLook(redis: TestRedis, alive: string): Promise<void> {
  await redis.ask("EXPIRE", alive, "30");
  const lasts_s = async () => Number(/\d+/.exec(await redis.ask("TTL", alive))?.[0]);
  await until(async () => await lasts_s() > 30, `a look that sets ${alive} anew`);
}

/** What the probe says; empty when all is well. */
export function faultOf(store: RedisStore): string {
  try {
    store.probe();
    return "";
  } catch (error) {
    return String(error);
  }
}
