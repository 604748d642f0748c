/** Clients that say nothing for long: those of this computer are kept, until places run short. */
import assert from "node:assert/strict";
import { LiveTable } from "../ops/live_table.ts";
import { fileURLToPath } from "node:url";
import { callerOf } from "../node/sockets/caller.ts";
import { Clients } from "../node/sockets/clients.ts";
import { spare_places_min } from "../node/limits.ts";
import { logOf } from "../node/logging.ts";
import { Meter } from "../node/meter.ts";
import { startNode } from "../node/node.ts";
import { PeerList } from "../node/membership/peer_list.ts";
import { SystemClock } from "../node/system_clock.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { opcode, RawClient } from "./raw_client.ts";
import { within } from "./test_node.ts";

const script = fileURLToPath(new URL("./fixtures/thinking_client.py", import.meta.url));
const limit_ms = 20_000;

/** The lines that a program writes, one at a time. */
async function* linesOf(stdout: Deno.ChildProcess["stdout"]): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

Deno.test("a synchronous Python client may think for longer than a stranger may be silent", async () => {
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), idle_timeout_s: 1 });
  const child = new Deno.Command("python3", {
    args: [script, String(node.port)],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const lines = linesOf(child.stdout);
  const answer = async () => (await within(limit_ms, "the answer", lines.next())).value;
  const right = /^1 \{"status":200,"error":"OK","response":\{"time":/;
  assert.match((await answer())!, right);
  // Of a foreign origin, so it counts as public. It comes later and is gone before the program has thought.
  using stranger = await RawClient.connect(node.port, { Origin: "http://evil.example" });
  const frames: number[] = [];
  const closed = async () => {
    while (!frames.includes(opcode.close)) frames.push((await stranger.read())!.opcode);
  };
  await within(limit_ms, "the stranger's end", closed());
  assert.deepEqual(frames, [opcode.ping, opcode.close]);
  await input.write(new TextEncoder().encode("\n"));
  assert.match((await answer())!, right);
  await input.close();
  assert.equal((await child.status).code, 0);
  assert.equal((await lines.next()).done, true);
  await node.stop();
});

/** A server of nothing but clients, of whom none is spared for having spoken lately. */
async function withClients(places: number, use: (port: number, clients: Clients) => Promise<void>) {
  const storage = new MemoryStorage();
  const clients = new Clients({
    table: new LiveTable(),
    peers: new PeerList(storage, Date.now),
    clock: new SystemClock(),
    log: logOf("test"),
    meter: new Meter(),
    idle_timeout_s: 0,
    places: { loopback: places },
  });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => clients.upgrade(request, callerOf("127.0.0.1", request.headers)),
  );
  await use(server.addr.port, clients);
  await Promise.all([clients.close(), server.shutdown()]);
}

Deno.test("when places run short, the longest silent client is closed and told why", async () => {
  await withClients(spare_places_min + 2, async (port, clients) => {
    using first = await RawClient.connect(port);
    using second = await RawClient.connect(port);
    await first.ask('{"op":"time"}');
    using third = await RawClient.connect(port);
    const frame = (await within(limit_ms, "its close", second.read()))!;
    assert.equal(frame.opcode, opcode.close);
    const view = new DataView(frame.payload.buffer, frame.payload.byteOffset, 2);
    assert.equal(view.getUint16(0), 1013);
    const reason = new TextDecoder().decode(frame.payload.subarray(2));
    assert.equal(reason, "Places ran short and you were silent for longest. Connect again.");
    // It holds its place until it has gone: its descriptor does, too. The next newcomer has the next one closed.
    assert.equal(clients.count, 3);
    using fourth = await RawClient.connect(port);
    assert.equal(await within(limit_ms, "the next close", first.readClose()), 1013);
    for (const client of [third, fourth]) assert.match(await client.ask('{"op":"time"}'), /^\{"status":200/);
    for (const client of [first, second, third, fourth]) client.drop();
  });
});

Deno.test("who does not leave keeps its place, and a newcomer without one is told so", async () => {
  await withClients(2, async (port, clients) => {
    using first = await RawClient.connect(port);
    using second = await RawClient.connect(port);
    await assert.rejects(RawClient.connect(port), /503/);
    assert.equal(await within(limit_ms, "its close", first.readClose()), 1013);
    first.drop();
    const until_ms = performance.now() + limit_ms;
    while (clients.count === 2 && performance.now() < until_ms) await new Promise((r) => setTimeout(r, 5));
    using third = await RawClient.connect(port);
    assert.match(await third.ask('{"op":"time"}'), /^\{"status":200/);
    for (const client of [second, third]) client.drop();
  });
});
