/** Matches the answers that come back on one connection to the requests sent on it. Nothing is sent here. */
import type { RequestName } from "../discovery/state/effects.ts";
import { table } from "./table.ts";

/** What became of one request. */
export interface Settled {
  readonly op: RequestName;
  readonly status: number;
  /** Only where the status is good and the value fits the op's schema. An empty object where the op needs no value. */
  readonly response?: unknown;
}

/** Lecture nodes answer in order and know no ids: the lecture's ops are sent without one. */
const LECTURE_OPS: ReadonlySet<RequestName> = new Set<RequestName>(["register", "peers"]);

/**
 * The requests of one connection that wait for an answer, oldest first.
 *
 * @example A lecture node answers without the id it was sent
 * ```ts
 * import { PendingRequests } from "./pending_requests.ts";
 * import assert from "node:assert/strict";
 *
 * const requests = new PendingRequests();
 * assert.equal(requests.add("hello", { v: 1 }), '{"op":"hello","id":1,"args":{"v":1}}');
 * assert.equal(requests.add("peers"), '{"op":"peers"}');
 * const settled = requests.settle({ status: 404, error: 'Operation "hello" is not supported.', response: null });
 * assert.deepEqual(settled, { op: "hello", status: 404 });
 * ```
 */
export class PendingRequests {
  readonly #waiting: { readonly op: RequestName; readonly id: number }[] = [];
  readonly #waiting_max: number;
  #last_id = 0;

  /** @param waiting_max PendingRequests that may wait; of more the oldest count as never answered. */
  constructor(waiting_max = 256) {
    this.#waiting_max = waiting_max;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Notes a request and returns its text. */
  add(op: RequestName, args?: object): string {
    const id = ++this.#last_id;
    this.#waiting.push({ op, id });
    if (this.#waiting.length > this.#waiting_max) this.#waiting.shift();
    return JSON.stringify(LECTURE_OPS.has(op) ? { op, args } : { op, id, args });
  }

  /**
   * Finds the request of an answer: by its id, or without one the oldest.
   *
   * @param message Parsed JSON.
   * @returns Undefined when the message is no answer or nothing waits for it; then it is to be dropped.
   */
  settle(message: unknown): Settled | undefined {
    if (!isAnswer(message)) return undefined;
    const at = message.id === undefined ? 0 : this.#waiting.findIndex(({ id }) => id === message.id);
    const request = this.#waiting[at];
    if (request === undefined) return undefined;
    this.#waiting.splice(at, 1);
    return settled(request.op, message.status, message.response);
  }
}

/** Holds one answer to its op's schema. */
export function settled(op: RequestName, status: number, response: unknown): Settled {
  if (status !== 200 && status !== 202) return { op, status };
  const parsed = table.get(op)!.response.safeParse(response);
  return parsed.success ? { op, status, response: parsed.data ?? {} } : { op, status };
}

/** True for `{"status", ...}` without an `op`: with one it would be a request. */
export function isAnswer(
  message: unknown,
): message is { readonly status: number; readonly id?: unknown; readonly response?: unknown } {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return false;
  return "status" in message && typeof message.status === "number" && !Object.hasOwn(message, "op");
}
