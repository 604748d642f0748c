/** Whatever a node does when it is asked for its ops, the page hears once. */
import assert from "node:assert/strict";
import { slow_after_ms } from "./connection.ts";
import { askForOps } from "./ops_question.ts";
import { type TestSocket, testSockets } from "./test_socket.ts";
import { TestTimers } from "./test_timers.ts";

const described = '{"status":200,"error":"OK","response":{"ops":[{"name":"sing","summary":"","args":{}}]}}';

const cases: readonly [string, (socket: TestSocket, timers: TestTimers) => void, string[] | undefined][] = [
  ["describes itself", (socket) => socket.onmessage!({ data: described }), ["sing"]],
  [
    "answers 404",
    (socket) => socket.onmessage!({ data: '{"status":404,"error":"","response":null}' }),
    undefined,
  ],
  ["answers in binary", (socket) => socket.onmessage!({ data: new ArrayBuffer(3) }), undefined],
  ["drops the connection", (socket) => socket.end(1006), undefined],
  ["stays silent", (_, timers) => timers.pass(slow_after_ms), undefined],
];

function ask() {
  const { sockets, open } = testSockets();
  const timers = new TestTimers();
  const heard: (string[] | undefined)[] = [];
  const giveUp = askForOps("ws://a/ws", (ops) => heard.push(ops?.map(({ name }) => name)), open, timers);
  sockets[0]!.open();
  return { socket: sockets[0]!, timers, heard, giveUp };
}

for (const [title, act, expected] of cases) {
  Deno.test(`a node that ${title} is asked once and left`, () => {
    const { socket, timers, heard } = ask();
    assert.deepEqual(heard, []);
    act(socket, timers);
    socket.onmessage!({ data: described });
    socket.end(1000);
    assert.deepEqual(heard, [expected]);
    assert.deepEqual([socket.sent, socket.closed, timers.count], [['{"op":"ops"}'], [1000], 0]);
  });
}

Deno.test("a question that was given up is answered to nobody", () => {
  const { socket, timers, heard, giveUp } = ask();
  giveUp();
  socket.onmessage!({ data: described });
  timers.pass(slow_after_ms);
  assert.deepEqual([heard, socket.closed], [[], [1000]]);
});

Deno.test("a question that was given up before its socket opened is closed as it opens, and not asked", () => {
  const { sockets, open } = testSockets();
  const timers = new TestTimers();
  const giveUp = askForOps("ws://a/ws", () => assert.fail("answered"), open, timers);
  giveUp();
  assert.deepEqual(sockets[0]!.closed, []);
  sockets[0]!.open();
  assert.deepEqual([sockets[0]!.sent, sockets[0]!.closed, timers.count], [[], [1000], 0]);
});
