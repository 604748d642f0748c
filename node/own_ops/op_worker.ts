/**
 * One Worker with a student's op, from its start to its end: loads the file, carries calls, and ends it or notices that
 * it can't.
 */
import { stripTypeScriptTypes } from "node:module";
import source from "./worker.ts" with { type: "text" };
import { op_value_bytes_max } from "../../storage/limits.ts";
import {
  ask_args_bytes_max,
  ask_peers_default,
  op_answer_bytes_max,
  op_answer_ms,
  op_call_ms,
  op_compute_ms,
  op_heap_bytes_max,
  op_load_ms,
  op_log_characters_max,
  op_lost_ms,
} from "./limits.ts";
import { look_name } from "./op_source.ts";
import type { Asked, CallFacts, Exports, FromWorker, Thrown, ToWorker } from "./worker_messages.ts";

/** How a call ended. */
export type Ended =
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  | { readonly kind: "failed"; readonly thrown: Thrown }
  /** `silent`: it did not answer in time. `interrupted`: the Worker was ended meanwhile. */
  | { readonly kind: "silent" }
  | { readonly kind: "interrupted" };

/** How the file's first run ended. */
export type Loaded =
  | { readonly kind: "loaded"; readonly exports: Exports }
  | { readonly kind: "broken"; readonly thrown: Thrown }
  | { readonly kind: "silent" };

/** What a Worker needs of the node. */
export interface WorkerHost {
  /** Answers what a call asks. The student's code gets an error's message. */
  asked(asked: Asked, call: RunningCall): unknown | Promise<unknown>;
  log(text: string, call: OpCall | undefined): void;
}

/** One call. */
export interface OpCall {
  readonly facts: CallFacts;
  /** `tick`: the op runs by itself, and has no args. */
  readonly what?: "default" | "tick";
  /** The caller's own data; the Worker never sees it. */
  readonly tag?: unknown;
}

/** One call that is under way. */
export interface RunningCall extends OpCall {
  /** Aborted when the call is over. It is made at the first reading: most calls ask nothing. */
  readonly signal: AbortSignal;
}

interface Running extends OpCall {
  /** Made at the first ask: to make and abort one for each call took a tenth of the call's time here. */
  over?: AbortController;
  readonly settle: (ended: Ended) => void;
  readonly began_ms: number;
  /** Since when the student's code runs. */
  word_ms: number;
  /** The Worker has taken it up and not ended it in the same turn. */
  is_started: boolean;
  /** Number of its requests that wait for the node. */
  asking: number;
  /** One for both waits, the one for an answer and the whole: most calls are answered before it matters. */
  timer?: ReturnType<typeof setTimeout>;
}

/** A Worker, from its start to its end. */
export class OpWorker {
  readonly loaded: Promise<Loaded>;
  readonly #worker: Worker;
  readonly #host: WorkerHost;
  readonly #calls = new Map<number, Running>();
  readonly #first_run = Promise.withResolvers<Loaded>();
  readonly #load_timer: ReturnType<typeof setTimeout>;
  #last_call = 0;
  /** When the Worker last said anything. */
  #heard_ms = 0;
  #ended = false;
  #ponged = () => {};

  /** @param code Prepared by `op_source.ts`. */
  constructor(code: string, host: WorkerHost) {
    this.#host = host;
    // Plain JavaScript: "deno test" would check the types of a TypeScript URL, without the files that it imports.
    const url = URL.createObjectURL(new Blob([stripTypeScriptTypes(source)], { type: "text/javascript" }));
    // It has no permissions, so that a mistake does no harm. What needs none is closed off in the Worker itself.
    const options = { type: "module", deno: { permissions: "none" } };
    this.#worker = new Worker(url, options as WorkerOptions);
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      this.#heard_ms = performance.now();
      this.#hear(data);
    };
    void this.#first_run.promise.then(() => URL.revokeObjectURL(url));
    this.#worker.onerror = (event) => {
      // Otherwise the error would end the node.
      event.preventDefault();
      this.#first_run.resolve({ kind: "broken", thrown: { why: "threw", message: event.message } });
      this.#interrupt();
    };
    this.loaded = this.#first_run.promise;
    this.#load_timer = setTimeout(() => this.#first_run.resolve({ kind: "silent" }), op_load_ms);
    this.#send({
      kind: "load",
      code,
      look: look_name,
      bounds: {
        compute_ms: op_compute_ms,
        heap_bytes_max: op_heap_bytes_max,
        answer_bytes_max: op_answer_bytes_max,
        value_bytes_max: op_value_bytes_max,
        log_characters_max: op_log_characters_max,
        ask_args_bytes_max,
        ask_peers_default,
      },
    });
  }

  /** Calls that are under way. */
  get busy(): number {
    return this.#calls.size;
  }

  /** Calls the op, once it is loaded. */
  call(args: unknown, call: OpCall): Promise<Ended> {
    if (this.#ended) return Promise.resolve({ kind: "interrupted" });
    const id = ++this.#last_call;
    const { promise, resolve } = Promise.withResolvers<Ended>();
    const began_ms = performance.now();
    const waits = { began_ms, word_ms: began_ms, is_started: false, asking: 0 };
    this.#calls.set(id, { ...call, ...waits, settle: resolve });
    this.#wait(id);
    this.#send({ kind: "call", id, what: call.what ?? "default", args, facts: call.facts });
    return promise;
  }

  /**
   * Ends the Worker; calls under way are interrupted.
   *
   * @returns False where it still computes: `terminate()` does not end that, so it is lost.
   */
  async end(): Promise<boolean> {
    if (this.#ended) return true;
    this.#interrupt();
    const lost = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => lost.resolve(false), op_lost_ms);
    this.#ponged = () => lost.resolve(true);
    this.#send({ kind: "ping" });
    const ended = await lost.promise;
    clearTimeout(timer);
    this.#worker.terminate();
    return ended;
  }

  #interrupt(): void {
    this.#ended = true;
    clearTimeout(this.#load_timer);
    this.#first_run.resolve({ kind: "silent" });
    for (const id of this.#calls.keys()) this.#settle(id, { kind: "interrupted" });
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #settle(id: number, ended: Ended): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    clearTimeout(call.timer);
    if (ended.kind === "silent") this.#send({ kind: "abort", id });
    call.settle(ended);
    call.over?.abort();
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case "loaded":
      case "broken":
        clearTimeout(this.#load_timer);
        return this.#first_run.resolve(message);
      case "started":
        return this.#giveWord(message.id);
      case "answer":
      case "refused":
      case "failed":
        return this.#settle(message.id, message);
      case "request":
        return void this.#answer(message);
      case "log":
        return this.#host.log(
          message.text,
          message.call === null ? undefined : this.#calls.get(message.call),
        );
      case "pong":
        return this.#ponged();
    }
  }

  /** Starts a call's time to answer: the student's code runs now. */
  #giveWord(id: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    call.is_started = true;
    call.word_ms = performance.now();
    clearTimeout(call.timer);
    this.#wait(id);
  }

  /** Ends a call that is silent for too long, or looks again when it might be. */
  #wait(id: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    const now_ms = performance.now();
    // One that was not taken up waits for others, as long as the Worker says anything at all.
    const silent_since_ms = call.is_started ? call.word_ms : Math.max(call.word_ms, this.#heard_ms);
    const answer_ms = call.asking > 0 ? Infinity : silent_since_ms + op_answer_ms - now_ms;
    const left_ms = Math.min(answer_ms, call.began_ms + op_call_ms - now_ms);
    if (left_ms <= 0) this.#settle(id, { kind: "silent" });
    else call.timer = setTimeout(() => this.#wait(id), left_ms);
  }

  async #answer({ id, call: call_id, asked }: FromWorker & { kind: "request" }): Promise<void> {
    const call = this.#calls.get(call_id);
    // The call is over, so it may not read or write any more.
    if (call === undefined) return this.#reply({ kind: "reply", id, error: "The call is over." });
    call.asking++;
    call.is_started = true;
    clearTimeout(call.timer);
    this.#wait(call_id);
    try {
      this.#reply({ kind: "reply", id, value: await this.#host.asked(asked, runningCall(call)) });
    } catch (error) {
      this.#reply({ kind: "reply", id, error: error instanceof Error ? error.message : String(error) });
    } finally {
      if (--call.asking === 0) this.#giveWord(call_id);
    }
  }

  #reply(reply: ToWorker): void {
    if (!this.#ended) this.#send(reply);
  }
}

function runningCall(call: Running): RunningCall {
  const { facts, what, tag } = call;
  return {
    facts,
    what,
    tag,
    get signal() {
      return (call.over ??= new AbortController()).signal;
    },
  };
}
