/** Brings one fault about and looks what it left. */
import { setTimeout as delay } from "node:timers/promises";
import { acknowledge, lookFor } from "./acknowledged.ts";
import { Asker } from "./asker.ts";
import type { ChildNode } from "./child_node.ts";
import type { Fault } from "./faults.ts";
import type { Happened } from "./result.ts";
import { watch } from "./watch.ts";

/** After a fault its nodes must be there again within this; a soak goes on where they are not, and says so. */
const patience_ms = 60_000;

/**
 * Registers before, during and after the fault, and looks for all that was acknowledged. Where nodes share a store, each must
 * list what the others acknowledged.
 *
 * @param stop Ends the fault early.
 * @throws {Error} The fault could not be brought about or ended. Nobody asks any more then.
 */
export async function meet(fault: Fault, at_s: number, stop: AbortSignal): Promise<Happened[]> {
  using askers = new DisposableStack();
  const met = fault.nodes.map((node) => ({ node, asker: askers.use(new Asker(node.port)) }));
  const before = (await Promise.all(met.map(({ asker }) => acknowledge(asker)))).flat();
  const ended = bringAbout(fault, stop);
  const seen = await Promise.all(met.map(async ({ node, asker }) => {
    const back = ended.then(() => answersAfter_ms(node), () => undefined);
    const watched = await watch(asker, ended, { patience_ms });
    return { node, asker, back_ms: await back, watched };
  }));
  await ended;
  const acknowledged = [...before, ...seen.flatMap(({ watched }) => watched.accepted)];
  return await Promise.all(seen.map(async ({ node, asker, back_ms, watched }) => {
    const { accepted, ...answers } = watched;
    const kept = await lookFor(asker, acknowledged);
    return {
      at_s,
      fault: fault.name,
      node: node.name,
      back_ms,
      ...answers,
      accepted: accepted.length,
      acknowledged: acknowledged.length,
      ...kept,
    };
  }));
}

async function bringAbout(fault: Fault, stop: AbortSignal): Promise<void> {
  try {
    await fault.begin();
    await delay(fault.lasts_ms, undefined, { signal: stop }).catch(() => {});
  } finally {
    await fault.end();
  }
}

/** Waits until a node answers; undefined when patience ended first. */
export async function answersAfter_ms({ port }: Pick<ChildNode, "port">): Promise<number | undefined> {
  const start_ms = performance.now();
  while (performance.now() - start_ms < patience_ms) {
    try {
      const { ok, body } = await fetch(`http://127.0.0.1:${port}/healthz`, {
        signal: AbortSignal.timeout(1_000),
      });
      await body?.cancel();
      if (ok) return performance.now() - start_ms;
    } catch {
      await delay(50);
    }
  }
  return undefined;
}
