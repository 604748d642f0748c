/** What a server of a test says of its copies, and whether it is one. */
import type { TestRedis } from "./test_redis.ts";

/** How far a server has written. */
export async function offsetOf(master: TestRedis): Promise<number> {
  return Number(/master_repl_offset:(\d+)/.exec(await master.ask("INFO", "replication"))?.[1]);
}

/** Whether that many copies have all up to this offset, by default all that the master has now. */
export async function hasCopies(master: TestRedis, copies: number, offset?: number): Promise<boolean> {
  const told = await master.ask("INFO", "replication");
  const wanted = offset ?? Number(/master_repl_offset:(\d+)/.exec(told)?.[1]);
  const online = [...told.matchAll(/^slave\d+:.*state=online,offset=(\d+)/gm)];
  return online.length === copies && online.every(([, at]) => Number(at) >= wanted);
}

/** What a server says that it is; empty where it does not answer. */
export async function roleOf(server: TestRedis): Promise<string> {
  try {
    return /(master|slave)/.exec(await server.ask("ROLE"))?.[1] ?? "";
  } catch {
    return "";
  }
}
