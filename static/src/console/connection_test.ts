/** The connection's states, told by a socket and a clock that a test moves. */
import assert from "node:assert/strict";
import { Connection, retry_delays_ms, slow_after_ms, sound_after_ms } from "./connection.ts";
import { testSockets } from "./test_socket.ts";
import { TestTimers } from "./test_timers.ts";

const url = "ws://a/ws";

function setUp() {
  const told: unknown[] = [];
  const { sockets, open } = testSockets();
  const timers = new TestTimers();
  const connection = new Connection(
    { changed: (state) => told.push(state), received: (message) => told.push(message) },
    open,
    timers,
  );
  return { connection, told, sockets, timers, kind: () => connection.state.kind };
}

Deno.test("connect, send, receive, disconnect is told step by step", () => {
  const { connection, told, sockets, timers } = setUp();
  connection.connect(url);
  assert.equal(connection.send("too early"), false);
  sockets[0]!.open();
  assert.equal(connection.send("hi"), true);
  sockets[0]!.onmessage!({ data: "ho" });
  sockets[0]!.onmessage!({ data: new ArrayBuffer(3) });
  connection.disconnect();
  assert.deepEqual([sockets[0]!.sent, sockets[0]!.closed, connection.busy], [["hi"], [1000], false]);
  assert.deepEqual(told, [
    { kind: "connecting", url, slow: false },
    { kind: "open", url },
    "ho",
    new ArrayBuffer(3),
    { kind: "disconnected", url },
  ]);
  assert.equal(timers.count, 0);
});

Deno.test("a connection that never opened has failed and is not tried again", () => {
  const { connection, told, sockets, timers } = setUp();
  connection.connect(url);
  sockets[0]!.end(1006);
  assert.deepEqual(told.at(-1), { kind: "failed", url, cause: { kind: "unreachable" } });
  assert.deepEqual([connection.busy, connection.send("late"), timers.count], [false, false, 0]);
});

Deno.test("a connection that takes long says so once, and may still open", () => {
  const { connection, told, sockets, timers, kind } = setUp();
  connection.connect(url);
  timers.pass(slow_after_ms - 1);
  assert.equal(told.length, 1);
  timers.pass(1);
  assert.deepEqual(told.at(-1), { kind: "connecting", url, slow: true });
  sockets[0]!.open();
  timers.pass(slow_after_ms);
  assert.equal(kind(), "open");
});

const losses: readonly [title: string, code: number, reason: string, cause: unknown][] = [
  ["lost without a goodbye", 1006, "", { kind: "dropped" }],
  ["closed by the node", 1001, "bye", { kind: "closed", code: 1001, reason: "bye" }],
];

for (const [title, code, reason, cause] of losses) {
  Deno.test(`a connection that was ${title} is tried again, ever later`, () => {
    const { connection, told, sockets, timers } = setUp();
    connection.connect(url);
    sockets[0]!.open();
    sockets[0]!.end(code, reason);
    assert.deepEqual(told.at(-1), { kind: "waiting", url, cause, retry_at_ms: retry_delays_ms[0] });
    for (const delay_ms of [...retry_delays_ms, retry_delays_ms.at(-1)!]) {
      const tried = sockets.length;
      timers.pass(delay_ms - 1);
      assert.equal(sockets.length, tried);
      timers.pass(1);
      assert.equal(sockets.length, tried + 1);
      sockets.at(-1)!.end(1006);
    }
    assert.deepEqual(told.at(-1), {
      kind: "waiting",
      url,
      cause: { kind: "unreachable" },
      retry_at_ms: timers.now_ms() + retry_delays_ms.at(-1)!,
    });
  });
}

Deno.test("only a connection that held for a while begins the delays anew", () => {
  for (const [held_ms, retry_after_ms] of [[sound_after_ms - 1, 2_000], [sound_after_ms, 1_000]] as const) {
    const { connection, sockets, timers } = setUp();
    connection.connect(url);
    sockets[0]!.open();
    sockets[0]!.end(1006);
    timers.pass(1_000);
    sockets[1]!.open();
    timers.pass(held_ms);
    sockets[1]!.end(1006);
    timers.pass(retry_after_ms - 1);
    assert.equal(sockets.length, 2);
    timers.pass(1);
    assert.equal(sockets.length, 3);
  }
});

Deno.test("the person need not wait for the next try", () => {
  const { connection, sockets, timers, kind } = setUp();
  connection.retry();
  assert.equal(sockets.length, 0);
  connection.connect(url);
  sockets[0]!.open();
  sockets[0]!.end(1006);
  connection.retry();
  sockets[1]!.open();
  timers.pass(60_000);
  assert.deepEqual([sockets.length, kind()], [2, "open"]);
});

Deno.test("after the person disconnected nothing is tried again", () => {
  for (const lost of [false, true]) {
    const { connection, sockets, timers, kind } = setUp();
    connection.connect(url);
    sockets[0]!.open();
    if (lost) sockets[0]!.end(1006);
    connection.disconnect();
    sockets[0]!.end(1000);
    timers.pass(60_000);
    assert.deepEqual([sockets.length, kind()], [1, "disconnected"]);
  }
});

Deno.test("a socket that was left says nothing any more", () => {
  const { connection, told, sockets } = setUp();
  connection.connect(url);
  connection.connect("ws://b/ws");
  const before = told.length;
  sockets[0]!.open();
  sockets[0]!.onmessage!({ data: "ghost" });
  sockets[0]!.end(1006);
  assert.equal(told.length, before);
  assert.equal(connection.busy, true);
});

Deno.test("an address that the browser forbids, and one that is none, have failed", () => {
  const told: unknown[] = [];
  const refuse = () => {
    throw new DOMException("insecure", "SecurityError");
  };
  const connection = new Connection(
    { changed: (state) => told.push(state), received: () => assert.fail() },
    refuse,
    new TestTimers(),
  );
  connection.connect(url);
  assert.deepEqual(told.at(-1), { kind: "failed", url, cause: { kind: "forbidden" } });
  connection.refuse("no address");
  assert.deepEqual(told.at(-1), { kind: "failed", url: "no address", cause: { kind: "not_an_address" } });
  assert.equal(connection.busy, false);
});
