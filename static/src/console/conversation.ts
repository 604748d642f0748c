/** The console's conversation as other panels see it: the node that was asked, and each exchange. */
import type { Exchange } from "./conversation_history.ts";

/** One node that the console was connected to. */
export interface Counterpart {
  /** Its WebSocket URL. */
  readonly url: string;
  /** True for the node that serves this page. */
  readonly is_own: boolean;
  /** True when it described its ops; a lecture node answers 404 to that. Undefined while that is not known. */
  readonly describes_ops: boolean | undefined;
}

/** Called for every exchange that was sent, answered or lost. */
export type ExchangeListener = (exchange: Exchange) => void;

/** What was said so far, and what is said from now on. */
export interface Conversation {
  /** Oldest first, those of earlier visits of this page included. */
  readonly exchanges: readonly Exchange[];
  /** The node that the console is connected to, or was last. */
  readonly counterpart: Counterpart | undefined;
  listen(listener: ExchangeListener): void;
  /** Puts a message into the editor and moves the keyboard there; sends nothing. */
  draft(message: string): void;
}
