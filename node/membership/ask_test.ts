/** Asks over real sockets: what another node may do with one, and how it ends. */
import assert from "node:assert/strict";
import type { Asking } from "../../discovery/asks.ts";
import { message_bytes_max } from "../limits.ts";
import { dial } from "../sockets/dialer.ts";
import { serveSockets } from "../../tests/socket_server.ts";
import { ask } from "./ask.ts";

const asking: Asking = { caller: "loopback", heard: "loopback" };
const request = '{"op":"peers","via":"ask"}';
const free = { askFault: () => undefined };

function means(signal = new AbortController().signal, membership: { askFault(): string | undefined } = free) {
  return { membership, dial, now_ms: () => 0, signal };
}

const longest = "x".repeat(message_bytes_max.loopback);
const answers: readonly (readonly [name: string, say: (socket: WebSocket) => void, text: string | RegExp])[] =
  [
    ["a text is given as it came", (socket) => socket.send("{ }"), "{ }"],
    [
      "bytes that are UTF-8 are read as text",
      (socket) => socket.send(new TextEncoder().encode("狐狸")),
      "狐狸",
    ],
    [
      "other bytes are refused",
      (socket) => socket.send(new Uint8Array([0xff])),
      /bytes that are no UTF-8 text\.$/,
    ],
    ["the longest answer is taken", (socket) => socket.send(longest), longest],
    ["a longer one is refused", (socket) => socket.send(longest + "x"), /answered more than 1 MiB\.$/],
    ["100 MB are refused", (socket) => socket.send(new Uint8Array(100e6)), /answered more than 1 MiB\.$/],
    [
      "a close is told",
      (socket) => socket.close(4000, "Go away."),
      /did not answer: it closed .* code 4000 \(Go away\.\)/,
    ],
    [
      "of two answers the first one counts",
      (socket) => ["one", "two"].forEach((text) => socket.send(text)),
      "one",
    ],
  ];
for (const [name, say, expected] of answers) {
  Deno.test(`an ask: ${name}`, async () => {
    const asked: string[] = [];
    await using other = serveSockets((text, socket) => {
      asked.push(text);
      say(socket);
    });
    const answer = ask(other.url, request, asking, means());
    if (typeof expected === "string") assert.deepEqual(await answer, { text: expected, scope: "loopback" });
    else await assert.rejects(answer, expected);
    assert.deepEqual(asked, [request]);
  });
}

Deno.test("an ask of a silent node ends with its signal, and of a port where nobody listens at once", async () => {
  const heard = Promise.withResolvers<void>();
  await using other = serveSockets(() => heard.resolve());
  const end = new AbortController();
  const answer = ask(other.url, request, asking, means(end.signal));
  await heard.promise;
  end.abort();
  await assert.rejects(answer, /did not answer/);
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(
    ask(`ws://127.0.0.1:${port}/ws`, request, asking, means()),
    /can't be reached: nothing listens there/,
  );
});

Deno.test("an ask dials nothing that the membership refuses, and says why", async () => {
  await using other = serveSockets(() => assert.fail("It was asked."));
  const refused = { askFault: () => "That is too near." };
  await assert.rejects(
    ask(other.url, request, asking, means(undefined, refused)),
    /^Error: That is too near\.$/,
  );
  await assert.rejects(
    ask("http://127.0.0.1/", request, asking, means()),
    /is no address of a node: write ws:/,
  );
  await assert.rejects(ask("ws://224.0.0.1/ws", request, asking, means()), /is no address of a node/);
});
