/** Keeps connections busy with messages, as fast as the node takes them; answers are read and thrown away. */
import { frameBytes, opcode } from "../../raw_client.ts";
import { pause, type Target } from "./target.ts";
import type { Tcp } from "./tcp.ts";

/** What is sent, and by how many. */
export interface Flood {
  readonly connections: number;
  /** The next message. */
  readonly message: () => string;
  /** Messages in one write. */
  readonly batch?: number;
  /** Who sends: the same stranger for all connections unless it says otherwise. */
  readonly strangerOf?: (connection: number) => number;
  /** Comes from this address instead, without a foreign Origin: a source of this computer or site. */
  readonly from?: string;
  /** Pause between two writes of a connection. */
  readonly pause_ms?: number;
}

/** Sends until the target's bounds are reached. A connection that is closed is opened anew, ten times a second. */
export async function flood(target: Target, plan: Flood): Promise<void> {
  await Promise.all(
    Array.from({ length: plan.connections }, (_, connection) => one(target, plan, connection)),
  );
}

async function one(target: Target, plan: Flood, connection: number): Promise<void> {
  const stranger = plan.strangerOf?.(connection) ?? 0;
  let tcp: Tcp | undefined;
  while (target.goesOn) {
    if (!tcp?.open) {
      tcp = plan.from === undefined
        ? await target.webSocket(stranger)
        : await target.webSocket(stranger, { from: plan.from });
      if (tcp === undefined) {
        if (target.opened >= target.plan.bounds.connections_max) return;
        await pause(100);
        continue;
      }
      tcp.ignoreAnswers();
    }
    await target.send(tcp, frames(plan));
    await pause(plan.pause_ms ?? 0);
  }
}

function frames({ batch = 1, message }: Flood): Uint8Array {
  const parts = Array.from({ length: batch }, () => frameBytes(opcode.text, message()));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A text of up to `bytes` that repeats `item` (numbered) as a list between `head` and `tail`. */
export function longList(head: string, item: (n: number) => string, tail: string, bytes: number): string {
  const items: string[] = [];
  let length = head.length + tail.length;
  for (let n = 0;; n++) {
    const next = item(n);
    length += next.length + 1;
    if (length > bytes) return head + items.join(",") + tail;
    items.push(next);
  }
}
