/**
 * What the checks need of the world around them. The command line brings sockets, a page its browser, a test a script.
 * Nothing here throws because of a node: what it does comes back as a value.
 */

/** The world. Times are in milliseconds. */
export interface World {
  /**
   * Opens a WebSocket to the node.
   *
   * @param path Another path than that of the node's URL, e.g. `/`.
   * @param origin The Origin of a page of another address. A browser always sends its own.
   */
  open(limit_ms: number, path?: string, origin?: string): Promise<Opened>;
  /**
   * Sends an HTTP POST to the node, to see whether it speaks HTTP instead. Missing where it can't be done, as in a page.
   *
   * @returns The body of the answer, or undefined where none came.
   */
  post?(path: string, body: string, limit_ms: number): Promise<string | undefined>;
  /** The wall clock, since 1970. */
  wall_ms(): number;
  /** A clock that never jumps. */
  steady_ms(): number;
  wait(ms: number): Promise<void>;
  /** Whether the node runs on this computer, so that both have one clock. */
  readonly same_clock: boolean;
  /** A browser hides HTTP statuses and causes of closes. So fewer causes can be told apart, and the report says so. */
  readonly is_browser?: boolean;
}

/** What became of a try to open a connection. */
export type Opened =
  | { readonly kind: "open"; readonly line: Line }
  /** It answered by HTTP: there is a program, and no WebSocket at this path. */
  | { readonly kind: "http"; readonly status: number }
  /** Something listens, and does not speak HTTP. */
  | { readonly kind: "no_http"; readonly detail: string }
  /** Nothing listens on that port. */
  | { readonly kind: "refused"; readonly detail: string }
  /** The network does not reach the node. `final`: to try again is useless. */
  | { readonly kind: "unreachable"; readonly detail: string; readonly final?: boolean }
  /** No answer in time, to the connection or to the handshake. */
  | { readonly kind: "late"; readonly detail: string }
  /** It was closed before it was open. A browser gives no cause. */
  | { readonly kind: "failed"; readonly detail: string };

/** One open connection. */
export interface Line {
  /** Sends a text and waits for the next message. */
  ask(text: string, limit_ms: number): Promise<LineReply>;
  /** Messages that came while nothing waited for one. Each is given once. */
  unread(): readonly string[];
  /** Set once the node has closed the connection. */
  closed(): { readonly code: number; readonly reason: string } | undefined;
  close(): void;
}

/** What came of a request. */
export type LineReply =
  | { readonly kind: "text"; readonly text: string }
  /** A binary frame; the text is its bytes read as UTF-8. */
  | { readonly kind: "binary"; readonly text: string }
  | { readonly kind: "silent" }
  /** `code` as in RFC 6455; 1006: cut without a close frame. */
  | { readonly kind: "closed"; readonly code: number; readonly reason: string };
