import assert from "node:assert/strict";
import type { Answer } from "./asker.ts";
import { watch } from "./watch.ts";

const taken = { status: 202 };
const away = { status: 503, error: "Redis is away." };
const full = { status: 500, error: "The peer store can't be written: database or disk is full." };
const bug = { status: 500, error: "Internal error, request id 7." };

/** A node that answers as it is told; each round takes a second. The fault ends after some registers. */
function node(registers: readonly (Answer | undefined)[], { ended_after }: { ended_after: number }) {
  let now_ms = 0;
  let asked = 0;
  const registered: string[] = [];
  const ended = Promise.withResolvers<void>();
  const asker = {
    ask(op: string, args: { addr?: string } = {}): Promise<Answer | undefined> {
      if (op === "peers") {
        return Promise.resolve(registers[Math.min(asked, registers.length) - 1] && { status: 200 });
      }
      registered.push(args.addr!);
      return Promise.resolve(registers[Math.min(asked++, registers.length - 1)]);
    },
  };
  const pause = () => {
    now_ms += 1_000;
    if (asked === ended_after) ended.resolve();
    return ended_after > asked ? Promise.resolve() : ended.promise;
  };
  return {
    registered,
    watched: watch(asker, ended.promise, { patience_ms: 5_000, pause, now_ms: () => now_ms }),
  };
}

Deno.test("a watch goes on until the first 202 after the fault, and tells how long that took", async () => {
  const { registered, watched } = node([taken, full, full, away, full, taken], { ended_after: 3 });
  assert.deepEqual(await watched, {
    accepted: [registered[0], registered[5]],
    refused: 4,
    unanswered: 0,
    lists: 5,
    lists_failed: 0,
    accepts_ms: 2_000,
  });
  assert.equal(new Set(registered).size, 6, "Each address is new.");
});

Deno.test("what is no answer, and a bug, count as neither accepted nor refused", async () => {
  const { watched } = node([undefined, bug, undefined, taken], { ended_after: 1 });
  const { refused, unanswered, lists, lists_failed } = await watched;
  assert.deepEqual({ refused, unanswered, lists, lists_failed }, {
    refused: 0,
    unanswered: 3,
    lists: 1,
    lists_failed: 2,
  });
});

Deno.test("a node that never accepts again is left after patience, and the wait is missing", async () => {
  const { registered, watched } = node([away], { ended_after: 2 });
  const { accepts_ms, refused, accepted } = await watched;
  assert.equal(accepts_ms, undefined);
  assert.deepEqual(accepted, []);
  // Two before the end, then one each second from 0 to 6: the first beyond 5 s is the last.
  assert.equal(refused, registered.length);
  assert.equal(registered.length, 2 + 7);
});

Deno.test("a watch ends also where the fault itself broke", async () => {
  const broken = Promise.reject(new Error("no such process"));
  const asker = { ask: (op: string) => Promise.resolve(op === "peers" ? { status: 200 } : taken) };
  const { accepted } = await watch(asker, broken, { patience_ms: 1, pause: () => Promise.resolve() });
  assert.ok(accepted.length <= 2);
});
