/** The browser's world against real WebSockets: what each end of a connection is told as. */
import assert from "node:assert/strict";
import { runChecks } from "../../../check/run.ts";
import { BrowserWorld } from "./browser_world.ts";

/** A server whose sockets do what a test wants, for as long as the test runs. */
async function serving(
  handle: (socket: WebSocket) => void,
  body: (url: string) => Promise<void>,
  upgrades = true,
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    if (!upgrades) return new Response("no", { status: 404 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => handle(socket);
    return response;
  });
  try {
    await body(`ws://127.0.0.1:${server.addr.port}/ws`);
  } finally {
    await server.shutdown();
  }
}

async function open(url: string) {
  const opened = await new BrowserWorld(url).open(5_000);
  assert.ok(opened.kind === "open", opened.kind);
  return opened.line;
}

/** Closes and waits for the end: a test leaves no socket open. */
async function end(line: Awaited<ReturnType<typeof open>>): Promise<void> {
  line.close();
  while (line.closed()?.code !== 1000) await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("text and binary frames are told apart, and a binary one is read as UTF-8", () =>
  serving((socket) => {
    socket.onmessage = ({ data }) => socket.send(data === "text" ? "狐" : new TextEncoder().encode("狐"));
  }, async (url) => {
    const line = await open(url);
    assert.deepEqual(await line.ask("text", 5_000), { kind: "text", text: "狐" });
    assert.deepEqual(await line.ask("binary", 5_000), { kind: "binary", text: "狐" });
    await end(line);
  }));

Deno.test("silence ends at the limit, and a close tells its code and reason", () =>
  serving((socket) => {
    socket.onmessage = ({ data }) => data === "close" && socket.close(4000, "oops");
  }, async (url) => {
    const line = await open(url);
    assert.deepEqual(await line.ask("silent", 1), { kind: "silent" });
    assert.deepEqual(await line.ask("close", 5_000), { kind: "closed", code: 4000, reason: "oops" });
    assert.deepEqual(line.closed(), { code: 4000, reason: "oops" });
  }));

Deno.test("a port where nothing listens, HTTP, and a URL that may not be opened are one to a browser", async () => {
  await serving(() => {}, async (url) => {
    assert.deepEqual(await new BrowserWorld(url).open(5_000), { kind: "failed", detail: "" });
  }, false);
  const nothing = new BrowserWorld("ws://127.0.0.1:1/ws");
  assert.deepEqual(await nothing.open(5_000), { kind: "failed", detail: "" });
  const forbidden = new BrowserWorld("ws://a/ws", () => {
    throw new DOMException("mixed content", "SecurityError");
  });
  assert.deepEqual(await forbidden.open(5_000), { kind: "failed", detail: "" });
});

Deno.test("another origin can't be sent from a browser, so nothing is opened for it", async () => {
  const world = new BrowserWorld("ws://a/ws", () => assert.fail("It opens a socket."));
  assert.deepEqual(await world.open(1, undefined, "http://check.invalid"), { kind: "failed", detail: "" });
});

Deno.test("a handshake that takes too long is 'late', and its socket is closed once it is open", async () => {
  const socket = { close: (code: number) => void closed.push(code) } as unknown as WebSocket;
  const closed: number[] = [];
  const opened = await new BrowserWorld("ws://a/ws", () => socket).open(1);
  assert.deepEqual(opened, { kind: "late", detail: "" });
  assert.deepEqual(closed, []);
  socket.onopen!(new Event("open"));
  assert.deepEqual(closed, [1000]);
});

for (
  const [url, same_clock] of [["ws://localhost:1/ws", true], ["ws://[::1]:1/ws", true], [
    "ws://10.0.0.1/ws",
    false,
  ]] as const
) {
  Deno.test(`${url} has ${same_clock ? "this computer's" : "another"} clock`, () =>
    assert.equal(new BrowserWorld(url).same_clock, same_clock));
}

Deno.test("a whole check runs by it: one op that answers all is judged, and the result says that a browser checked", () =>
  serving((socket) => {
    socket.onmessage = () => socket.send('{"status": 200, "error": "OK", "response": {"peers": []}}');
  }, async (url) => {
    const world = new BrowserWorld(url);
    const report = await runChecks(world, { url, seed: "1", agent: "test", stages: [1] });
    world.end();
    assert.equal(report.is_browser, true);
    assert.deepEqual(
      report.checks.map(({ id, state }) => `${id} ${state}`),
      ["connect passed", "envelope passed", "bad_json partial", "no_op partial", "unknown_op partial"],
    );
  }));
