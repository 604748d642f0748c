/** What comes on one connection, kept until a check asks for it. The world brings the socket and the timers. */
import { unread_messages_max } from "./limits.ts";
import type { LineReply } from "./world.ts";

/** A message as it came. */
export type Message = Extract<LineReply, { readonly kind: "text" | "binary" }>;

/** How a connection ended. */
export interface Close {
  /** As in RFC 6455; 1006: cut without a word. */
  readonly code: number;
  readonly reason: string;
}

/** Does something later, and says how to call it off. */
export type Later = (ms: number, work: () => void) => { clear(): void };

/**
 * One connection's.
 *
 * @example
 * ```ts
 * import { Inbox } from "./inbox.ts";
 * import assert from "node:assert/strict";
 *
 * const inbox = new Inbox();
 * const never = () => ({ clear: () => {} });
 * const reply = inbox.ask(() => inbox.receive({ kind: "text", text: "{}" }), 1_000, never);
 * assert.deepEqual(await reply, { kind: "text", text: "{}" });
 * inbox.receive({ kind: "text", text: "nobody asked" });
 * assert.deepEqual(inbox.unread(), ["nobody asked"]);
 * ```
 */
export class Inbox {
  #unread: string[] = [];
  #waiting: ((reply: LineReply) => void) | undefined;
  #closed: Close | undefined;

  /** Set once the connection has ended. */
  get closed(): Close | undefined {
    return this.#closed;
  }

  /** A message came. */
  receive(message: Message): void {
    if (this.#waiting !== undefined) return this.#waiting(message);
    if (this.#unread.length < unread_messages_max) this.#unread.push(message.text);
  }

  /** The connection ended; what it is told later changes nothing. */
  close(close: Close): void {
    this.#closed ??= close;
    this.#waiting?.({ kind: "closed", ...this.#closed });
  }

  /** Sends by `send`, and waits for the next message, the end, or the limit. */
  ask(send: () => void, limit_ms: number, later: Later): Promise<LineReply> {
    if (this.#closed !== undefined) return Promise.resolve({ kind: "closed", ...this.#closed });
    return new Promise((resolve) => {
      const timer = later(limit_ms, () => this.#waiting?.({ kind: "silent" }));
      this.#waiting = (reply) => {
        this.#waiting = undefined;
        timer.clear();
        resolve(reply);
      };
      send();
    });
  }

  /** What came while nobody waited; told once. */
  unread(): readonly string[] {
    const messages = this.#unread;
    this.#unread = [];
    return messages;
  }
}
