/** How many pages follow a node, as it counts them. */
import type { RunningNode } from "../node/node.ts";
import { until } from "../node/test_until.ts";

/** Event streams that the node holds open. */
export async function streams(node: RunningNode): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text();
  return Number(/^foxchain_connections\{kind="events"\} (\d+)$/m.exec(text)?.[1]);
}

/** Waits until it is so many. */
export async function streamsBecome(node: RunningNode, count: number): Promise<void> {
  await until(async () => await streams(node) === count, `${count} event streams`, 20_000);
}
