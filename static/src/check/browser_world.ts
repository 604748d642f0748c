/** The world of the checks in a browser: its WebSockets and clocks. It hides HTTP statuses, causes, and other origins. */
import { type Close, Inbox, type Later } from "../../../check/inbox.ts";
import { isThisComputer } from "../../../check/rules.ts";
import type { Line, LineReply, Opened, World } from "../../../check/world.ts";
import type { OpenSocket } from "../console/connection.ts";
import { DONE } from "../../../discovery/close_codes.ts";

/** The state of a WebSocket that can be sent to. */
const OPEN = 1;

/** The world of one node. */
export class BrowserWorld implements World {
  readonly is_browser = true;
  readonly same_clock: boolean;
  readonly #url: URL;
  readonly #open_socket: OpenSocket;
  readonly #waits = new Set<() => void>();

  /** @param url A `ws:` or `wss:` URL. */
  constructor(url: string, open_socket: OpenSocket = (url) => new WebSocket(url)) {
    this.#url = new URL(url);
    this.#open_socket = open_socket;
    this.same_clock = isThisComputer(url);
  }

  wall_ms(): number {
    // What performance counts from stands still while a laptop sleeps.
    return Date.now();
  }

  steady_ms(): number {
    return performance.now();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#waits.delete(end);
        timer.clear();
        resolve();
      };
      const timer = later(ms, end);
      this.#waits.add(end);
    });
  }

  /** Ends the waits that nobody waits for any more. */
  end(): void {
    for (const end of [...this.#waits]) end();
  }

  open(limit_ms: number, path?: string, origin?: string): Promise<Opened> {
    // A browser sends the page's own origin and no other. Where the page is another node's, that is a foreign one.
    if (origin !== undefined) return Promise.resolve({ kind: "failed", detail: "" });
    const url = new URL(this.#url);
    if (path !== undefined) url.pathname = path;
    let socket: WebSocket;
    try {
      socket = this.#open_socket(url.href);
    } catch {
      // A page that came by https may not open ws:.
      return Promise.resolve({ kind: "failed", detail: "" });
    }
    return opened(socket, limit_ms);
  }
}

function opened(socket: WebSocket, limit_ms: number): Promise<Opened> {
  const line = new BrowserLine(socket);
  return new Promise((resolve) => {
    const timer = later(limit_ms, () => {
      // Chromium complains of a socket that is closed before it is open.
      socket.onopen = () => socket.close(DONE);
      resolve({ kind: "late", detail: "" });
    });
    const settle = (opened: Opened) => {
      timer.clear();
      resolve(opened);
    };
    socket.onopen = () => settle({ kind: "open", line });
    line.ended.then(() => settle({ kind: "failed", detail: "" }));
  });
}

/** One connection. */
class BrowserLine implements Line {
  /** Settles when it has ended. */
  readonly ended: Promise<void>;
  readonly #socket: WebSocket;
  readonly #inbox = new Inbox();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      const is_text = typeof data === "string";
      const text = is_text ? data : new TextDecoder().decode(data as ArrayBuffer);
      this.#inbox.receive({ kind: is_text ? "text" : "binary", text });
    };
    this.ended = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => {
        this.#inbox.close({ code, reason });
        resolve();
      };
    });
  }

  ask(text: string, limit_ms: number): Promise<LineReply> {
    const closed = this.closed();
    if (closed !== undefined) return Promise.resolve({ kind: "closed", ...closed });
    return this.#inbox.ask(() => this.#socket.send(text), limit_ms, later);
  }

  unread(): readonly string[] {
    return this.#inbox.unread();
  }

  closed(): Close | undefined {
    // The node's close has come; the end of its connection may take longer.
    const is_closing = this.#socket.readyState !== OPEN;
    return this.#inbox.closed ?? (is_closing ? { code: 1005, reason: "" } : undefined);
  }

  close(): void {
    this.#socket.close(DONE);
  }
}

const later: Later = (ms, work) => {
  const timer = setTimeout(work, ms);
  return { clear: () => clearTimeout(timer) };
};
