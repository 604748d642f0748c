/** A node whose file descriptors are taken by strangers: it goes on, keeps its store to itself, and is soon back. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket as WsClient } from "ws";
import { EventReader } from "../node/page/event_reader.ts";
import { type ChildNode, startChildNode } from "./child_node.ts";
import { foxchain } from "./command.ts";
import { RawClient } from "./raw_client.ts";
import { SilentConnections } from "./silent_connections.ts";
import { within } from "./test_node.ts";

const descriptors_max = 128;
const silent_connections = 400;
const back_ms_max = 3_000;

/** What a test of a node under attack works with. */
interface Attacked {
  readonly node: ChildNode;
  readonly db: string;
  /** Takes every descriptor until the node's server has started anew. */
  attack(): Promise<void>;
}

/** `ulimit` is a word of Unix shells. */
function testAttacked(name: string, body: (test: Attacked) => Promise<void>): void {
  Deno.test({
    name,
    ignore: Deno.build.os === "windows",
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "foxchain_descriptors_" });
      const db = `${folder}/peers.sqlite`;
      const node = await startChildNode(db, { descriptors_max });
      const attack = async () => {
        const before = await patiently(() => restarts(node.port));
        using _silent = await SilentConnections.open(node.port, silent_connections);
        await within(back_ms_max, "the return of the node", returned(node.port, before));
      };
      try {
        await body({ node, db, attack });
      } finally {
        assert.equal(await within(3_000, "the stop", node.stop()), 0);
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

testAttacked(
  "400 silent connections at 128 descriptors, ten times: a local client is soon answered again",
  async ({ node, attack }) => {
    for (let repeat = 0; repeat < 10; repeat++) {
      await attack();
      assert.equal((await patiently(() => answer(node.port, '{"op":"time"}'))).status, 200);
    }
    assert.ok(await patiently(() => restarts(node.port)) >= 10);
  },
);

testAttacked(
  "a client that is connected is told 1012, which npm's ws takes for what it is",
  async ({ node, attack }) => {
    const client = new WsClient(`ws://127.0.0.1:${node.port}/ws`);
    await once(client, "open");
    const closed = once(client, "close");
    await attack();
    const [code, reason] = await within(back_ms_max, "the close", closed);
    assert.deepEqual([code, String(reason)], [1012, "The node's server starts anew. Connect again."]);
  },
);

testAttacked(
  "the store is still this process's own afterwards, and what was registered is there",
  async ({ node, db, attack }) => {
    const register = '{"op":"register","args":{"addr":"ws://kept.example:9000/ws"}}';
    assert.equal((await answer(node.port, register)).status, 202);
    for (let repeat = 0; repeat < 3; repeat++) await attack();
    const second = await foxchain(["--host", "127.0.0.1", "--port", "0", "--db", db]);
    assert.equal(second.code, 4);
    assert.match(second.stderr, /in use/);
    const { response } = await patiently(() => answer(node.port, '{"op":"peers"}'));
    assert.deepEqual(response?.peers, ["ws://kept.example:9000/ws"]);
  },
);

testAttacked(
  "the page's event stream ends in good order, and another one is there at once",
  async ({ node, attack }) => {
    const reader = await EventReader.open(node.port);
    await reader.snapshot();
    await attack();
    assert.equal(await within(back_ms_max, "the end of the stream", reader.next()), undefined);
    const again = await patiently(() => EventReader.open(node.port));
    await again.close();
  },
);

/** How often the node's server came back because descriptors ran out. */
async function restarts(port: number): Promise<number> {
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: "close" } });
  const [, count] = /^foxchain_server_restarts_total\{cause="descriptors"\} (\d+)$/m.exec(
    await metrics.text(),
  )!;
  return Number(count);
}

/** Settles when the node answers again and has counted a restart more. */
async function returned(port: number, before: number): Promise<void> {
  while (await patiently(() => restarts(port)) === before) await pause();
}

/** Asks until there is an answer, for as long as a user may have to wait: one attack can make the server start anew twice. */
function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const start_ms = performance.now();
  const again = async (): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() - start_ms > back_ms_max) throw error;
      await pause();
      return await again();
    }
  };
  return again();
}

/** Refused at once while the server is away; this leaves the processor to it. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

/** A client's first answer. */
async function answer(
  port: number,
  request: string,
): Promise<{ status: number; response?: { peers: string[] } }> {
  using client = await RawClient.connect(port);
  return JSON.parse(await client.ask(request));
}
