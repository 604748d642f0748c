import assert from "node:assert/strict";
import { type Attempt, race } from "./race.ts";

const nobody = new Error("nobody may be asked");

/** Attempts that go as the test says. */
class Attempts {
  readonly all: (Attempt<string> & Record<"reach" | "win", () => void> & { fail(cause: string): void })[] =
    [];
  readonly ended: number[] = [];
  readonly #begun: (() => void)[] = [];

  readonly begin = () => {
    const number = this.all.length;
    const reached = Promise.withResolvers<void>();
    const result = Promise.withResolvers<string>();
    const attempt = {
      reached: reached.promise,
      result: result.promise,
      end: () => void this.ended.push(number),
      reach: reached.resolve,
      win: () => result.resolve(`result ${number}`),
      fail: (cause: string) => result.reject(new Error(cause)),
    };
    this.all.push(attempt);
    this.#begun.shift()?.();
    return attempt;
  };

  /** Settles when the next attempt begins. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#begun.push(resolve));
  }
}

/** Long after everything that a test waits for. */
const patient = { attempts_max: 4, delay_ms: 60_000 };
const eager = { attempts_max: 4, delay_ms: 1 };

Deno.test("race() goes on at once after a failure, and ends with the last cause when all have failed", async () => {
  const attempts = new Attempts();
  const racing = race(attempts.begin, patient, nobody);
  for (let number = 0; number < 4; number++) {
    const next = number < 3 ? attempts.next() : undefined;
    attempts.all[number]!.fail(`cause ${number}`);
    await next;
  }
  await assert.rejects(racing, /cause 3/);
  assert.deepEqual([attempts.all.length, attempts.ended], [4, []]);
});

Deno.test("race() starts the next attempt beside one that reaches nobody, and ends all but the first to succeed", async () => {
  const attempts = new Attempts();
  const second = attempts.next().then(() => attempts.next());
  const racing = race(attempts.begin, { ...eager, attempts_max: 2 }, nobody);
  await second;
  attempts.all[1]!.win();
  assert.equal(await racing, "result 1");
  assert.deepEqual(attempts.ended, [0]);
});

Deno.test("race() starts nobody beside an attempt that has reached the other end, until that fails", async () => {
  const attempts = new Attempts();
  const racing = race(attempts.begin, eager, nobody);
  attempts.all[0]!.reach();
  // A timer set later than the attempt's own, for longer.
  await new Promise((resolve) => setTimeout(resolve, 20 * eager.delay_ms));
  assert.equal(attempts.all.length, 1);
  const next = attempts.next();
  attempts.all[0]!.fail("no WebSocket there");
  await next;
  attempts.all[1]!.win();
  assert.equal(await racing, "result 1");
});

Deno.test("race() ends the second of two that succeed in one moment", async () => {
  const attempts = new Attempts();
  const second = attempts.next().then(() => attempts.next());
  const racing = race(attempts.begin, { ...eager, attempts_max: 2 }, nobody);
  await second;
  for (const attempt of attempts.all) attempt.win();
  assert.equal(await racing, "result 0");
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(attempts.ended.filter((number) => number === 1).length > 0, true);
  assert.ok(!attempts.ended.includes(0));
});

Deno.test("race() throws what it was given where there is nobody to ask", async () => {
  await assert.rejects(race(() => undefined, patient, nobody), nobody);
});
