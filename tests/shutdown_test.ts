/** How a node stops: clients are told, the store is flushed, and nobody can hold it up. */
import assert from "node:assert/strict";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import type { PeerStore } from "../storage/storage.ts";
import { frameBytes, opcode, RawClient, upgradeRequest } from "./raw_client.ts";
import { NodeProcess } from "./node_process.ts";
import { startTestNode, within } from "./test_node.ts";

const stop_ms_max = 3_000;

Deno.test("stop() closes every client with 1001 and takes no new one", async () => {
  const node = startTestNode();
  const clients = await Promise.all(Array.from({ length: 10 }, () => RawClient.connect(node.port)));
  const stopped = within(stop_ms_max, "the stop", node.stop());
  for (const client of clients) {
    assert.equal(await client.readClose(), 1001);
    await client.send(opcode.close, new Uint8Array([0x03, 0xe9]));
  }
  await stopped;
  await assert.rejects(RawClient.dial(node.port), Deno.errors.ConnectionRefused);
  for (const client of clients) client.drop();
});

Deno.test("stop() closes the store once, and later calls wait for the first", async () => {
  let closes = 0;
  class Counting extends MemoryStorage {
    override close(): void {
      closes++;
    }
  }
  const storage: PeerStore = new Counting();
  const node = startNode({ port: 0, host: "127.0.0.1", storage });
  using client = await RawClient.connect(node.port);
  assert.equal(JSON.parse(await client.ask('{"op":"register","args":{"addr":"ws://a"}}')).status, 202);
  const first = node.stop();
  assert.equal(node.stop(), first);
  assert.equal(await client.readClose(), 1001);
  client.drop();
  await within(stop_ms_max, "the stop", first);
  assert.equal(closes, 1);
});

Deno.test("a request that was begun before the stop and ends after it is not upgraded", async () => {
  const node = startTestNode();
  using late = await RawClient.dial(node.port);
  const request = upgradeRequest(node.port);
  await late.write(request.slice(0, -2));
  // Its answer shows that the node has the beginning of the other request, too.
  using other = await RawClient.connect(node.port);
  await other.ask('{"op":"time"}');
  const stopped = node.stop();
  await late.write(request.slice(-2));
  assert.doesNotMatch(await within(stop_ms_max, "the answer", late.readHead()), / 101 /);
  late.drop();
  assert.equal(await other.readClose(), 1001);
  other.drop();
  await stopped;
});

Deno.test("every one of 200 clients is told 1001 before the process ends", async () => {
  const node = await NodeProcess.start();
  const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.connect(node.port)));
  const codes = clients.map((client) => client.readClose());
  await within(stop_ms_max, "the stop", node.stop());
  assert.deepEqual(new Set(await Promise.all(codes)), new Set([1001]));
  for (const client of clients) client.drop();
});

/** Clients that would hold a stop up if they could; each is left hanging. */
const hanging: readonly (readonly [string, (port: number) => Promise<RawClient>])[] = [
  ["does not answer the close", (port) => RawClient.connect(port)],
  ["does not read", async (port) => {
    const client = await RawClient.connect(port);
    await client.ask(JSON.stringify({
      op: "register",
      args: { addr: Array.from({ length: 1_000 }, (_, n) => `ws://node-${n}.example:9000/ws`) },
    }));
    for (let turn = 0; turn < 2_000; turn++) await client.write(frameBytes(opcode.text, '{"op":"peers"}'));
    return client;
  }],
  ["sends nothing", (port) => RawClient.dial(port)],
  ["is in the middle of a request", async (port) => {
    const client = await RawClient.dial(port);
    await client.write("GET /ws HTTP/1.1\r\nHost: loc");
    return client;
  }],
  ["is in the middle of a frame", async (port) => {
    const client = await RawClient.connect(port);
    await client.write(frameBytes(opcode.text, '{"op":"peers"}').subarray(0, 8));
    return client;
  }],
];

for (const [name, connect] of hanging) {
  Deno.test(`a node stops within 3 s also with a client that ${name}`, async () => {
    const node = await NodeProcess.start();
    using _client = await connect(node.port);
    await within(stop_ms_max, "the stop", node.stop());
  });
}
