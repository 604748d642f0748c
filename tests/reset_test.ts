/** Clients that reset their connection right after the upgrade request: no event tells the node of them. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type ChildNode, startChildNode } from "./child_node.ts";
import { RawClient, upgradeRequest } from "./raw_client.ts";
import { within } from "./test_node.ts";
import { lost_sockets_limit, lost_sockets_local_limit } from "../node/limits.ts";

const resets = 3_500;
const at_once = 50;
const back_ms_max = 15_000;
/** Usually 50 ms, on a machine of 2 cores. The node waits 2 s for those that it counts as open. */
const stop_ms_max = 1_000;
/** A page of another site makes its visitor a public source. */
const foreign = { origin: "http://evil.example" };

Deno.test("3,500 resets take no place for long, and hold up no stop", () =>
  withChild(async (node) => {
    for (let sent = 0; sent < resets; sent += at_once) await resetAtOnce(node.port, {});
    assert.ok(await clients(node.port) <= lost_sockets_local_limit.unopened_max);
    await within(back_ms_max, "the return of the places", emptied(node.port));
    for (let sent = 0; sent < resets; sent += at_once) await resetAtOnce(node.port, {});
  }));

Deno.test("a public source that resets 3,500 times makes the node lose few sockets, and is soon let in again", () =>
  withChild(async (node) => {
    for (let sent = 0; sent < resets; sent += at_once) await resetAtOnce(node.port, foreign);
    assert.ok(await clients(node.port) <= lost_sockets_limit.unopened_max);
    await within(back_ms_max, "the return of the places", emptied(node.port));
    const late = within(back_ms_max, "a place", admitted(node.port));
    (await late).drop();
  }));

async function withChild(body: (node: ChildNode) => Promise<void>): Promise<void> {
  const node = await startChildNode(":memory:");
  try {
    await body(node);
  } finally {
    assert.equal(await within(stop_ms_max, "the stop", node.stop()), 0);
  }
}

/** Sends upgrade requests and resets each connection as soon as its request has left. */
async function resetAtOnce(port: number, headers: Record<string, string>): Promise<void> {
  const request = upgradeRequest(port, headers);
  await Promise.all(Array.from({ length: at_once }, async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    const closed = once(socket, "close");
    socket.write(request, () => socket.resetAndDestroy());
    await closed;
  }));
}

/** Clients that hold a place. */
async function clients(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: "close" } });
  return Number(/^foxchain_connections\{kind="clients"\} (\d+)$/m.exec(await answer.text())![1]);
}

async function emptied(port: number): Promise<void> {
  while (await clients(port) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function admitted(port: number): Promise<RawClient> {
  for (;;) {
    try {
      return await RawClient.connect(port, foreign);
    } catch (error) {
      if (!String(error).includes(" 503 ")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
