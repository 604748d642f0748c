/**
 * Half messages and unread answers against a node that may take 192 or 512 MiB, in a process of its own. Here they are small;
 * `deno task attack` has the large ones.
 */
import assert from "node:assert/strict";
import WebSocket from "ws";
import { has_proc, NodeProcess } from "./node_process.ts";
import { frameBytes, opcode, RawClient } from "./raw_client.ts";
import { within } from "./test_node.ts";

const time = '{"op":"time"}';
const as = (ip: string) => ({ "X-Forwarded-For": ip });

function attacked(
  name: string,
  test: (node: NodeProcess) => Promise<void>,
  memory_max_mib = 192,
): void {
  // While it is attacked the event loop is busy, so the guard sees it late.
  const peak_mib_max = 1.5 * memory_max_mib + 300;
  Deno.test({
    name: has_proc ? name : `${name} (ignored: measures by Linux's /proc)`,
    ignore: !has_proc,
    async fn() {
      const env = { MEMORY_MAX_MIB: `${memory_max_mib}`, PROXIES: "127.0.0.1" };
      const node = await NodeProcess.start("node_process.ts", env);
      try {
        await within(60_000, name, test(node));
        console.log(`peak ${node.peak_mib().toFixed(0)} MiB`);
        assert.ok(node.peak_mib() <= peak_mib_max, `peak ${node.peak_mib()} MiB`);
      } finally {
        await node.stop();
      }
    },
  });
}

/** A text message that never ends, until the node ends the connection. Fails where it takes 600 MiB. */
async function sendWithoutEnd(port: number, ip: string): Promise<void> {
  using client = await RawClient.connect(port, as(ip));
  const part = frameBytes(opcode.continuation, new Uint8Array(2 ** 20), { fin: false });
  try {
    await client.send(opcode.text, "x", { fin: false });
    for (let sent_mib = 0; sent_mib < 600; sent_mib++) await client.write(part);
  } catch {
    // The node ended the connection.
    return;
  }
  assert.fail("the node took 600 MiB of one message");
}

/** Sends parts of messages on many connections of one IP at once, until the node ends them. */
async function sendParts(port: number, ip: string, connections: number): Promise<void> {
  const part = frameBytes(opcode.text, new Uint8Array(2 ** 20));
  // Each announces 60 MiB, and sends 25 of them at most.
  const head = frameBytes(opcode.text, new Uint8Array(60 * 2 ** 20)).slice(0, 14);
  let ended = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      using client = await RawClient.connect(port, as(ip));
      try {
        await client.write(head);
        for (let sent_mib = 0; sent_mib < 25; sent_mib++) await client.write(part);
        while (await client.read() !== undefined);
      } finally {
        ended++;
      }
    }).map((work) => work.catch(() => {})),
  );
  assert.equal(ended, connections);
}

/** Asks for something as a program of this computer does. Its IP is not that of the proxy, which is never local. */
function askLocally(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/ws`, { localAddress: "127.0.0.9" });
    client.on("open", () => client.send(text));
    client.on("message", (data) => {
      resolve(String(data));
      client.terminate();
    });
    client.on("close", () => reject(new Error("closed")));
    client.on("error", reject);
  });
}

/** Tries every 50 ms until it works. */
async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A local client gets an answer, in 3 s at most. Returns after how many milliseconds. */
async function assertServesLocally(port: number): Promise<number> {
  const began_ms = performance.now();
  const answer = untilDone(() => askLocally(port, time));
  assert.equal(JSON.parse(await within(3_000, "the answer to a local client", answer)).status, 200);
  return performance.now() - began_ms;
}

/** A public client that gets in and is answered, sooner or later. */
async function answered(port: number, ip: string): Promise<RawClient> {
  return await untilDone(async () => {
    const client = await RawClient.connect(port, as(ip));
    assert.equal(JSON.parse(await client.ask(time)).status, 200);
    return client;
  });
}

async function memoryRestarts(port: number): Promise<number> {
  const text = await untilDone(async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  return Number(/^foxchain_server_restarts_total\{cause="memory"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** Sends without end until the memory was full. What else ends a connection, e.g. a restart before, begins anew. */
async function fillMemory(port: number, ip: string): Promise<void> {
  const before = await memoryRestarts(port);
  while (await memoryRestarts(port) === before) await untilDone(() => sendWithoutEnd(port, ip));
}

attacked(
  "a message without end is ended, time and again, and a local client is answered within 3 s",
  async (node) => {
    for (let round = 1; round <= 3; round++) {
      await fillMemory(node.port, `203.0.113.${round}`);
      console.log(
        `a local client was answered ${(await assertServesLocally(node.port)).toFixed(0)} ms later`,
      );
    }
    assert.ok(await memoryRestarts(node.port) >= 3);
  },
);

attacked(
  "32 connections that send parts of 60 MiB are ended, and their places come back within 15 s",
  async (node) => {
    await sendParts(node.port, "203.0.113.1", 32);
    await assertServesLocally(node.port);
    assert.ok(await memoryRestarts(node.port) >= 1);
    // As many as one public IP may have.
    await within(
      15_000,
      "the return of the places",
      (async () => {
        const clients: RawClient[] = [];
        while (clients.length < 256) clients.push(await answered(node.port, "203.0.113.1"));
        for (const client of clients) client.drop();
      })(),
    );
  },
);

attacked("a client that did nothing wrong is asked to come again with 1012", async (node) => {
  using idle = await RawClient.connect(node.port, as("198.51.100.9"));
  await fillMemory(node.port, "203.0.113.1");
  assert.equal(await idle.readClose(), 1012);
});

attacked("who fills the memory twice has to wait, and only who was silent then", async (node) => {
  const sender = "203.0.113.1";
  await fillMemory(node.port, sender);
  (await within(15_000, "the return after the first time", answered(node.port, sender))).drop();
  await fillMemory(node.port, sender);
  await assertServesLocally(node.port);
  // At first it is the server that is not back.
  await untilDone(() =>
    assert.rejects(RawClient.connect(node.port, as(sender)), /HTTP\/1\.1 503 [^]*retry-after: 5/)
  );
  using other = await RawClient.connect(node.port, as("198.51.100.7"));
  assert.equal(JSON.parse(await other.ask(time)).status, 200);
  await assertServesLocally(node.port);
  (await within(15_000, "the return after the second time", answered(node.port, sender))).drop();
});

attacked(
  "60 idle clients of one public IP are back 15 s after another source's attack",
  async (node) => {
    const idle = "198.51.100.7";
    let connected = 0;
    let connects = 0;
    let stopped = false;
    // Connects again 200 ms after each end, and says nothing.
    const keepConnected = async () => {
      while (!stopped) {
        const client = await RawClient.connect(node.port, as(idle)).catch(() => undefined);
        if (client !== undefined) {
          connected++;
          connects++;
          clients.add(client);
          while (await client.read() !== undefined);
          clients.delete(client);
          client.drop();
          connected--;
        }
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    const clients = new Set<RawClient>();
    const all = Promise.all(Array.from({ length: 60 }, keepConnected));
    const back = async (times: number) => {
      while (connected < 60 || connects < 60 * times) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await back(1);
    await fillMemory(node.port, "203.0.113.1");
    await within(15_000, "the return after the first time", back(2));
    await fillMemory(node.port, "203.0.113.1");
    const began_ms = performance.now();
    await within(15_000, "the return of all 60", back(3));
    console.log(`all were back after ${((performance.now() - began_ms) / 1000).toFixed(1)} s`);
    stopped = true;
    for (const client of clients) client.drop();
    await all;
  },
);

attacked(
  "128 readers of as many public IPs that never read their answers end nobody's connection and delay nobody for 3 s",
  async (node) => {
    const addr = Array.from({ length: 1_000 }, (_, n) => `ws://node-${n}.example:9000/ws`);
    assert.equal(
      JSON.parse(await askLocally(node.port, JSON.stringify({ op: "register", args: { addr } }))).status,
      202,
    );
    const asks = new Uint8Array(
      Array.from({ length: 300 }, () => [...frameBytes(opcode.text, '{"op":"peers"}')]).flat(),
    );
    const readers: RawClient[] = [];
    for (let reader = 0; reader < 128; reader++) {
      const client = await untilDone(() => RawClient.connect(node.port, as(`203.0.113.${reader}`)));
      readers.push(client);
      // 32 KB for each answer: 1.2 GB in all.
      await client.write(asks);
    }
    while (node.untakenBytes() > 100) await new Promise((resolve) => setTimeout(resolve, 20));
    await assertServesLocally(node.port);
    using other = await within(3_000, "the answer to others", answered(node.port, "198.51.100.7"));
    const { response } = JSON.parse(await other.ask('{"op":"peers"}'));
    assert.equal(response.peers.length, 1_000);
    // 128 times 4 MiB would fill it.
    assert.equal(await memoryRestarts(node.port), 0);
    for (const client of readers) client.drop();
    await within(
      15_000,
      "the return of the places",
      (async () => {
        while (node.clientDescriptors() > 3) await new Promise((resolve) => setTimeout(resolve, 20));
      })(),
    );
  },
  512,
);
