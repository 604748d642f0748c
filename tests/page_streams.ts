/** How many pages follow a node, as it counts them. */
import type { Node } from "../node/node.ts";

/** Event streams that the node holds open. */
export async function streams(node: Node): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text();
  return Number(/^foxchain_connections\{kind="events"\} (\d+)$/m.exec(text)?.[1]);
}

/** Asks until it is so. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!await holds());
}
