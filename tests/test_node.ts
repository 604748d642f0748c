/** A node of the test's own process, on a port of its own, with its store in memory. */
import { Buffer } from "node:buffer";
import { type RunningNode, startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";

export { within } from "../node/test_until.ts";

/** Starts a node on a loopback port; 0 is a free one. */
export function startTestNode(port = 0): RunningNode {
  return startNode({ port, host: "127.0.0.1", storage: new MemoryStorage() });
}

/** Runs a test with a node that is stopped afterwards. */
export async function withNode(test: (node: RunningNode) => Promise<void>): Promise<void> {
  const node = startTestNode();
  try {
    await test(node);
  } finally {
    await node.stop();
  }
}

/** Text as the transcript writes binary: one character per byte. */
export function latin1(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
