/** Looks once whether the system gives a node the file descriptors that its places need, and says it where not. */
import type { Log } from "../../ops/context.ts";
import { clients_max, descriptor_reserve_size } from "../limits.ts";
import { openNothing } from "./descriptor_reserve.ts";

/** A place is a descriptor; the reserve and as much again is what the node needs itself. */
const wanted = clients_max + 2 * descriptor_reserve_size;

/** So many are opened in one turn of the event loop, which takes about a millisecond. */
const opened_at_once = 64;

/**
 * How many descriptors are free, up to a bound. Deno has no question for the limit (it raises the soft one to the hard one by
 * itself), so they are opened and closed again.
 *
 * @param signal Ends the look; the count says nothing then.
 * @param open Opens one; a test brings its own.
 *
 * @example
 * ```ts
 * import { freeDescriptors } from "./descriptor_check.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(await freeDescriptors(8, new AbortController().signal), 8);
 * ```
 */
export async function freeDescriptors(
  max: number,
  signal: AbortSignal,
  open: () => Disposable = openNothing,
): Promise<number> {
  const held: Disposable[] = [];
  try {
    while (held.length < max && !signal.aborted) {
      held.push(open());
      if (held.length % opened_at_once === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  } catch {
    // The system has no more, or the file may not be read here: then nothing can be said.
    return held.length === 0 ? max : held.length;
  } finally {
    for (const file of held) file[Symbol.dispose]();
  }
  return max;
}

/**
 * Tells the log where the places can't all be taken.
 *
 * @param taken Descriptors that clients hold already.
 */
export async function checkDescriptors(
  log: Pick<Log, "info">,
  taken: number,
  signal: AbortSignal,
  open?: () => Disposable,
): Promise<void> {
  const free = await freeDescriptors(wanted, signal, open);
  if (signal.aborted || free + taken >= wanted) return;
  log.info(
    "The system lets this node open {free} more files, and its places for others need {wanted}: " +
      "some callers will be refused. Raise the limit before the start, e.g. ulimit -n {advice}",
    { free, wanted: wanted - taken, advice: 2 * clients_max },
  );
}
