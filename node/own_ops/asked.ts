/** Answers what a student's op asks of the node: its store, and the addresses. */
import { op_keys_listed_max } from "../../storage/limits.ts";
import type { OpValues } from "../../storage/op_values.ts";
import type { Asked } from "./worker_messages.ts";

/** What the ops of students may reach. */
export interface Reach {
  readonly values: OpValues;
  /** Addresses as `peers` answers them. */
  peers(limit: number): readonly string[];
}

/**
 * Does what is asked.
 *
 * @param owner Name of the op: it has a space of its own and pays for what it writes.
 * @throws An expected failure (a full disk, no room), with a sentence for the student.
 *
 * @example
 * ```ts
 * import { answerAsked } from "./asked.ts";
 * import { MemoryOpValues } from "../../storage/memory_op_values.ts";
 * import assert from "node:assert/strict";
 *
 * const reach = { values: new MemoryOpValues(), peers: () => [] };
 * await answerAsked({ what: "set", space: null, key: "yes", text: "1" }, "vote", reach);
 * assert.equal(await answerAsked({ what: "get", space: null, key: "yes" }, "vote", reach), "1");
 * ```
 */
export async function answerAsked(asked: Asked, owner: string, { values, peers }: Reach): Promise<unknown> {
  if (asked.what === "peers") {
    return peers(Math.min(Math.max(Math.trunc(asked.limit) || 0, 1), 10_000));
  }
  // A shared store can't have the name of an op's own.
  const space = asked.space === null ? `op:${owner}` : `shared:${asked.space}`;
  switch (asked.what) {
    case "get":
      return values.get(space, asked.key) ?? null;
    case "set":
      return await values.set({ owner, space, key: asked.key }, asked.text);
    case "swap":
      return await values.swap({ owner, space, key: asked.key }, asked.old ?? undefined, asked.text);
    case "delete":
      return await values.delete(space, asked.key);
    case "list":
      return values.list(space, asked.prefix, asked.after, op_keys_listed_max);
  }
}
