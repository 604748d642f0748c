/** Which server is the master, when sentinels do not agree, or some do not answer. Pure. */
import type { HostAndPort } from "./sentinel_url.ts";

/** What one sentinel said: an address, `unknown name`, or why there is no answer. */
export type SentinelAnswer = HostAndPort | "unknown name" | Error;

/**
 * The address that most of the answers name; of two named equally often, the one of the first sentinel. A single sentinel
 * may be cut off from the others, and would name a master that was replaced long ago.
 *
 * @returns Undefined where no answer has an address.
 *
 * @example
 * ```ts
 * import { chosenMaster } from "./master_choice.ts";
 * import assert from "node:assert/strict";
 *
 * const [old, newer] = [{ host: "10.0.0.1", port: 6379 }, { host: "10.0.0.2", port: 6379 }];
 * assert.deepEqual(chosenMaster([old, newer, newer]), newer);
 * assert.deepEqual(chosenMaster([new Error("no answer"), newer, old]), newer);
 * assert.equal(chosenMaster(["unknown name"]), undefined);
 * ```
 */
export function chosenMaster(answers: readonly SentinelAnswer[]): HostAndPort | undefined {
  const groups = [...votes(answers).values()];
  return groups.toSorted((one, other) => other.length - one.length)[0]?.[0];
}

/**
 * Whether the missing answers can change nothing: more than half of all sentinels name one address.
 *
 * @param asked How many sentinels there are.
 */
export function isDecided(answers: readonly SentinelAnswer[], asked: number): boolean {
  return [...votes(answers).values()].some(({ length }) => length > asked / 2);
}

function votes(answers: readonly SentinelAnswer[]): Map<string, HostAndPort[]> {
  const addresses = answers.flatMap((answer) =>
    answer === "unknown name" || answer instanceof Error ? [] : [answer]
  );
  return Map.groupBy(addresses, ({ host, port }) => JSON.stringify([host, port]));
}
