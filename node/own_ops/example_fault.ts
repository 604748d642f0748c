/** Runs one example of a student's file and says what is wrong with what came of it. */
import { isDeepStrictEqual } from "node:util";
import type { ZodObject } from "zod";
import type { OwnExample } from "./declaration.ts";
import { op_compute_ms } from "./limits.ts";
import { faultLine, type OpFault } from "./op_fault.ts";
import type { Ended } from "./op_worker.ts";
import type { CallFacts, Thrown } from "./worker_messages.ts";

/** What an example needs of its op. */
export interface ExampleHost {
  call(args: unknown, facts: CallFacts): Promise<Ended>;
  /** An error with its place in the student's file. */
  placed(thrown: Thrown): OpFault;
}

/** Who calls in an example, and when an op runs by itself: the person at the node. */
export const operator = { ip: "127.0.0.1", scope: "loopback" } as const;

/**
 * Runs the example.
 *
 * @param args What the file says of its args.
 * @returns A sentence; undefined where it passed.
 */
export async function exampleFault(
  { args: given, now, response, status: expected }: OwnExample,
  args: ZodObject,
  { call, placed }: ExampleHost,
): Promise<string | undefined> {
  const parsed = args.safeParse(given);
  if (!parsed.success) {
    if (expected === 500) return undefined;
    const { path, message } = parsed.error.issues[0]!;
    return `its args do not fit: ${path.join(".")}: ${message}`;
  }
  const ended = await call(parsed.data, { now: now ?? Date.now() / 1000, from: operator });
  if (ended.kind === "interrupted") return "it was interrupted.";
  if (ended.kind === "silent") return `it did not answer within ${op_compute_ms / 1000} s.`;
  if (ended.kind === "failed") {
    return expected === 500 ? undefined : `it failed: ${faultLine(placed(ended.thrown))}`;
  }
  const status = ended.kind === "refused" ? ended.status : 200;
  const shown = ended.kind === "refused" ? `status ${status}, ${ended.message}` : ended.text;
  if (status !== expected) return `expected status ${expected}, got ${short(shown)}`;
  if (response === undefined || ended.kind === "refused") return undefined;
  if (isDeepStrictEqual(JSON.parse(ended.text), response)) return undefined;
  return `expected ${short(JSON.stringify(response))}, got ${short(shown)}`;
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
