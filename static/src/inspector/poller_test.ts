import assert from "node:assert/strict";
import { Poller } from "./poller.ts";

/** A poller whose questions are answered and whose timers run by hand. */
function startPoller() {
  const answers: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const poller = new Poller({
    ask: () => new Promise((answer) => answers.push(answer)),
    every_ms: 2_000,
    later: (work) => {
      timers.push(work);
      return () => void timers.splice(timers.indexOf(work), 1);
    },
  });
  const answer = async () => {
    answers.at(-1)!();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { poller, answers, timers, answer };
}

Deno.test("it asks at once, and again after the answer only", async () => {
  const { poller, answers, timers, answer } = startPoller();
  poller.run(true);
  poller.run(true);
  assert.deepEqual([answers.length, timers.length], [1, 0]);
  await answer();
  assert.equal(timers.length, 1);
  timers.shift()!();
  assert.equal(answers.length, 2);
});

Deno.test("ended, it asks no more", async () => {
  const { poller, answers, timers, answer } = startPoller();
  poller.run(true);
  await answer();
  poller.run(false);
  assert.deepEqual([answers.length, timers.length], [1, 0]);
});

Deno.test("ended and begun again during a question, it does not ask twice at a time", async () => {
  const { poller, answers, timers, answer } = startPoller();
  poller.run(true);
  poller.run(false);
  poller.run(true);
  assert.equal(answers.length, 1);
  await answer();
  assert.equal(timers.length, 1);
});
