/** The parts of a history, in this tab and in storage. */

/** Exchanges that are kept; the oldest are dropped first. More would slow the page. */
export const exchanges_max = 200;

/** Marks of removed exchanges kept; the oldest go. Twice what a history holds, so that no tab brings back what another removed. */
export const removed_max = 400;

/** How the bytes of a binary frame are written as text. */
export type BinaryForm = "text" | "hex";

/** A request with its answer. An unrequested message has no request and no number. */
export interface Exchange {
  /** Names it in all tabs. What an earlier version kept has none. */
  readonly key?: string;
  /** Counts the requests from 1, over all visits of this page. */
  readonly number?: number;
  /** The message as it was typed. */
  readonly request?: string;
  /** It was sent as a binary frame: `text` where its bytes are the request in UTF-8, `hex` where they are its digits. */
  readonly binary?: BinaryForm;
  /** WebSocket URL of the node that was asked. */
  readonly url: string;
  /** When it was sent (or, unasked, received), in milliseconds since 1970. */
  readonly sent_ms: number;
  /** The message as it came. */
  answer?: string;
  /** Whether the op is a student's own, as the node's list of ops said when the answer came; left out where it said nothing. */
  own?: boolean;
  /** What the op wrote to its log for this request, line by line. */
  said?: string;
  /** From sending to receiving. */
  round_trip_ms?: number;
  /** The connection ended before the answer came. */
  lost?: boolean;
  /** Stays on top, and when the rest is cleared. */
  pinned?: boolean;
  /** How often it was pinned or unpinned. Of two tabs, the one with more changes wins. */
  pins?: number;
}

/** A history as other tabs and later visits get it. */
export interface StoredHistory {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  /** The last number that was given to a request. */
  readonly number: number;
  /** Keys of exchanges that a person removed. */
  readonly removed: readonly string[];
}
