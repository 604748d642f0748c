/** The page's one WebSocket: opens and closes it, and says in words how it stands. */
import { console_words } from "./words.ts";

const phrases = console_words.en;
const texts = phrases;

/** How the connection stands. "failed" is "idle" after something went wrong. */
export type State = "idle" | "connecting" | "open" | "failed";

/** What the connection tells the page. */
export interface Listener {
  /** The state is a new one; `words` say it to a person. */
  changed(state: State, words: string): void;
  /** A message came; a binary one is only described. */
  received(text: string): void;
}

/** Opens sockets; `WebSocket` in the page, something else in a test. */
export type OpenSocket = (url: string) => WebSocket;

/** At most one socket at a time; what an earlier one still says is ignored. */
export class Connection {
  #socket: WebSocket | undefined;
  readonly #listener: Listener;
  readonly #open_socket: OpenSocket;

  /** Opens nothing yet; `open_socket` may throw, as `new WebSocket` does. */
  constructor(listener: Listener, open_socket: OpenSocket = (url) => new WebSocket(url)) {
    this.#listener = listener;
    this.#open_socket = open_socket;
  }

  /** Whether a socket is open or on its way. */
  get busy(): boolean {
    return this.#socket !== undefined;
  }

  /** Opens a connection to a URL that begins with ws:// or wss://, instead of the one there is. */
  connect(url: string): void {
    this.#drop();
    this.#listener.changed("connecting", phrases.connecting(url));
    try {
      this.#socket = this.#open_socket(url);
    } catch {
      this.#listener.changed("failed", phrases.forbidden(url));
      return;
    }
    this.#follow(this.#socket, url);
  }

  /** Ends the connection because the person wants it. */
  disconnect(): void {
    this.#drop();
    this.#listener.changed("idle", texts.disconnected);
  }

  /** Sends a message; false when there is no open connection and nothing was sent. */
  send(text: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  #follow(socket: WebSocket, url: string): void {
    let was_open = false;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      was_open = true;
      this.#listener.changed("open", phrases.connected(url));
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      this.#listener.received(typeof data === "string" ? data : phrases.binary(data.byteLength));
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      this.#listener.changed("failed", endWords(url, was_open, code, reason));
    };
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
  }
}

/** A browser reports every failure to connect, and every loss, as 1006 and gives no cause. */
function endWords(url: string, was_open: boolean, code: number, reason: string): string {
  if (!was_open) return phrases.failed(url);
  return code === 1006 ? phrases.dropped(url) : phrases.closed(url, code, reason);
}
