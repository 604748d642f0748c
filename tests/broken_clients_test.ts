/** Clients that break the rules: each is refused, others are served on, and the node lives. */
import assert from "node:assert/strict";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { opcode, RawClient, upgradeRequest } from "./raw_client.ts";
import { latin1, within, withNode } from "./test_node.ts";

const time = '{"op":"time"}';

/** Runs an attack while another client is connected, who must be answered afterwards as before. */
function attacked(name: string, attack: (port: number) => Promise<void>): void {
  Deno.test(name, () =>
    withNode(async ({ port }) => {
      using other = await RawClient.connect(port);
      assert.equal(JSON.parse(await other.ask(time)).status, 200);
      await within(10_000, name, attack(port));
      assert.equal(JSON.parse(await other.ask(time)).status, 200);
    }));
}

// Deno ends the connection on a breach of RFC 6455 without the close frame (1002, 1007) that the RFC allows to send:
// clients see 1006.
const breaches: readonly (readonly [string, Parameters<RawClient["send"]>])[] = [
  ["text that is not UTF-8", [opcode.text, latin1("\xff\xfe")]],
  ["half a character at the end of a text", [opcode.text, latin1("\xe7\x8b")]],
  ["reserved bits", [opcode.text, time, { reserved: 4 }]],
  ["an unknown opcode", [3, time]],
  ["a continuation of nothing", [opcode.continuation, time]],
  ["a ping in fragments", [opcode.ping, "", { fin: false }]],
  ["a ping of 126 bytes", [opcode.ping, "x".repeat(126)]],
  ["a close with half a code", [opcode.close, "x"]],
];
for (const [name, frame] of breaches) {
  attacked(`a client that sends ${name} is disconnected`, async (port) => {
    using client = await RawClient.connect(port);
    await client.send(...frame);
    assert.equal(await client.readClose(), 1006);
  });
}

attacked("a client that closes with a code that is none gets 1002", async (port) => {
  using client = await RawClient.connect(port);
  await client.send(opcode.close, latin1("\x00\x05"));
  assert.equal(await client.readClose(), 1002);
});

attacked("a client that announces a message of 4 EiB is disconnected", async (port) => {
  using client = await RawClient.connect(port);
  await client.write(latin1("\x81\xff\x40" + "\0".repeat(11)));
  assert.equal(await client.readClose(), 1006);
});

attacked("clients that go in the middle of a frame or of the upgrade leave nothing behind", async (port) => {
  for (let turn = 0; turn < 50; turn++) {
    const halfway = await RawClient.dial(port);
    await halfway.write(upgradeRequest(port).slice(0, turn * 3));
    halfway.drop();
    const early = await RawClient.dial(port);
    await early.write(upgradeRequest(port));
    early.drop();
    const torn = await RawClient.connect(port);
    await torn.write(latin1("\x81\xfe\x04\x00abcd{"));
    torn.drop();
  }
});

attacked("an upgrade request in capitals, and one of any Origin, is served", async (port) => {
  const oddities: Record<string, string>[] = [
    { Upgrade: "WebSocket", Connection: "keep-alive, UPGRADE" },
    { Origin: "https://elsewhere.example" },
  ];
  for (const headers of oddities) {
    using client = await RawClient.connect(port, headers);
    assert.equal(JSON.parse(await client.ask(time)).status, 200);
  }
});

const refusals: readonly (readonly [string, number, Record<string, string | undefined>])[] = [
  ["no Upgrade", 426, { Upgrade: undefined }],
  ["no Connection", 426, { Connection: undefined }],
  ["version 8", 426, { "Sec-WebSocket-Version": "8" }],
  ["no key", 400, { "Sec-WebSocket-Key": undefined }],
];
for (const [name, status, headers] of refusals) {
  attacked(`an upgrade request with ${name} is answered ${status}`, async (port) => {
    using client = await RawClient.dial(port);
    await client.write(upgradeRequest(port, headers));
    assert.match(await client.readHead(), new RegExp(`^HTTP/1\\.1 ${status} `));
  });
}

attacked("what is no HTTP at all is disconnected", async (port) => {
  using client = await RawClient.dial(port);
  await client.write("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n");
  await client.readToEnd();
});

Deno.test("a handler that throws is answered with a request id, and everything else goes on", async () => {
  class Broken extends MemoryStorage {
    override page(): never {
      throw new TypeError("undefined is not a function");
    }
  }
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new Broken() });
  try {
    using client = await RawClient.connect(node.port);
    const { status, error, response, id } = JSON.parse(await client.ask('{"op":"peers","id":1}'));
    assert.deepEqual([status, response, id], [500, null, 1]);
    assert.match(error, /^Internal error, request id [0-9a-f]{8}\.$/);
    assert.equal(JSON.parse(await client.ask(time)).status, 200);
    assert.equal(JSON.parse(await client.ask('{"op":"register","args":{"addr":"ws://a"}}')).status, 202);
  } finally {
    await node.stop();
  }
});
