/** A client that keeps the rules: it asks for the time twenty times a second, and connects anew when it is cut off. */
import { WebSocket } from "ws";
import { now_ms } from "./clock.ts";

/** A question comes due this often. */
const ask_ms = 50;
/** After so many answers it leaves and comes back, so that it also needs a new place now and then. */
const answers_per_connection = 40;
/** Pause before it connects anew. */
const again_ms = 200;
/** It gives an answer, or a connection, so long. */
const patience_ms = 5_000;

/** Who it is. */
export interface HonestPlan {
  readonly url: string;
  /** An address of this machine. */
  readonly from?: string;
  /** A foreign one makes it a public source. */
  readonly origin?: string;
}

/** One running client. A wait counts from when the question came due, also while there is no connection. */
export class HonestClient {
  readonly #plan: HonestPlan;
  readonly #answered: (due_ms: number, waited_ms: number | null) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #due_ms: number[] = [];
  #asked_ms: number[] = [];
  #answers = 0;
  #socket: WebSocket | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  /** @param answered Told of each question that came due: how long it waited, null where the end came first. */
  constructor(plan: HonestPlan, answered: (due_ms: number, waited_ms: number | null) => void) {
    this.#plan = plan;
    this.#answered = answered;
    this.#connect();
    this.#timer = setInterval(() => {
      this.#due_ms.push(now_ms());
      this.#ask();
    }, ask_ms);
  }

  /** Ends it, and tells which questions nobody answered. */
  end(): void {
    this.#over = true;
    clearInterval(this.#timer);
    clearTimeout(this.#patience);
    this.#socket?.terminate();
    for (const due_ms of [...this.#asked_ms, ...this.#due_ms]) this.#answered(due_ms, null);
  }

  #connect(): void {
    const { url, from, origin } = this.#plan;
    const socket = new WebSocket(url, { localAddress: from, origin, handshakeTimeout: patience_ms });
    this.#socket = socket;
    socket.on("open", () => this.#ask());
    socket.on("message", (data) => this.#hear(socket, String(data)));
    socket.on("error", () => {});
    socket.on("close", () => this.#lost());
  }

  #ask(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#asked_ms.length > 0) return;
    if (this.#due_ms.length === 0) return;
    this.#asked_ms = this.#due_ms.splice(0);
    this.#socket.send('{"op":"time"}');
    this.#patience = setTimeout(() => this.#socket?.terminate(), patience_ms);
  }

  #hear(socket: WebSocket, text: string): void {
    if (!text.startsWith('{"status":200,')) return socket.terminate();
    clearTimeout(this.#patience);
    const answered_ms = now_ms();
    for (const due_ms of this.#asked_ms.splice(0)) this.#answered(due_ms, answered_ms - due_ms);
    if (++this.#answers % answers_per_connection === 0) socket.close();
    else this.#ask();
  }

  #lost(): void {
    clearTimeout(this.#patience);
    this.#due_ms = [...this.#asked_ms.splice(0), ...this.#due_ms];
    const left_by_itself = this.#answers > 0 && this.#answers % answers_per_connection === 0;
    if (!this.#over) setTimeout(() => this.#over || this.#connect(), left_by_itself ? 0 : again_ms);
  }
}
