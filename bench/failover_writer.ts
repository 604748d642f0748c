/**
 * A node's store behind sentinels that registers new addresses all the time, until its input ends. It writes a line for each
 * answer: when, in milliseconds since 1970, and the address or `-` and the fault. `bench/failover.ts` starts it, and may
 * kill it.
 */
import { row } from "../storage/test_rows.ts";
import { RedisStore } from "../storage/redis/redis_store.ts";
import { readSentinelUrl } from "../storage/redis/sentinel/sentinel_url.ts";
import type { StorageError } from "../storage/storage.ts";

/** Registers that wait for their answer at the same time. */
const at_once = 8;
/** Between an answer and the next register. */
const pause_ms = 5;

const [url, name] = Deno.args as [string, string];
const place = readSentinelUrl(url);
if ("fault" in place) throw new Error(place.fault.en);
const store = await RedisStore.open(place, { net: "failover", node_id: name });
const say = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${Date.now()} ${text}\n`));
let is_over = false;

async function register(worker: number): Promise<void> {
  for (let count = 0; !is_over; count++) {
    const addr = `ws://${name}-${worker}-${count}.example/ws`;
    try {
      await store.register([row(addr, { first_heard_ms: Date.now(), last_heard_ms: Date.now() })]);
      say(addr);
    } catch (error) {
      say(`- ${(error as StorageError).fault}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
  }
}

const work = Promise.all(Array.from({ length: at_once }, (_, worker) => register(worker)));
for await (const _chunk of Deno.stdin.readable) { /* Only its end counts. */ }
is_over = true;
await work;
await store.close();
