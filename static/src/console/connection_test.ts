/** The connection's states and words, told by a socket that a test moves. */
import assert from "node:assert/strict";
import { Connection } from "./connection.ts";
import { console_words } from "./words.ts";

const phrases = console_words.en;
const texts = phrases;

const url = "ws://a/ws";

class FakeSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  readonly sent: string[] = [];
  readonly closed: number[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: unknown }) => void;
  onclose?: (event: { code: number; reason: string }) => void;

  open() {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }
  send(text: string) {
    this.sent.push(text);
  }
  close(code: number) {
    this.closed.push(code);
  }
}

function setUp() {
  const told: string[] = [];
  const sockets: FakeSocket[] = [];
  const connection = new Connection({
    changed: (state, words) => told.push(`${state}: ${words}`),
    received: (text) => told.push(text),
  }, () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket as unknown as WebSocket;
  });
  return { connection, told, sockets };
}

Deno.test("connect, send, receive, disconnect is told step by step", () => {
  const { connection, told, sockets } = setUp();
  connection.connect(url);
  assert.equal(connection.send("too early"), false);
  sockets[0]!.open();
  assert.equal(connection.send("hi"), true);
  sockets[0]!.onmessage!({ data: "ho" });
  sockets[0]!.onmessage!({ data: new ArrayBuffer(3) });
  connection.disconnect();
  assert.deepEqual([sockets[0]!.sent, sockets[0]!.closed, connection.busy], [["hi"], [1000], false]);
  assert.deepEqual(told, [
    `connecting: ${phrases.connecting(url)}`,
    `open: ${phrases.connected(url)}`,
    "ho",
    phrases.binary(3),
    `idle: ${texts.disconnected}`,
  ]);
});

const ends: readonly [title: string, opened: boolean, code: number, reason: string, words: string][] = [
  ["never opened", false, 1006, "", phrases.failed(url)],
  ["lost without a goodbye", true, 1006, "", phrases.dropped(url)],
  ["closed by the node", true, 1001, "bye", phrases.closed(url, 1001, "bye")],
];

for (const [title, opened, code, reason, words] of ends) {
  Deno.test(`a connection that was ${title} says so, and the next one can begin`, () => {
    const { connection, told, sockets } = setUp();
    connection.connect(url);
    if (opened) sockets[0]!.open();
    sockets[0]!.onclose!({ code, reason });
    assert.equal(told.at(-1), `failed: ${words}`);
    assert.equal(connection.busy, false);
    assert.equal(connection.send("late"), false);
  });
}

Deno.test("close codes are told as words, unknown ones as a number", () => {
  assert.match(phrases.closed(url, 1001, ""), /shutting down\. /);
  assert.match(phrases.closed(url, 4000, "why"), /code 4000 \(“why”\)/);
});

Deno.test("a socket that was left says nothing any more", () => {
  const { connection, told, sockets } = setUp();
  connection.connect(url);
  connection.connect("ws://b/ws");
  const before = told.length;
  sockets[0]!.open();
  sockets[0]!.onmessage!({ data: "ghost" });
  sockets[0]!.onclose!({ code: 1006, reason: "" });
  assert.equal(told.length, before);
  assert.equal(connection.busy, true);
});

Deno.test("an address that the browser forbids is told in words", () => {
  const told: string[] = [];
  const refuse = () => {
    throw new DOMException("insecure", "SecurityError");
  };
  const connection = new Connection(
    { changed: (_, words) => told.push(words), received: () => assert.fail() },
    refuse,
  );
  connection.connect(url);
  assert.equal(told.at(-1), phrases.forbidden(url));
  assert.equal(connection.busy, false);
});
