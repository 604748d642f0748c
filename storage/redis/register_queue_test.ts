/** Which registers go together. What Redis makes of it is in `register_batch_test.ts`. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { redis_batches_max } from "../limits.ts";
import { StorageError } from "../storage.ts";
import type { RegisterBatch } from "./register_batch.ts";
import { RegisterQueue } from "./register_queue.ts";
import { fresh } from "./test_nodes.ts";

const away = new StorageError("away", { en: "Gone.", zh: "断开。" });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose groups a test answers, by number. */
function played() {
  const sent: { readonly keys: readonly string[]; readonly answer: PromiseWithResolvers<void> }[] = [];
  const queue = new RegisterQueue(({ keys }: RegisterBatch) => {
    const answer = Promise.withResolvers<void>();
    sent.push({ keys, answer });
    return answer.promise;
  });
  const join = (name: string) =>
    queue.join((batch) => {
      batch.add(fresh(`ws://${name}`), { waiting: true, forgotten: false });
      return true;
    })!;
  return { sent, queue, join };
}

Deno.test("the registers of one turn go together, and each caller hears the answer", async () => {
  const { sent, join } = played();
  const calls = [join("a"), join("b")];
  assert.equal(sent.length, 0);
  await turn();
  assert.deepEqual(sent.map(({ keys }) => keys), [["ws://a/", "ws://b/"]]);
  sent[0]!.answer.reject(away);
  for (const call of calls) await assert.rejects(call, { fault: "away" });
  const next = join("c");
  await turn();
  sent[1]!.answer.resolve();
  await next;
});

Deno.test("what adds nothing is not sent, and waits for nobody", async () => {
  const { sent, queue } = played();
  assert.equal(queue.join(() => false), undefined);
  await turn();
  await queue.flush();
  assert.equal(sent.length, 0);
});

Deno.test("beyond the groups that may be on their way the next one gathers until one is answered", async () => {
  const { sent, queue, join } = played();
  const calls: Promise<void>[] = [];
  for (let at = 0; at < redis_batches_max; at++) {
    calls.push(join(`n${at}`));
    await turn();
  }
  assert.equal(sent.length, redis_batches_max);
  calls.push(join("x"), join("y"));
  await turn();
  assert.equal(sent.length, redis_batches_max);
  sent[0]!.answer.resolve();
  await turn();
  assert.equal(sent.length, redis_batches_max + 1);
  assert.deepEqual(sent.at(-1)!.keys, ["ws://x/", "ws://y/"]);
  for (const { answer } of sent) answer.resolve();
  await Promise.all([...calls, queue.flush()]);
});

Deno.test("the next group goes after a while although none is answered", async () => {
  const { sent, queue, join } = played();
  const calls: Promise<void>[] = [];
  for (let at = 0; at <= redis_batches_max; at++) {
    calls.push(join(`n${at}`));
    await turn();
  }
  await until(() => sent.length > redis_batches_max, "the next group goes");
  for (const { answer } of sent) answer.resolve();
  await Promise.all([...calls, queue.flush()]);
});

Deno.test("a queue that is emptied sends at once, and settles with the last answer", async () => {
  const { sent, queue, join } = played();
  const call = join("a");
  let is_settled = false;
  const flushed = queue.flush().then(() => is_settled = true);
  assert.equal(sent.length, 1);
  await turn();
  assert.deepEqual([sent.length, is_settled], [1, false]);
  sent[0]!.answer.resolve();
  await Promise.all([call, flushed]);
  assert.ok(is_settled);
});
