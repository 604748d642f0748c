/** The first socket, opened ahead and handed over. */
import assert from "node:assert/strict";
import { openAhead } from "./open_ahead.ts";
import { testSockets } from "./test_socket.ts";

Deno.test("openAhead() opens at once and hands that socket over once", () => {
  const { sockets, open } = testSockets();
  const openSocket = openAhead("ws://a/ws", open);
  assert.equal(sockets.length, 1);
  const first: unknown = openSocket("ws://a/ws");
  const second: unknown = openSocket("ws://a/ws");
  assert.deepEqual([first === sockets[0], second === sockets[1], sockets.length], [true, true, 2]);
  assert.deepEqual(sockets.map(({ closed }) => closed), [[], []]);
});

Deno.test("openAhead() closes its socket when another URL is asked for first", () => {
  const { sockets, open } = testSockets();
  const openSocket = openAhead("ws://a/ws", open);
  openSocket("ws://b/ws");
  openSocket("ws://a/ws");
  assert.deepEqual(sockets.map(({ url }) => url), ["ws://a/ws", "ws://b/ws", "ws://a/ws"]);
  assert.deepEqual(sockets.map(({ closed }) => closed), [[1000], [], []]);
});

Deno.test("openAhead() leaves what the browser refuses to the one who asks", () => {
  let asked = 0;
  const openSocket = openAhead("ws://a/ws", () => {
    asked++;
    throw new DOMException("ws:// from a page of https://", "SecurityError");
  });
  assert.equal(asked, 1);
  assert.throws(() => openSocket("ws://a/ws"), { name: "SecurityError" });
});
