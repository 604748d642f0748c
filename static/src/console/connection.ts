/** The page's one WebSocket: opens it, closes it, and opens it again when it was lost. */
import { CUT_OFF, DONE } from "../../../discovery/close_codes.ts";
import type { Cause, State } from "./connection_state.ts";
import { browser_timers, type Timers } from "./timers.ts";

/** Wait before the next try, after the first, second ... loss. The last one is for all further losses. */
export const retry_delays_ms: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

/** After a connection that lasted this long, the delays begin anew. */
export const sound_after_ms = 10_000;

/** After this wait, for a connection or an answer, the person is told why. */
export const slow_after_ms = 5_000;

/** What the connection tells the page. */
export interface Listener {
  /** The state is a new one. */
  changed(state: State): void;
  /** A message came, as text or as a binary frame. */
  received(message: string | ArrayBuffer): void;
}

/** Opens sockets; `WebSocket` in the page, something else in a test. */
export type OpenSocket = (url: string) => WebSocket;

/** At most one socket at a time. Later events of an earlier one are ignored. */
export class Connection {
  #state: State = { kind: "idle" };
  #socket: WebSocket | undefined;
  #losses = 0;
  #callOff = () => {};
  readonly #listener: Listener;
  readonly #open_socket: OpenSocket;
  readonly #timers: Timers;

  /** Opens nothing yet; `open_socket` may throw, as `new WebSocket` does. */
  constructor(
    listener: Listener,
    open_socket: OpenSocket = (url) => new WebSocket(url),
    timers: Timers = browser_timers,
  ) {
    this.#listener = listener;
    this.#open_socket = open_socket;
    this.#timers = timers;
  }

  /** How it stands. */
  get state(): State {
    return this.#state;
  }

  /** Whether it is open, on its way, or about to be tried again. */
  get busy(): boolean {
    return ["connecting", "open", "waiting"].includes(this.#state.kind);
  }

  /** Opens a connection to a URL that begins with ws:// or wss://, instead of the one there is. */
  connect(url: string): void {
    this.#losses = 0;
    this.#open(url);
  }

  /** Does not wait any longer for the next try. */
  retry(): void {
    if (this.#state.kind === "waiting") this.#open(this.#state.url);
  }

  /** Ends the connection for the person. Only the person opens it again. */
  disconnect(): void {
    if (!this.busy) return;
    const { url } = this.#state as { url: string };
    this.#drop();
    this.#is({ kind: "disconnected", url });
  }

  /** No connection is made: what was typed is no address. */
  refuse(text: string): void {
    this.#drop();
    this.#is({ kind: "failed", url: text, cause: { kind: "not_an_address" } });
  }

  /** Sends a message; false when there is no open connection and nothing was sent. */
  send(message: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(message);
    return true;
  }

  #open(url: string): void {
    this.#drop();
    this.#is({ kind: "connecting", url, slow: false });
    try {
      this.#socket = this.#open_socket(url);
    } catch {
      this.#is({ kind: "failed", url, cause: { kind: "forbidden" } });
      return;
    }
    this.#callOff = this.#timers.after(
      slow_after_ms,
      () => this.#is({ kind: "connecting", url, slow: true }),
    );
    this.#follow(this.#socket, url);
  }

  #follow(socket: WebSocket, url: string): void {
    let opened_ms: number | undefined;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#callOff();
      opened_ms = this.#timers.now_ms();
      this.#is({ kind: "open", url });
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      this.#listener.received(data);
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      this.#drop();
      if (opened_ms === undefined) return this.#failed(url);
      if (this.#timers.now_ms() - opened_ms >= sound_after_ms) this.#losses = 0;
      this.#retryLater(url, code === CUT_OFF ? { kind: "dropped" } : { kind: "closed", code, reason });
    };
  }

  /** A first try that fails is told; one after a loss is repeated. */
  #failed(url: string): void {
    const cause: Cause = { kind: "unreachable" };
    if (this.#losses > 0) this.#retryLater(url, cause);
    else this.#is({ kind: "failed", url, cause });
  }

  #retryLater(url: string, cause: Cause): void {
    const delay_ms = retry_delays_ms[Math.min(this.#losses++, retry_delays_ms.length - 1)]!;
    this.#callOff = this.#timers.after(delay_ms, () => this.#open(url));
    this.#is({ kind: "waiting", url, cause, retry_at_ms: this.#timers.now_ms() + delay_ms });
  }

  #drop(): void {
    this.#callOff();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(DONE);
  }

  #is(state: State): void {
    this.#state = state;
    this.#listener.changed(state);
  }
}
