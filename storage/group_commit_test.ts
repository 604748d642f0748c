/** Which writes share a commit, and who hears of a failure. */
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { GroupCommit } from "./group_commit.ts";

/** A group over a transaction that only notes what happens; `broken` names the steps that fail. */
function noted(...broken: string[]) {
  const events: string[] = [];
  const step = (name: string) => () => {
    events.push(name);
    if (broken.includes(name)) throw new Error(name);
  };
  const rollback = (cause: unknown) => {
    events.push("rollback");
    return new Error(`undone: ${(cause as Error).message}`);
  };
  const group = new GroupCommit({ begin: step("begin"), commit: step("commit"), rollback });
  return { group, events, broken, write: (name: string) => step(name) };
}

Deno.test("GroupCommit commits all writes of one turn once, and settles after that", async () => {
  const { group, events, write } = noted();
  const calls = ["a", "b", "c"].map((name) =>
    group.join(write(name)).then(() => events.push(`${name} done`))
  );
  assert.deepEqual(events, ["begin", "a", "b", "c"]);
  await Promise.all(calls);
  assert.deepEqual(events, ["begin", "a", "b", "c", "commit", "a done", "b done", "c done"]);
});

Deno.test("GroupCommit joins a write that follows in a promise reaction of the same turn", async () => {
  const { group, events, write } = noted();
  const first = group.join(write("a"));
  const second = Promise.resolve().then(() => group.join(write("b")));
  await Promise.all([first, second]);
  assert.deepEqual(events, ["begin", "a", "b", "commit"]);
});

Deno.test("GroupCommit begins anew in the next turn", async () => {
  const { group, events, write } = noted();
  await group.join(write("a"));
  await group.join(write("b"));
  assert.deepEqual(events, ["begin", "a", "commit", "begin", "b", "commit"]);
});

for (const step of ["begin", "b", "commit"]) {
  Deno.test(`GroupCommit undoes the whole turn when ${step} fails, and works again afterwards`, async () => {
    const { group, events, broken, write } = noted(step);
    const outcomes = await Promise.allSettled([group.join(write("a")), group.join(write("b"))]);
    const expected = step === "begin"
      // The turn ended with its first write; the second began another one, which failed in the same way.
      ? ["begin", "rollback", "begin", "rollback"]
      : step === "b"
      ? ["begin", "a", "b", "rollback"]
      : ["begin", "a", "b", "commit", "rollback"];
    assert.deepEqual(events, expected);
    for (const outcome of outcomes) {
      assert.equal(outcome.status, "rejected");
      assert.equal(outcome.reason.message, `undone: ${step}`);
    }
    broken.length = 0;
    events.length = 0;
    await group.join(write("c"));
    assert.deepEqual(events, ["begin", "c", "commit"]);
  });
}

Deno.test("GroupCommit flushes at once what is pending, and only that", async () => {
  const { group, events, write } = noted();
  group.flush();
  assert.deepEqual(events, []);
  const pending = group.join(write("a"));
  group.flush();
  assert.deepEqual(events, ["begin", "a", "commit"]);
  await pending;
  await setImmediate();
  assert.deepEqual(events, ["begin", "a", "commit"]);
});

Deno.test("GroupCommit does not throw from flush: those who wait hear of it", async () => {
  const { group, write } = noted("commit");
  const pending = group.join(write("a"));
  group.flush();
  await assert.rejects(pending, { message: "undone: commit" });
});

Deno.test("GroupCommit gives an immediate write a transaction of its own after the pending ones", async () => {
  const { group, events, write } = noted();
  const pending = group.join(write("a"));
  group.now(write("b"));
  assert.deepEqual(events, ["begin", "a", "commit", "begin", "b", "commit"]);
  await pending;
});

Deno.test("GroupCommit throws what an immediate write failed of and spares the pending ones", async () => {
  const { group, events, write } = noted("b");
  const pending = group.join(write("a"));
  assert.throws(() => group.now(write("b")), { message: "undone: b" });
  await pending;
  assert.deepEqual(events, ["begin", "a", "commit", "begin", "b", "rollback"]);
});
