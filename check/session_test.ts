/** What a session makes of messages that came without a request. */
import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { Session } from "./session.ts";
import type { World } from "./world.ts";

/** A world whose lines answer at once, with the question itself where `answer` says nothing else. `more` says what else has come, by the short waits since the last question. */
function worldOf(
  more: (connection: number, asked: number, waits: number) => string[],
  answer = (text: string, _connection: number) => text,
): World {
  let [connections, waits] = [0, 0];
  return {
    same_clock: true,
    wall_ms: () => 0,
    steady_ms: () => 0,
    wait(ms) {
      if (ms <= limits.settle_ms) waits++;
      return Promise.resolve();
    },
    open() {
      const connection = ++connections;
      let asked = 0;
      const line = {
        ask(text: string) {
          [asked, waits] = [asked + 1, 0];
          return Promise.resolve({ kind: "text" as const, text: answer(text, connection) });
        },
        unread: () => more(connection, asked, waits),
        closed: () => undefined,
        close: () => {},
      };
      return Promise.resolve({ kind: "open" as const, line });
    },
  };
}

/** Asks three times, and tells on which connection each question went. */
async function connectionsOf(world: World): Promise<number[]> {
  const session = new Session(world, 60_000);
  for (const text of ["one", "two", "three"]) await session.ask(text);
  return session.frames.map(({ connection }) => connection);
}

Deno.test("a node that sends one answer each time keeps its connection", async () => {
  assert.deepEqual(await connectionsOf(worldOf(() => [])), [1, 1, 1]);
});

Deno.test("a node that sent more than an answer once gets a connection for each question after it", async () => {
  const only_once = worldOf((connection) => connection === 1 ? ["and this"] : []);
  assert.deepEqual(await connectionsOf(only_once), [1, 2, 3]);
});

Deno.test("the same where the second message was late", async () => {
  // It comes after the wait for it, and before the next question.
  let looks = 0;
  const late = worldOf((connection) => connection === 1 && ++looks === 2 ? ["late"] : []);
  const session = new Session(late, 60_000);
  for (const text of ["one", "two", "three"]) await session.ask(text);
  assert.deepEqual(session.frames.map(({ connection, extra }) => [connection, extra]), [
    [1, ["late"]],
    [2, undefined],
    [3, undefined],
  ]);
});

Deno.test("a second message is seen that is read only after a timer that was over", async () => {
  const session = new Session(worldOf((_connection, _asked, waits) => waits === 2 ? ["more"] : []), 60_000);
  await session.ask("one");
  assert.deepEqual(session.frames[0]!.extra, ["more"]);
});

Deno.test("an answer that may be the second one to the question before is asked for again elsewhere", async () => {
  const second_late = worldOf(
    (connection, asked) => connection === 1 && asked === 2 ? ["two"] : [],
    (text, connection) => connection === 1 && text === "two" ? "second to one" : text,
  );
  const session = new Session(second_late, 60_000);
  await session.ask("one");
  const reply = await session.ask("two");
  assert.deepEqual([reply.kind === "text" && reply.text, reply.frame], ["two", 3]);
  assert.deepEqual(session.frames.map(({ connection, got, extra }) => [connection, got, extra]), [
    [1, "one", undefined],
    [1, "second to one", ["two"]],
    [2, "two", undefined],
  ]);
});
