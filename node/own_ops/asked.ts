/** Answers what a student's op asks of the node: its store, the addresses, and other nodes. */
import { op_keys_listed_max } from "../../storage/limits.ts";
import type { OpValues } from "../../storage/op_values.ts";
import type { AskCall, AskDesk } from "./ask_desk.ts";
import { asks_max } from "./limits.ts";
import type { Asked } from "./worker_messages.ts";

/** What a call may reach. */
export interface Reach {
  readonly values: OpValues;
  /** Addresses as `peers` answers them. */
  peers(limit: number): readonly string[];
}

/** A call's way to other nodes. */
export interface Asker {
  readonly desk: AskDesk;
  readonly call: AskCall;
}

/** The answer to an ask in an example, and in `foxchain op test`. */
export const no_node =
  "ask() and askPeers() need a running node: foxchain --ops my_ops. An example has none.";

/**
 * Does what is asked.
 *
 * @param owner Name of the op. It has a space of its own, and its writes count against its share of the store.
 * @param asker Undefined where there is no node around the op, as in an example.
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
export async function answerAsked(
  asked: Asked,
  owner: string,
  { values, peers }: Reach,
  asker?: Asker,
): Promise<unknown> {
  if (asked.what === "peers") {
    return peers(Math.min(Math.max(Math.trunc(asked.limit) || 0, 1), 10_000));
  }
  if (asked.what === "ask" || asked.what === "ask_peers") {
    if (asker === undefined) throw new Error(no_node);
    const { desk, call } = asker;
    return asked.what === "ask"
      ? await desk.ask(call, asked.addr, asked)
      : await desk.askPeers(call, asked, Math.min(asked.max, asks_max));
  }
  // The prefixes keep a shared store apart from an op's own.
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
