/** What one public IP may ask of a node that takes part in the network, however many connections it opens. */
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { lecture_ops_rate } from "../node/limits.ts";
import { network_ops_rate } from "../discovery/limits.ts";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { within } from "./test_node.ts";

/** Connects; a proxied caller counts as public. */
async function connect(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
    headers: { "x-forwarded-for": "203.0.113.7" },
  });
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = ({ message }) => reject(new Error(message));
  });
  return socket;
}

/** Asks for a sample so often on one connection; counts the good answers. */
function ask(socket: WebSocket, times: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const statuses: number[] = [];
  socket.onmessage = ({ data }) => {
    statuses.push(JSON.parse(String(data)).status);
    if (statuses.length === times) socket.close();
  };
  socket.onclose = () => resolve(statuses.filter((status) => status === 200).length);
  for (let id = 0; id < times; id++) socket.send('{"op":"sample","args":{"want":0},"id":1}');
  return promise;
}

Deno.test("network ops of one public IP count together, whatever connection they come on", async () => {
  const node = startNode({
    port: 0,
    host: "127.0.0.1",
    storage: new MemoryStorage(),
    network: { dial: () => Promise.reject(new Error("nobody is dialled here")) },
  });
  const connections = lecture_ops_rate.burst / network_ops_rate.burst + 20;
  const began_ms = performance.now();
  // One after the other: a source may have few connections that have not opened.
  const sockets: WebSocket[] = [];
  while (sockets.length < connections) sockets.push(await connect(node.port));
  const answered = await within(
    20_000,
    "asking",
    Promise.all(sockets.map((socket) => ask(socket, network_ops_rate.burst))),
  );
  const elapsed_s = (performance.now() - began_ms) / 1000;
  const good = answered.reduce((sum, count) => sum + count, 0);
  assert.ok(good >= lecture_ops_rate.burst, `${good} answers`);
  assert.ok(
    good <= lecture_ops_rate.burst + Math.ceil(elapsed_s * lecture_ops_rate.per_second),
    `${good} answers`,
  );
  await node.stop();
});
