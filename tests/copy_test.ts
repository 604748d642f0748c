/** `foxchain copy` as a process of its own that is interrupted and killed: run again, it brings all over. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "../node/test_until.ts";
import { has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { rows } from "../storage/test_rows.ts";
import { command, foxchain } from "./command.ts";
import { killProcess } from "./kill_process.ts";

/** Enough that a copy is caught in the middle. */
const rows_count = 20_000;

const flags = ["--node-id", "a", "--json"];

function fill(path: string): void {
  const store = openSqlite(path);
  for (let at = 0; at < rows_count; at += 5_000) {
    store.save(
      rows(5_000, at).map((row, index) => ({
        ...row,
        first_heard_ms: row.first_heard_ms + at + index,
        last_heard_ms: row.last_heard_ms + at + index,
        ...(index % 3 === 0
          ? {
            ip: "10.0.0.1",
            last_try_ms: at + 1,
            last_success_ms: at + 1,
            successes: 1,
            reliability: 0.5,
            state: "tried",
          }
          : {}),
      })),
    );
  }
  store.close();
}

function all(path: string) {
  const store = openSqlite(path);
  const found = { rows: store.walk(2 * rows_count), listed: store.page(2 * rows_count) };
  store.close();
  return found;
}

/** Runs a copy and sends it a signal once some of it is in TO. */
async function cut(
  args: readonly string[],
  signal: Deno.Signal,
  hasBegun: () => boolean | Promise<boolean>,
  env: Record<string, string>,
): Promise<{ code: number; stderr: string }> {
  const child = command(["copy", ...args, ...flags], { env }).spawn();
  let is_over = false;
  const ended = child.output().finally(() => is_over = true);
  await until(async () => is_over || await hasBegun(), "TO has some of it", 120_000, 2);
  killProcess(child, signal);
  const { code, stderr } = await ended;
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/**
 * Copies with an interruption and a kill.
 *
 * @param size Of TO. A copy has begun when it has grown by more than `growth`.
 */
async function copyInThree(
  from: string,
  to: string,
  { size, growth }: { size: () => number | Promise<number>; growth: number },
  env: Record<string, string>,
): Promise<void> {
  const growing = async () => {
    const before = await size();
    return async () => await size() > before + growth;
  };
  const interrupted = await cut([from, to], "SIGINT", await growing(), env);
  assert.equal(interrupted.code, 130, interrupted.stderr);
  const [, done = ""] = /Until then (\d+) of 20000 addresses were done/.exec(interrupted.stderr) ?? [];
  assert.ok(Number(done) > 0 && Number(done) < rows_count, interrupted.stderr);
  const killed = await cut([from, to], "SIGKILL", await growing(), env);
  assert.notEqual(killed.code, 0);
  const { code, stdout, stderr } = await foxchain(["copy", from, to, ...flags], { env });
  assert.equal(code, 0, stderr);
  const { copied, already } = JSON.parse(stdout);
  assert.equal(copied + already, rows_count);
  assert.ok(already >= Number(done) && copied > 0, stdout);
  const again = JSON.parse((await foxchain(["copy", from, to, ...flags], { env })).stdout);
  assert.deepEqual([again.copied, again.already, again.updated], [0, rows_count, 0]);
}

Deno.test({
  name:
    `a copy that is interrupted, then killed, goes on: file to Redis to file, and all rows are equal${redis_note}`,
  ignore: !has_redis || Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_copy_test_" });
    try {
      await using redis = await TestRedis.start();
      const [from, to] = [join(folder, "from.sqlite"), join(folder, "to.sqlite")];
      // What a killed copy leaves goes with the folder of the test.
      const env = { TMPDIR: folder };
      fill(from);
      const bytes = await Deno.readFile(from);
      const there = async () =>
        Number(/^:(\d+)/.exec(await redis.ask("HLEN", "{foxchain:foxchain}:peers"))![1]);
      await copyInThree(from, redis.url, { size: there, growth: 0 }, env);
      assert.deepEqual(await Deno.readFile(from), bytes);
      // An empty store takes less.
      await copyInThree(redis.url, to, { size: () => fileSize(to), growth: 300_000 }, env);
      assert.deepEqual(all(to), all(from));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Grows with each piece that is written: both files of a store in bytes. */
function fileSize(path: string): number {
  return ["", "-wal"].reduce((sum, ending) => {
    try {
      return sum + Deno.statSync(path + ending).size;
    } catch {
      return sum;
    }
  }, 0);
}
