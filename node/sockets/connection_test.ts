import assert from "node:assert/strict";
import * as z from "zod";
import {
  backlog_bytes_max,
  message_bytes_max,
  pending_answers_max,
  resume_ms_max,
  unread_bytes_max,
} from "../limits.ts";
import type { Scope } from "../../discovery/address/scope.ts";
import type { Context, Registration } from "../../ops/context.ts";
import { testContext } from "../../ops/test_context.ts";
import { noAccess } from "../../ops/network_access.ts";
import { defineOp } from "../../ops/op.ts";
import { Connection, type ConnectionHost, type PeerEnd, type Socket } from "./connection.ts";

const time = '{"status":200,"error":"OK","response":{"time":1617786770.954288,"time_zone":"CST"}}';
const unparsed = '{"status":500,"error":"Cannot parse request message.","response":null}';

/** A socket without a network. */
class FakeSocket implements Socket {
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  readyState: Socket["readyState"] = 1;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  onpong: Socket["onpong"] = null;
  pings = 0;
  readonly sent: unknown[] = [];
  readonly closes: unknown[] = [];

  send(data: unknown): void {
    this.sent.push(data);
  }

  ping(): void {
    this.pings++;
  }

  close(code?: number): void {
    this.closes.push(code);
    this.readyState = 2;
  }

  receive(data: string | ArrayBuffer): void {
    this.onmessage!.call(this as unknown as WebSocket, new MessageEvent("message", { data }));
  }

  end(code = 1000): void {
    this.readyState = 3;
    this.onclose!.call(this as unknown as WebSocket, new CloseEvent("close", { code, reason: "bye" }));
  }
}

function connect(
  parts: Partial<Context> = {},
  end?: PeerEnd,
  more: Pick<ConnectionHost, "said" | "table"> = {},
) {
  const socket = new FakeSocket();
  const closed: unknown[] = [];
  const faults: unknown[] = [];
  const fault = (_op: string, error: unknown) => {
    faults.push(error);
    return "f00d";
  };
  const context = testContext({ log: { ...testContext().log, fault }, ...parts });
  let added = 0;
  const connection = new Connection(socket, {
    context,
    added: (bytes) => added += bytes,
    ...(end === undefined ? {} : { end }),
    ...more,
    closed: (code, reason) => closed.push([code, reason]),
  });
  return { socket, connection, closed, faults, added: () => added };
}

/** Registrations that settle when the test says so, in any order. */
function slowPeers() {
  const waiting: PromiseWithResolvers<Registration>[] = [];
  const peers: Context["peers"] = {
    pageCost: () => 1,
    page: testContext().peers.page,
    register() {
      const registration = Promise.withResolvers<Registration>();
      waiting.push(registration);
      return registration.promise;
    },
  };
  const settle = (index: number) => waiting[index]!.resolve({ accepted: [], ignored: [] });
  return { peers, waiting, settle };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const register = (id?: number) => JSON.stringify({ op: "register", args: { addr: "ws://a" }, id });
const accepted = (id?: number) => JSON.stringify({ status: 202, error: "Accepted", id });
const atIp = (scope: Scope) => ({ source: { ip: "192.0.2.1", scope } });

Deno.test("a connection answers text and binary messages, and says that binary is not UTF-8", () => {
  const { socket } = connect();
  socket.receive('{"op":"time"}');
  socket.receive(new TextEncoder().encode('{"op":"time"}').buffer);
  socket.receive(new Uint8Array([0x80, 0x61]).buffer);
  socket.receive(new ArrayBuffer(0));
  assert.deepEqual(socket.sent, [time, time, unparsed, unparsed]);
  assert.equal(socket.binaryType, "arraybuffer");
  assert.deepEqual(socket.closes, []);
});

Deno.test("a connection tells of one pong for each ping, and of none that came unasked", () => {
  const socket = new FakeSocket();
  let pongs = 0;
  const end = { expectsAnswers: () => true, answered: () => {}, ponged: () => void pongs++ };
  const connection = new Connection(socket, { context: testContext(), closed: () => {}, end });
  socket.onpong!();
  assert.deepEqual([socket.pings, pongs], [0, 0]);
  connection.ping();
  socket.onpong!();
  socket.onpong!();
  assert.deepEqual([socket.pings, pongs], [1, 1]);
  socket.readyState = 2;
  connection.ping();
  assert.equal(socket.pings, 1);
});

Deno.test("a connection tells since when it is silent, unless nobody may close it for that", () => {
  const before_ms = performance.now();
  const { socket, connection } = connect();
  const opened_ms = connection.silent_since_ms;
  assert.ok(opened_ms >= before_ms && opened_ms <= performance.now());
  socket.receive('{"op":"time"}');
  assert.ok(connection.silent_since_ms > opened_ms);
  socket.readyState = 2;
  assert.equal(connection.silent_since_ms, Infinity);
  const { socket: _, connection: unread } = connect();
  unread.stall();
  assert.equal(unread.silent_since_ms, Infinity);
  const end = { expectsAnswers: () => true, answered: () => {} };
  const peer = new Connection(new FakeSocket(), { context: testContext(), closed: () => {}, end });
  assert.equal(peer.silent_since_ms, Infinity);
});

Deno.test("a connection answers requests without id in their order, also when an earlier one takes longer", async () => {
  const { peers, settle } = slowPeers();
  const { socket } = connect({ peers });
  socket.receive(register());
  socket.receive('{"op":"time"}');
  socket.receive(register());
  await turn();
  assert.deepEqual(socket.sent, []);
  settle(1);
  await turn();
  assert.deepEqual(socket.sent, []);
  settle(0);
  await turn();
  assert.deepEqual(socket.sent, [accepted(), time, accepted()]);
  socket.receive('{"op":"time"}');
  assert.deepEqual(socket.sent.slice(3), [time]);
});

Deno.test("a connection answers requests with an id as soon as it can", async () => {
  const { peers, settle } = slowPeers();
  const { socket } = connect({ peers });
  for (const id of [1, 2]) socket.receive(register(id));
  socket.receive('{"op":"foo","id":3}');
  settle(1);
  await turn();
  settle(0);
  await turn();
  assert.deepEqual(socket.sent.map((text) => JSON.parse(String(text)).id), [3, 2, 1]);
});

Deno.test("a request without id need not wait for one with an id", async () => {
  const { peers, settle } = slowPeers();
  const { socket } = connect({ peers });
  socket.receive(register(1));
  socket.receive('{"op":"time"}');
  await turn();
  assert.deepEqual(socket.sent, [time]);
  settle(0);
  await turn();
  assert.deepEqual(socket.sent, [time, accepted(1)]);
});

Deno.test("a connection takes as many unanswered requests as the limit says and closes at the next with 1013", () => {
  for (const id of [undefined, 7]) {
    const { socket } = connect({ peers: slowPeers().peers });
    for (let count = 0; count < pending_answers_max; count++) socket.receive(register(id));
    assert.deepEqual(socket.closes, []);
    socket.receive(register(id));
    assert.deepEqual(socket.closes, [1013]);
  }
});

Deno.test("a connection answers a message of the limit and closes at one byte more with 1009", () => {
  for (const scope of ["loopback", "private", "public"] as const) {
    const limit = message_bytes_max[scope];
    // Each of them fills the limit exactly: in characters of 1, 2, 3 and 4 bytes of UTF-8, and in binary.
    const fills = ["x", "é", "狐", "🦊"].map((character) => {
      const bytes = new TextEncoder().encode(character).length;
      return "x".repeat(limit % bytes) + character.repeat(Math.floor(limit / bytes));
    });
    for (const text of fills) {
      for (const pack of [(text: string) => text, (text: string) => new TextEncoder().encode(text).buffer]) {
        const { socket } = connect(atIp(scope));
        socket.receive(pack(text));
        assert.deepEqual([socket.sent, socket.closes], [[unparsed], []]);
        socket.receive(pack(text + "x"));
        assert.deepEqual([socket.sent, socket.closes], [[unparsed], [1009]]);
        socket.receive('{"op":"time"}');
        assert.deepEqual(socket.sent, [unparsed]);
      }
    }
  }
});

Deno.test("a connection hands the memory of an oversized binary message back at once", () => {
  const { socket } = connect();
  const data = new ArrayBuffer(message_bytes_max.loopback + 1);
  socket.receive(data);
  assert.equal(data.detached, true);
});

Deno.test("a connection postpones messages while its reader is over the limit, and takes them in their order", async () => {
  const { socket, connection } = connect();
  socket.bufferedAmount = unread_bytes_max;
  socket.receive('{"op":"time"}');
  assert.deepEqual(socket.sent, [time]);

  socket.bufferedAmount = unread_bytes_max + 1;
  socket.receive('{"op":"1"}');
  socket.receive(new TextEncoder().encode('{"op":"2"}').buffer);
  for (let turns = 0; turns < 5; turns++) await turn();
  assert.deepEqual(socket.sent, [time]);

  socket.bufferedAmount = unread_bytes_max;
  socket.receive('{"op":"3"}');
  while (socket.sent.length < 4) await turn();
  const errors = socket.sent.slice(1).map((text) => JSON.parse(String(text)).error);
  assert.deepEqual(errors, [1, 2, 3].map((op) => `Operation "${op}" is not supported.`));
  socket.receive('{"op":"time"}');
  assert.equal(socket.sent[4], time);
  assert.equal(connection.stalled, false);
});

Deno.test("a connection looks no more at a socket that is gone", async () => {
  const { socket } = connect();
  socket.bufferedAmount = unread_bytes_max + 1;
  socket.receive('{"op":"time"}');
  socket.end();
  socket.bufferedAmount = 0;
  for (let turns = 0; turns < 5; turns++) await turn();
  assert.deepEqual(socket.sent, []);
});

Deno.test("a connection whose reader lets too much pile up is stalled: it keeps its place until it drained", () => {
  const big = "x".repeat(backlog_bytes_max / 2);
  const floods: readonly (readonly [string, number])[] = [['{"op":"time"}', pending_answers_max], [big, 2]];
  for (const [text, fits] of floods) {
    const { socket, connection, closed } = connect();
    socket.bufferedAmount = unread_bytes_max + 1;
    for (let count = 0; count < fits; count++) socket.receive(text);
    assert.equal(connection.stalled, false);
    socket.receive(text);
    assert.equal(connection.stalled, true);

    socket.bufferedAmount = 1;
    socket.receive(text);
    connection.checkStalled();
    assert.deepEqual([socket.sent, socket.closes, closed], [[], [], []]);
    socket.bufferedAmount = 0;
    connection.checkStalled();
    assert.deepEqual([socket.sent, socket.closes], [[], [1013]]);
    socket.end();
  }
});

Deno.test("a connection that reads is left alone by the check for stalled ones", () => {
  const { socket, connection } = connect();
  connection.checkStalled();
  assert.deepEqual(socket.closes, []);
});

Deno.test("a connection tells once that it is gone, and sends nothing any more", async () => {
  const { peers, settle } = slowPeers();
  const { socket, closed } = connect({ peers });
  socket.receive(register());
  socket.end(1006);
  socket.end(1006);
  assert.deepEqual(closed, [[1006, "bye"]]);
  settle(0);
  await turn();
  assert.deepEqual(socket.sent, []);
});

Deno.test("a connection lets no exception out of an event, and logs it", () => {
  const broken = new Error("broken");
  const charge = () => {
    throw broken;
  };
  const { socket, faults, connection } = connect({ charge });
  socket.receive('{"op":"time"}');
  socket.send = () => {
    throw broken;
  };
  socket.close = () => {
    throw broken;
  };
  socket.receive('{"op":"time"}');
  connection.close(1001, "");
  socket.onerror!.call(socket as unknown as WebSocket, new Event("error"));
  assert.deepEqual(faults, [broken, broken, broken]);
});

Deno.test("a connection tells what it adds to unread answers and to waiting requests, and what it holds", async () => {
  const { socket, connection, added } = connect();
  socket.receive('{"op":"time"}');
  assert.equal(added(), time.length);
  socket.bufferedAmount = unread_bytes_max + 1;
  socket.receive('{"op":"time"}');
  assert.equal(added(), time.length + 13);
  assert.equal(connection.held_bytes, unread_bytes_max + 1 + 13);
  socket.bufferedAmount = 0;
  while (connection.held_bytes > 0) await turn();
  assert.equal(added(), 2 * time.length + 13);
  socket.end();
});

Deno.test("a connection that is stalled drops what waits and what was still to be answered, then closes with 1013", async () => {
  const { peers, waiting, settle } = slowPeers();
  const { socket, connection } = connect({ peers });
  socket.receive(register());
  socket.bufferedAmount = unread_bytes_max + 1;
  socket.receive('{"op":"time"}');
  connection.stall();
  assert.equal(connection.held_bytes, unread_bytes_max + 1);
  settle(0);
  await turn();
  socket.receive('{"op":"time"}');
  socket.bufferedAmount = 0;
  await turn();
  assert.deepEqual([socket.sent, waiting.length], [[], 1]);
  connection.checkStalled();
  assert.deepEqual(socket.closes, [1013]);
  socket.end();
});

Deno.test("a connection was silent while no whole message came that is short enough", () => {
  const { socket, connection } = connect(atIp("public"));
  assert.equal(connection.wasSilentFor(1_000_000_000), true);
  socket.receive("x".repeat(message_bytes_max.public + 1));
  assert.equal(connection.wasSilentFor(1_000_000_000), true);
  socket.readyState = 1;
  socket.receive("x".repeat(message_bytes_max.public));
  assert.deepEqual([connection.wasSilentFor(60_000), connection.wasSilentFor(-1)], [false, true]);
  socket.end();
});

Deno.test("while an answer to peers is awaited a message may have 1 MiB, also from a public peer", () => {
  const end: PeerEnd = {
    network: noAccess,
    expectsAnswers: () => true,
    answered: () => {},
    closed: () => {},
  };
  const { socket, connection } = connect(atIp("public"), end);
  const answerOf = (length: number) => `{"status":200,"error":"OK","response":{"peers":[]}}`.padEnd(length);
  connection.request("peers");
  socket.receive(answerOf(message_bytes_max.loopback));
  assert.deepEqual(socket.closes, []);
  socket.receive(answerOf(message_bytes_max.public + 1));
  assert.deepEqual(socket.closes, [1009]);

  const other = connect(atIp("public"), end);
  other.connection.request("peers");
  other.socket.receive(answerOf(message_bytes_max.loopback + 1));
  assert.deepEqual(other.socket.closes, [1009]);
});

Deno.test("a connection looks at a full socket more and more seldom, and once a second at last", () => {
  const delays: number[] = [];
  const waiting: (() => void)[] = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((run: () => void, delay_ms: number) => {
    delays.push(delay_ms);
    return waiting.push(run);
  }) as typeof setTimeout;
  try {
    const { socket } = connect();
    socket.bufferedAmount = unread_bytes_max + 1;
    socket.receive('{"op":"time"}');
    for (let look = 0; look < 12; look++) waiting.shift()!();
    assert.deepEqual(delays, [
      0,
      1,
      3,
      7,
      15,
      31,
      63,
      127,
      255,
      511,
      resume_ms_max,
      resume_ms_max,
      resume_ms_max,
    ]);
    socket.end();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
});

/** An op that writes its argument to the log of the page that asks. */
const says = defineOp({
  name: "says",
  summary: { en: "Says.", zh: "说。" },
  args: z.object({ line: z.string() }),
  response: z.null(),
  examples: [],
  handle({ line }, { said }) {
    said?.(line);
    return null;
  },
});

Deno.test("a line that an op writes names the request by its number on the connection, whatever was sent between", () => {
  const told: unknown[] = [];
  const table = new Map([["says", says]]);
  const { socket } = connect({}, undefined, { table, said: (request, line) => told.push([request, line]) });
  const ask = (line: string) => socket.receive(JSON.stringify({ op: "says", args: { line } }));
  ask("first");
  socket.receive("not JSON");
  socket.receive(new TextEncoder().encode('{"op":"none"}').buffer);
  ask("fourth");
  assert.deepEqual(told, [[1, "first"], [4, "fourth"]]);
  socket.end();
});

Deno.test("a message that had to wait for its reader keeps its number", async () => {
  const told: unknown[] = [];
  const table = new Map([["says", says]]);
  const { socket } = connect({}, undefined, { table, said: (request, line) => told.push([request, line]) });
  const ask = (line: string) => socket.receive(JSON.stringify({ op: "says", args: { line } }));
  socket.bufferedAmount = unread_bytes_max + 1;
  ask("first");
  ask("second");
  assert.deepEqual(told, []);
  socket.bufferedAmount = 0;
  while (told.length < 2) await turn();
  assert.deepEqual(told, [[1, "first"], [2, "second"]]);
  socket.end();
});

Deno.test("where no page asks, an op has nobody to write to", () => {
  const seen: unknown[] = [];
  const looks = defineOp({ ...says, name: "says", handle: (_args, { said }) => (seen.push(said), null) });
  const { socket } = connect({}, undefined, { table: new Map([["says", looks]]) });
  socket.receive('{"op":"says","args":{"line":""}}');
  assert.deepEqual(seen, [undefined]);
  socket.end();
});
