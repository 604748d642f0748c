/** What the lab judges: one answered request to one node, on the wall clock. */
import type { Exchange } from "../console/conversation_history.ts";

/** An exchange that has its answer. */
export interface Evidence {
  /** As the console numbered it. */
  readonly number: number;
  readonly request: string;
  readonly answer: string;
  /** Milliseconds since 1970. */
  readonly sent_ms: number;
  readonly round_trip_ms: number;
  /** Whether the op is a student's own, as the node's list of ops said; left out where it said nothing. */
  readonly own?: boolean;
}

/**
 * The evidence in an exchange; undefined while it has no answer, for an unrequested message, and for a binary frame:
 * the lab speaks text.
 */
export function evidenceOf(exchange: Exchange): Evidence | undefined {
  const { number, request, answer, sent_ms, round_trip_ms = 0, own, binary } = exchange;
  if (number === undefined || request === undefined || answer === undefined || binary) return undefined;
  return { number, request, answer, sent_ms, round_trip_ms, ...(own === undefined ? {} : { own }) };
}

/** What an exchange says, read once. Everything in it may be a stranger's. */
export interface Facts {
  /** False: the request is not JSON by JavaScript's rules. */
  readonly is_json: boolean;
  readonly op: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  readonly status: unknown;
  readonly response: Readonly<Record<string, unknown>>;
}

/** Reads request and answer. */
export function factsOf({ request, answer }: Pick<Evidence, "request" | "answer">): Facts {
  const asked = parse(request);
  const told = record(parse(answer));
  const message = record(asked);
  return {
    is_json: asked !== undefined,
    op: message.op,
    args: record(message.args),
    status: told.status,
    response: record(told.response),
  };
}

/** The texts in a value that is one text or a list of them, as `register` takes and `peers` gives them. */
export function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}
