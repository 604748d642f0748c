/** Checks once whether the system gives a node the file descriptors that its places need, and logs it if not. */
import type { Log } from "../../ops/context.ts";
import { clients_max, descriptor_reserve_size } from "../limits.ts";
import { openNothing } from "./descriptor_reserve.ts";

/** One for each place, and for the node itself twice the reserve. */
const wanted = clients_max + 2 * descriptor_reserve_size;

/** Descriptors opened in one turn of the event loop: about a millisecond. */
const opened_at_once = 64;

/**
 * How many descriptors are free, up to a bound. Deno can't tell the limit (it raises the soft one to the hard one by
 * itself). So they are opened and closed again.
 *
 * @param signal Ends the check; then the count means nothing.
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
    // The system has no more, or the file may not be read here. In the second case nothing is known.
    return held.length === 0 ? max : held.length;
  } finally {
    for (const file of held) file[Symbol.dispose]();
  }
  return max;
}

/**
 * Logs when there are too few descriptors for all places.
 *
 * @param taken Descriptors that clients already hold.
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
