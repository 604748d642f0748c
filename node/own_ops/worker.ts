/**
 * Runs in the Worker of an op, around the student's code. The node reads this file as text and starts it from memory,
 * so it may import only types. It guards against mistakes, not against an enemy.
 */
import type { Asked, FromWorker, Thrown, ToWorker, WorkerBounds } from "./worker_messages.ts";

const post = (globalThis as unknown as { postMessage(message: FromWorker): void }).postMessage.bind(
  globalThis,
);
const { inspect } = Deno;
const { getHeapStatistics, setFlagsFromString } = await import("node:v8");
setFlagsFromString("--expose-gc");
const collectGarbage = (await import("node:vm")).runInNewContext("gc") as () => void;
const now_ms = performance.now.bind(performance);
const { stringify, parse } = JSON;
const nextTurn = setImmediate;
const encoder = new TextEncoder();

let bounds: WorkerBounds;
let module_url = "";
let run: ((args: unknown, context: unknown) => unknown) | undefined;
let tick: ((context: unknown) => unknown) | undefined;

// --- The checks that stand in every loop and function of the student's code.

/** Why the code of this turn is being ended. It stays set until the turn is over, even if the code catches errors. */
let overrun: "time" | "memory" | undefined;
let turn_began_ms: number | undefined;
let looked_ms = 0;
let looks_after = 0;

class Overrun extends Error {}

function beginTurn(): void {
  overrun = undefined;
  turn_began_ms = now_ms();
  looks_after = 0;
  // A loop of promises that settle at once never lets the turn end, so it is found, too.
  nextTurn(endTurn);
}

/** Calls that were taken up in this turn and have neither ended nor asked anything. */
const fresh = new Set<number>();

function endTurn(): void {
  turn_began_ms = undefined;
  // Most calls end in their first turn: to tell of their start would only wake the node once more.
  for (const id of fresh) post({ kind: "started", id });
  fresh.clear();
}

/**
 * Returns the number of checks until the next look: many where checks follow each other fast, few where each is long.
 */
function look(): number {
  if (turn_began_ms === undefined) beginTurn();
  const at_ms = now_ms();
  if (overrun === undefined) {
    if (at_ms - turn_began_ms! > bounds.compute_ms) overrun = "time";
    if (isFull()) {
      // Garbage of earlier calls must not count.
      collectGarbage();
      if (isFull()) overrun = "memory";
    }
  }
  if (overrun !== undefined) throw new Overrun(overrunText(overrun));
  looks_after = at_ms - looked_ms < 0.1 ? Math.min(2 * looks_after + 1, 8191) : looks_after >> 2;
  looked_ms = at_ms;
  return looks_after;
}

function isFull(): boolean {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory > bounds.heap_bytes_max;
}

function overrunText(why: "time" | "memory"): string {
  return why === "time"
    ? `It computed for longer than ${bounds.compute_ms / 1000} s.`
    : `It took more than ${bounds.heap_bytes_max >> 20} MiB of memory.`;
}

// --- Faults in the student's words and lines.

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function refuse(status: number, message: unknown = "Refused."): never {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new TypeError('refuse() takes a status of 400 to 599 and a sentence, e.g. refuse(403, "No.").');
  }
  throw new Refused(status, String(message));
}

function thrownOf(error: unknown): Thrown {
  const why = overrun ?? "threw";
  const message = why !== "threw" && !(error instanceof Error && !(error instanceof Overrun))
    ? overrunText(why)
    : messageOf(error);
  const place = error instanceof Error ? placeOf(error) : undefined;
  return { why, message, ...place };
}

function messageOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `It threw ${inspect(error)}.`.slice(0, bounds.log_characters_max);
    // The first line of a longer text is enough.
    const [line = ""] = error.message.split("\n");
    return `${error.name}: ${line}`.slice(0, bounds.log_characters_max);
  } catch {
    return "It threw something that can't be shown.";
  }
}

/** The first line of the stack that is in the student's file. */
function placeOf(error: Error): { line: number; column: number } | undefined {
  let stack: unknown;
  try {
    stack = error.stack;
  } catch {
    return undefined;
  }
  if (typeof stack !== "string") return undefined;
  for (const line of stack.split("\n")) {
    const at = line.indexOf(module_url + ":");
    if (at < 0) continue;
    const [row, column] = line.slice(at + module_url.length + 1).split(/[:)]/).map(Number);
    if (row && column) return { line: row, column };
  }
}

// --- What a call may ask of the node.

const replies = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let last_request = 0;

function request(call: number, asked: Asked): Promise<unknown> {
  const id = ++last_request;
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  replies.set(id, { resolve, reject });
  fresh.delete(call);
  post({ kind: "request", id, call, asked });
  return promise;
}

/** Updates of one key wait for each other here. Updates by other ops are noticed at the swap. */
const updates = new Map<string, Promise<unknown>>();

function jsonOf(value: unknown, what: string): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError(`${what} must be a value that JSON has, not ${typeof value}.`);
  return text;
}

function isOver(text: string, bytes_max: number): boolean {
  return text.length > bytes_max || (3 * text.length > bytes_max && encoder.encode(text).length > bytes_max);
}

function storeOf(call: number, space: string | null, writes: Set<Promise<unknown>>) {
  /** An answer waits for all writes of its call, also for those that the code does not await. */
  function written<Result>(promise: Promise<Result>): Promise<Result> {
    writes.add(promise);
    promise.then(() => writes.delete(promise), () => {});
    return promise;
  }
  function key(name: unknown): string {
    if (typeof name === "string" && name !== "" && name.length <= 256 && name.isWellFormed()) return name;
    throw new TypeError("A key of the store is a text of 1 to 256 characters.");
  }
  function text(value: unknown): string {
    const json = jsonOf(value, "What is stored");
    if (!isOver(json, bounds.value_bytes_max)) return json;
    throw new RangeError(`A value of the store has at most ${bounds.value_bytes_max >> 20} MiB as JSON.`);
  }
  async function swap(name: string, change: (value: unknown) => unknown): Promise<unknown> {
    for (;;) {
      const old = await request(call, { what: "get", space, key: name }) as string | null;
      const value = await change(old === null ? undefined : parse(old));
      if (value === undefined) throw new TypeError("update() needs a function that returns the new value.");
      const swapped = await request(call, { what: "swap", space, key: name, old, text: text(value) });
      if (swapped) return value;
    }
  }
  return Object.freeze({
    async get(name: unknown): Promise<unknown> {
      const stored = await request(call, { what: "get", space, key: key(name) });
      return stored === null ? undefined : parse(stored as string);
    },
    set(name: unknown, value: unknown): Promise<unknown> {
      return written(request(call, { what: "set", space, key: key(name), text: text(value) }));
    },
    update(name: unknown, change: (value: unknown) => unknown): Promise<unknown> {
      if (typeof change !== "function") throw new TypeError("update() takes a key and a function.");
      const place = stringify([space, key(name)]);
      const before = updates.get(place) ?? Promise.resolve();
      const update = before.catch(() => {}).then(() => swap(key(name), change));
      updates.set(place, update);
      const forget = () => updates.get(place) === update && updates.delete(place);
      update.then(forget, forget);
      return written(update);
    },
    delete(name: unknown): Promise<unknown> {
      return written(request(call, { what: "delete", space, key: key(name) }));
    },
    list(prefix: unknown = "", after: unknown = ""): Promise<unknown> {
      return request(call, { what: "list", space, prefix: String(prefix), after: String(after) });
    },
    shared(name: unknown) {
      if (typeof name === "string" && name !== "" && name.length <= 64 && name.isWellFormed()) {
        return storeOf(call, name, writes);
      }
      throw new TypeError("A shared store has a name of 1 to 64 characters.");
    },
  });
}

// --- What a call asks of other nodes.

function askOf(call: number) {
  function request_of(op: unknown, args: unknown): { op: string; args: string | null } {
    if (typeof op !== "string" || op === "") {
      throw new TypeError('ask() needs the name of an op, e.g. "peers".');
    }
    const text = args === undefined ? null : jsonOf(args, "The args of an ask");
    if (text === null || !isOver(text, bounds.ask_args_bytes_max)) return { op, args: text };
    throw new RangeError(`The args of an ask have at most ${bounds.ask_args_bytes_max >> 20} MiB as JSON.`);
  }
  async function ask(url: unknown, op: unknown, args?: unknown): Promise<Reply> {
    if (typeof url !== "string") {
      throw new TypeError('ask() needs an address, e.g. "ws://192.168.1.7:9000/ws".');
    }
    const text = await request(call, { what: "ask", addr: url, ...request_of(op, args) });
    return replyOf(url, text as string);
  }
  async function askPeers(
    op: unknown,
    args?: unknown,
    { max = bounds.ask_peers_default } = {},
  ): Promise<Reply[]> {
    if (!Number.isInteger(max) || max < 1) throw new TypeError("askPeers() asks 1 node or more: { max: 3 }.");
    const answers = await request(call, { what: "ask_peers", max, ...request_of(op, args) });
    return (answers as { addr: string; text?: string; fault?: string }[]).map(({ addr, text, fault }) => {
      try {
        return text === undefined ? { addr, error: fault! } : { addr, ...replyOf(addr, text) };
      } catch (error) {
        return { addr, error: messageOf(error) };
      }
    });
  }
  return { ask, askPeers };
}

/** Another node's answer. Without a `status` there is none, and `error` says why. */
interface Reply {
  readonly addr?: string;
  readonly status?: number;
  readonly error: string;
  readonly response?: unknown;
}

/** The other node may belong to anybody, so its answer is checked. */
function replyOf(addr: string, text: string): Reply {
  let answer: unknown;
  try {
    answer = parse(text);
  } catch {
    throw new Error(`${addr} answered what is no JSON: ${text.slice(0, 80)}`);
  }
  const { status, error = "", response } = Object(answer) as Record<string, unknown>;
  if (!Number.isInteger(status)) throw new Error(`${addr} answered without a status: ${text.slice(0, 80)}`);
  return { status: status as number, error: String(error), response };
}

// --- Calls.

const aborts = new Map<number, AbortController>();

function logOf(call: number | null) {
  return (...values: unknown[]): void => {
    const text = values.map((value) => typeof value === "string" ? value : inspect(value)).join(" ");
    post({ kind: "log", call, text: text.slice(0, bounds.log_characters_max) });
  };
}

function answerText(value: unknown): string {
  // To encode a huge text takes longer than an op has.
  if (typeof value === "string" && value.length > bounds.answer_bytes_max) throw tooLong();
  try {
    return stringify(value) ?? "null";
  } catch (error) {
    if (error instanceof Overrun) throw error;
    throw new TypeError(`Its answer can't be JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function tooLong(): RangeError {
  return new RangeError(`Its answer has more than ${bounds.answer_bytes_max >> 20} MiB as JSON.`);
}

async function call({ id, what, args, facts: { now, from } }: ToWorker & { kind: "call" }): Promise<void> {
  const writes = new Set<Promise<unknown>>();
  const abort = new AbortController();
  aborts.set(id, abort);
  try {
    const context = {
      now,
      from: Object.freeze(from),
      store: storeOf(id, null, writes),
      peers: (limit: unknown = 1000) => request(id, { what: "peers", limit: Number(limit) }),
      log: logOf(id),
      ...askOf(id),
      signal: abort.signal,
    };
    const value = await (what === "tick" ? tick!(context) : run!(args, context));
    await Promise.all(writes);
    // The return value of a tick is not used.
    const text = what === "tick" ? "null" : answerText(value);
    // A call that took too long fails, even if its code caught the error.
    if (overrun !== undefined) throw new Overrun(overrunText(overrun));
    if (isOver(text, bounds.answer_bytes_max)) {
      throw tooLong();
    }
    post({ kind: "answer", id, text });
  } catch (error) {
    if (overrun === undefined && error instanceof Refused) {
      post({ kind: "refused", id, status: error.status, message: error.message });
    } else post({ kind: "failed", id, thrown: thrownOf(error) });
  } finally {
    aborts.delete(id);
    fresh.delete(id);
    if (aborts.size === 0) endTimers();
  }
}

// --- Timers, which end with the last call: one of 0 ms that nobody needs would keep a processor busy for ever.

/** Timer -> whether it repeats. */
const timers = new Map<unknown, boolean>();
let told_of_timers = false;

function endTimers(): void {
  if (!told_of_timers && timers.values().some((repeats) => repeats)) {
    told_of_timers = true;
    const text = "An interval ends with the call that began it. What is to run by itself is a tick: " +
      "export const every = 3; export const tick = () => { ... };";
    post({ kind: "log", call: null, text });
  }
  for (const timer of timers.keys()) clearAny(timer as number);
  timers.clear();
}

const clearAny = clearTimeout;

function trackTimers(define: (target: object, name: PropertyKey, value: unknown) => void): void {
  const { setTimeout, setInterval } = globalThis;
  type Callback = (...args: unknown[]) => unknown;
  define(globalThis, "setTimeout", (run: Callback, delay_ms?: number, ...args: unknown[]) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run(...args);
    }, delay_ms);
    timers.set(timer, false);
    return timer;
  });
  define(globalThis, "setInterval", (run: Callback, delay_ms?: number, ...args: unknown[]) => {
    const timer = setInterval(() => run(...args), delay_ms);
    timers.set(timer, true);
    return timer;
  });
  for (const name of ["clearTimeout", "clearInterval"]) {
    define(globalThis, name, (timer: unknown) => {
      timers.delete(timer);
      clearAny(timer as number);
    });
  }
}

// --- The file.

async function load(code: string): Promise<void> {
  module_url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  closeOff();
  beginTurn();
  try {
    const module = await import(module_url) as Record<string, unknown>;
    if (overrun !== undefined) throw new Overrun(overrunText(overrun));
    if (typeof module.default !== "function") {
      throw new TypeError("It has no export default: write export default ({ text }) => ({ ... });");
    }
    run = module.default as typeof run;
    tick = module.tick as typeof tick;
    const { args, response, summary, examples, every } = module;
    const exports = parse(stringify({ args, response, summary, examples }));
    // JSON would turn NaN into null.
    if (every !== undefined) exports.every = typeof every === "number" ? every : inspect(every).slice(0, 80);
    if (tick !== undefined) exports.tick = typeof tick;
    post({ kind: "loaded", exports });
  } catch (error) {
    post({ kind: "broken", thrown: thrownOf(error) });
  } finally {
    endTimers();
  }
}

/**
 * Names of the language, and harmless names of the web. All others are removed: a list of bad names would have gaps.
 */
const left = new Set(
  ("Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise " +
    "RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError " +
    "SuppressedError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array " +
    "Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array " +
    "Float64Array DataView Map BigInt Set Iterator WeakMap WeakSet Proxy Reflect FinalizationRegistry WeakRef " +
    "decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN Temporal " +
    "DisposableStack AsyncDisposableStack queueMicrotask AbortController AbortSignal CustomEvent DOMException " +
    "Event EventTarget TextDecoder TextEncoder URL URLPattern URLSearchParams atob btoa clearInterval " +
    "clearTimeout crypto Crypto SubtleCrypto CryptoKey performance setInterval setTimeout structuredClone")
    .split(" "),
);

/** Removed names that a student may try. Their errors say why they are missing. */
const explained: Readonly<Record<string, string>> = {
  fetch: "An op can't go out into the network by itself.",
  WebSocket: "An op can't go out into the network by itself.",
  EventSource: "An op can't go out into the network by itself.",
  Worker: "An op can't start a Worker.",
  eval: "An op can't make code of text.",
  require: "An op is one file and can't import anything.",
};

/** Before the student's code runs, removes what could end the node, read its files or use the network. */
function closeOff(): void {
  const define = (target: object, name: PropertyKey, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: false, writable: false, enumerable: false });
  for (const target of [globalThis, ...prototypesOf(globalThis)]) {
    for (const name of Object.getOwnPropertyNames(target)) {
      if (name === "constructor" || (target === globalThis && left.has(name))) continue;
      if (Object.getOwnPropertyDescriptor(target, name)?.configurable) Reflect.deleteProperty(target, name);
    }
  }
  for (const [name, sentence] of Object.entries(explained)) {
    define(globalThis, name, function () {
      throw new TypeError(sentence);
    });
  }
  for (const name of ["Deno", "process"]) {
    const sentence = `${name} is not there for an op: it could end the node or read its files.`;
    const get = () => {
      throw new TypeError(sentence);
    };
    define(globalThis, name, new Proxy({}, { get, set: get, has: get }));
  }
  const log = logOf(null);
  define(globalThis, "console", Object.freeze({ log, info: log, warn: log, error: log, debug: log }));
  define(globalThis, "refuse", refuse);
  boundLongLists(define);
  trackTimers(define);
  // The constructors of functions can also run text as code. Each kind of function has its own.
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const kind of kinds) {
    define(Object.getPrototypeOf(kind), "constructor", globalThis.eval);
  }
  define(globalThis, "Function", Object.assign(globalThis.eval, { prototype: Function.prototype }));
}

/** These functions have no check. So long a list would take gigabytes, and the Worker could not be ended meanwhile. */
function boundLongLists(define: (target: object, name: PropertyKey, value: unknown) => void): void {
  const entries_max = 10_000_000;
  const { fill } = Array.prototype;
  const { from } = Array;
  const assertShort = (list: unknown) => {
    if (Object(list).length > entries_max) throw new RangeError("A list has at most 10,000,000 entries.");
  };
  define(Array.prototype, "fill", function (this: unknown[], ...args: Parameters<typeof fill>) {
    assertShort(this);
    return fill.apply(this, args);
  });
  define(Array, "from", function (this: typeof Array, ...args: Parameters<typeof from>) {
    assertShort(args[0]);
    return from.apply(this, args);
  });
}

function prototypesOf(value: object): object[] {
  const prototypes: object[] = [];
  let next = Object.getPrototypeOf(value);
  // What follows belongs to every signal as well.
  while (next !== null && next !== EventTarget.prototype && next !== Object.prototype) {
    prototypes.push(next);
    next = Object.getPrototypeOf(next);
  }
  return prototypes;
}

// --- Messages, and errors that nobody awaits.

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind !== "ping") beginTurn();
  switch (data.kind) {
    case "load":
      bounds = data.bounds;
      Object.defineProperty(globalThis, data.look, { value: look });
      left.add(data.look);
      return void load(data.code);
    case "call":
      fresh.add(data.id);
      return void call(data);
    case "reply": {
      const waiting = replies.get(data.id);
      replies.delete(data.id);
      if (data.error === undefined) return waiting?.resolve(data.value);
      return waiting?.reject(new Error(data.error));
    }
    case "abort":
      return aborts.get(data.id)?.abort();
    case "ping":
      return post({ kind: "pong" });
  }
});

for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    const { reason, error } = event as PromiseRejectionEvent & ErrorEvent;
    const { message, line } = thrownOf(kind === "error" ? error : reason);
    // A rejection that a call awaits is reported in its answer. This one was not awaited.
    post({ kind: "log", call: null, text: line === undefined ? message : `${message} (nobody awaits it)` });
  });
}
