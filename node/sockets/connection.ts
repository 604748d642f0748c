/**
 * One WebSocket: takes messages in, sends answers in their order, and bounds both. No exception leaves this file: in a
 * socket's event handler it would end the whole process.
 */
import { RULE_BROKEN, TOO_BIG, TRY_LATER } from "../../discovery/close_codes.ts";
import {
  backlog_bytes_max,
  message_bytes_max,
  pending_answers_max,
  refused_text_garbage_max,
  resume_ms_max,
  unread_bytes_max,
} from "../limits.ts";
import type { Context } from "../../ops/context.ts";
import type { RequestName } from "../../discovery/state/effects.ts";
import { isAnswer, PendingRequests, type Settled } from "../../ops/pending_requests.ts";
import { costOfText } from "../../ops/cost.ts";
import { type Answer, dispatch } from "../../ops/dispatch.ts";
import type { Op } from "../../ops/op.ts";
import type { Scope } from "../../discovery/address/scope.ts";
import { type KeysOf, sourceKeys } from "../../discovery/address/source.ts";
import type { NetworkAccess } from "../../ops/network_access.ts";
import { Garbage } from "./garbage_collection.ts";
import type { Meter } from "../meter.ts";
import type { Holder } from "./unread_budget.ts";

/** The parts of a WebSocket that are used here; a test brings its own. */
export type Socket = SocketPart & Pinging;

type SocketPart = Pick<
  WebSocket,
  | "binaryType"
  | "bufferedAmount"
  | "close"
  | "onclose"
  | "onerror"
  | "onmessage"
  | "onopen"
  | "readyState"
  | "send"
>;

/** Only dialled sockets have these. */
interface Pinging {
  ping?(): void;
  /** Called for every pong, also an unrequested one. */
  onpong?: (() => void) | null;
}

/** The membership's end of a connection. */
export interface PeerEnd {
  /** The network ops of this connection. */
  readonly network: NetworkAccess;
  /**
   * True once answers may come: this node dialled, or hello was exchanged. Before that a message with a status is
   * answered like any other text without an op.
   */
  expectsAnswers(): boolean;
  answered(answer: Settled): void;
  /** Called when our ping was answered. */
  ponged?(): void;
  closed(code: number): void;
}

/** What a connection needs of the node. */
export interface ConnectionHost {
  readonly context: Omit<Context, "signal">;
  /** The ops that are answered; by default all of the protocol. */
  readonly table?: ReadonlyMap<string, Op>;
  /** Counts the bytes that pass. */
  readonly meter?: Meter;
  /** Takes a line that an op writes for a request, numbered from 1 on each connection. Left out where no page asks. */
  readonly said?: (request: number, line: string) => void;
  /** Undefined for a node without a membership. */
  readonly end?: Pick<PeerEnd, "expectsAnswers" | "answered" | "ponged">;
  /** Names the source of an IP; by default its IP or /64. */
  readonly keysOf?: KeysOf;
  /** Told how many bytes of answers or of waiting requests were added. */
  readonly added?: (bytes: number) => void;
  /** Notes the cost of a refused message. False when the connection is to be closed for it; never if left out. */
  mayGoOn?(refused_tokens: number): boolean;
  /** The socket and its file descriptor are gone. Called once. */
  closed(code: number, reason: string): void;
}

const CONNECTING = 0;
const OPEN = 1;
const utf8 = new TextDecoder("utf-8", { fatal: true });
const garbage = new Garbage(refused_text_garbage_max);

/** One connection, from its open to its close. */
export class Connection implements Holder {
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #context: Context;
  readonly #abort = new AbortController();
  /** Number of answers that wait, and the end of their queue. */
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();
  /** Messages that wait for the reader to read earlier answers. */
  #backlog: (string | ArrayBuffer)[] = [];
  #backlog_size = 0;
  #resume_timer: ReturnType<typeof setTimeout> | undefined;
  /** The reader has stopped reading, so nothing is answered any more. */
  #stalled = false;
  #gone = false;
  #source: string | undefined;
  readonly #opened_ms = performance.now();
  /** When the last whole message came; at first, when the connection was made. */
  #heard_ms = this.#opened_ms;
  /** Our requests that wait for an answer; made at the first request. */
  #requests: PendingRequests | undefined;
  /** Number of our own `peers` that wait for an answer: it may be long. */
  #peers_asked = 0;
  /** Our ping waits for its pong. */
  #pinged = false;
  /** Messages that were taken in. */
  #received = 0;
  /** Characters of refused messages. Deno keeps a socket's last message until the socket is gone. */
  #refused_characters = 0;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    this.#context = { ...host.context, signal: this.#abort.signal };
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#guard(() => this.#receive(data));
    socket.onclose = ({ code, reason }) => this.#guard(() => this.#end(code, reason));
    socket.onpong = () => this.#guard(() => this.#pong());
    // Every socket error is followed by a close, which tells as much.
    socket.onerror = () => {};
  }

  /** Sends a request of our own. */
  request(op: RequestName, args?: object): void {
    if (op === "peers") this.#peers_asked++;
    this.#send((this.#requests ??= new PendingRequests()).add(op, args));
  }

  /** Pings the other end. */
  ping(): void {
    this.#pinged = true;
    this.#guard(() => {
      if (this.#socket.readyState === OPEN) this.#socket.ping?.();
    });
  }

  /** Closes the connection, e.g. with 1001 at shutdown. */
  close(code: number, reason: string): void {
    this.#guard(() => this.#socket.close(code, reason));
  }

  /** False until the answer to its upgrade request was written. No event tells when that fails. */
  get opened(): boolean {
    return this.#socket.readyState !== CONNECTING;
  }

  /** Ends it when no event of the socket will tell that it is gone. */
  abandon(code: number, reason: string): void {
    this.close(code, reason);
    this.#guard(() => this.#end(code, reason));
  }

  /**
   * Whether the reader has stopped reading. Such a socket is closed only when it has drained. Deno would report an
   * earlier close while the descriptor lives on, and its place would be given away.
   */
  get stalled(): boolean {
    return this.#stalled;
  }

  /** The source that it counts for. */
  get source(): string {
    return this.#source ??= (this.#host.keysOf ?? sourceKeys)(this.#context.source.ip).narrow;
  }

  get scope(): Scope {
    return this.#context.source.scope;
  }

  /**
   * When it last sent a message, on the clock of `performance.now()`. Infinity where it must not be closed for silence:
   * a peer has its own deadline, and a connection that is closing or stalled would not leave sooner.
   */
  get silent_since_ms(): number {
    const is_peer = this.#host.end?.expectsAnswers() === true;
    return is_peer || this.#stalled || this.#socket.readyState !== OPEN ? Infinity : this.#heard_ms;
  }

  get ip(): string {
    return this.#context.source.ip;
  }

  /** True when no whole message came for so long, or ever: half a message is not seen. */
  wasSilentFor(duration_ms: number): boolean {
    return this.#heard_ms === this.#opened_ms || performance.now() - this.#heard_ms > duration_ms;
  }

  /** Bytes of unread answers, and of requests that wait for the reader. */
  get held_bytes(): number {
    return this.#socket.bufferedAmount + this.#backlog_size;
  }

  /** Answers nothing any more: too much waits for the reader. */
  stall(): void {
    this.#stalled = true;
    this.#backlog = [];
    this.#backlog_size = 0;
    clearTimeout(this.#resume_timer);
    this.#context.log.debug("Client does not read its answers: {ip}", { ip: this.#context.source.ip });
  }

  /** Closes a stalled socket that has drained meanwhile. */
  checkStalled(): void {
    if (this.#stalled && this.#socket.bufferedAmount === 0) {
      this.close(TRY_LATER, "You did not read your answers.");
    }
  }

  #receive(data: string | ArrayBuffer): void {
    if (this.#socket.readyState !== OPEN) return;
    // Even a dropped message of a stalled client is work, so it counts as refused.
    if (this.#stalled) return this.#refused(1);
    if (this.#backlog.length > 0 || this.#isFull()) return this.#postpone(data);
    const limit = message_bytes_max[this.#peers_asked > 0 ? "loopback" : this.#context.source.scope];
    if (byteLength(data, limit) > limit) {
      // Frees the memory now, not at some later garbage collection.
      if (typeof data !== "string") data.transfer(0);
      else this.#refused_characters += data.length;
      return this.close(TOO_BIG, `A message may have ${limit} bytes.`);
    }
    this.#received++;
    const began_ms = this.#heard_ms = performance.now();
    const { meter } = this.#host;
    if (meter !== undefined) meter.received += sizeOf(data);
    const text = decode(data);
    if (this.#host.end?.expectsAnswers() && this.#settle(text)) return;
    const answer = dispatch(text, this.#contextOf(this.#received), this.#host.table);
    this.#answer(answer, began_ms);
    if (answer.refused_tokens > 0) this.#refused(answer.refused_tokens);
  }

  #contextOf(request: number): Context {
    const { said } = this.#host;
    return said === undefined ? this.#context : { ...this.#context, said: (line) => said(request, line) };
  }

  /**
   * A flood goes on although it is refused, and to refuse costs almost as much as to answer. So the connection is closed at
   * some point.
   */
  #refused(tokens: number): void {
    if (this.#host.mayGoOn?.(tokens) ?? true) return;
    this.#context.log.info("Closed for going on although refused: {ip}", { ip: this.#context.source.ip });
    this.close(RULE_BROKEN, "Too many requests although they were refused.");
  }

  /** Takes an answer to a request of ours, or drops an unrequested one. False when the text is not an answer. */
  #settle(text: string): boolean {
    if (!text.includes('"status"')) return false;
    const message = parse(text);
    if (!isAnswer(message)) return false;
    const answer = this.#requests?.settle(message);
    if (answer?.op === "peers") this.#peers_asked--;
    if (answer !== undefined) this.#host.end!.answered(answer);
    // An unrequested answer costs as much as a request.
    else if (!this.#context.charge(costOfText(text))) this.#refused(costOfText(text));
    return true;
  }

  /** The other end may send any number of pongs. Only the one after our ping counts. */
  #pong(): void {
    if (!this.#pinged) return;
    this.#pinged = false;
    this.#host.end?.ponged?.();
  }

  #isFull(): boolean {
    return this.#socket.bufferedAmount > unread_bytes_max;
  }

  /**
   * Keeps a message until the client has read more. A client that sends many requests at once reads no answer before
   * the last was taken in. A client with too many waiting messages counts as not reading.
   */
  #postpone(data: string | ArrayBuffer): void {
    const size = sizeOf(data);
    this.#backlog_size += size;
    if (this.#backlog.length < pending_answers_max && this.#backlog_size <= backlog_bytes_max) {
      this.#backlog.push(data);
      if (this.#backlog.length === 1) this.#resumeIn(0);
      return this.#host.added?.(size);
    }
    if (typeof data === "string") this.#refused_characters += data.length;
    this.stall();
  }

  #resumeIn(delay_ms: number): void {
    this.#resume_timer = setTimeout(() => this.#resume(delay_ms), delay_ms);
  }

  /** No event tells that a socket drains. So it is looked at again, less often while nothing moves. */
  #resume(waited_ms: number): void {
    const postponed = this.#backlog;
    this.#backlog = [];
    this.#backlog_size = 0;
    let taken = 0;
    while (taken < postponed.length && !this.#isFull()) this.#guard(() => this.#receive(postponed[taken++]!));
    if (this.#gone || this.#stalled) return;
    this.#backlog = postponed.slice(taken);
    this.#backlog_size = this.#backlog.reduce((size, data) => size + sizeOf(data), 0);
    if (this.#backlog.length > 0) this.#resumeIn(taken > 0 ? 0 : Math.min(resume_ms_max, 2 * waited_ms + 1));
  }

  #answer({ text, in_order, op }: Answer, began_ms: number): void {
    if (typeof text === "string" && (!in_order || this.#waiting === 0)) {
      return this.#reply(op, text, began_ms);
    }
    if (this.#waiting >= pending_answers_max) return this.close(TRY_LATER, "Too many unanswered requests.");
    this.#waiting++;
    const send = (ready: string) => {
      this.#waiting--;
      this.#reply(op, ready, began_ms);
    };
    if (in_order) this.#queue = this.#queue.then(() => text).then(send);
    else Promise.resolve(text).then(send);
  }

  #reply(op: string | undefined, text: string, began_ms: number): void {
    this.#host.meter?.answered(op, text, (performance.now() - began_ms) / 1000);
    this.#send(text);
  }

  #send(text: string): void {
    const { meter } = this.#host;
    if (meter !== undefined) meter.sent += text.length;
    this.#guard(() => {
      if (this.#socket.readyState !== OPEN || this.#stalled) return;
      this.#socket.send(text);
      this.#host.added?.(text.length);
    });
  }

  #end(code: number, reason: string): void {
    // Deno can fire close twice.
    if (this.#gone) return;
    this.#gone = true;
    this.#backlog = [];
    clearTimeout(this.#resume_timer);
    garbage.discard(this.#refused_characters);
    this.#abort.abort();
    this.#host.closed(code, reason);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#context.log.fault("connection", error);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sizeOf(data: string | ArrayBuffer): number {
  return typeof data === "string" ? data.length : data.byteLength;
}

/** UTF-8 length, counted only where the number of UTF-16 units does not decide: each takes 1 to 3 bytes. */
function byteLength(data: string | ArrayBuffer, limit: number): number {
  if (typeof data !== "string") return data.byteLength;
  if (data.length > limit || data.length * 3 <= limit) return data.length;
  return new TextEncoder().encode(data).byteLength;
}

/** The text of a message. A binary one is read as UTF-8; if it is not UTF-8, it becomes text that does not parse. */
function decode(data: string | ArrayBuffer): string {
  if (typeof data === "string") return data;
  try {
    return utf8.decode(data);
  } catch {
    return "";
  }
}
