/** Who has to go when an inbound peer comes and every place is taken. A pure function. */
import { protected_age, protected_latency } from "./limits.ts";
import type { Link } from "./link.ts";

/**
 * The inbound peer that makes room, or undefined when the newcomer does not deserve it. The nearest and the oldest are
 * spared; of the rest the youngest of the largest group goes, and only for a newcomer of a smaller group: so every
 * eviction makes the neighbourhood more diverse, and nobody can push out many others from one group.
 *
 * @param inbound Peers that hold a place.
 * @param group The newcomer's group.
 */
export function victimFor(inbound: readonly Link[], group: string): Link | undefined {
  const sizes = new Map<string, number>();
  for (const link of inbound) sizes.set(link.teller.group, (sizes.get(link.teller.group) ?? 0) + 1);
  const spared = new Set([
    ...inbound.toSorted((a, b) => a.latency_ms - b.latency_ms).slice(0, protected_latency),
    ...inbound.toSorted((a, b) => a.opened_ms - b.opened_ms).slice(0, protected_age),
  ]);
  let victim: Link | undefined;
  for (const link of inbound) {
    if (spared.has(link)) continue;
    const difference = victim === undefined
      ? 1
      : sizes.get(link.teller.group)! - sizes.get(victim.teller.group)!;
    if (difference > 0 || (difference === 0 && link.opened_ms > victim!.opened_ms)) victim = link;
  }
  if (victim === undefined) return undefined;
  return sizes.get(victim.teller.group)! > (sizes.get(group) ?? 0) + 1 ? victim : undefined;
}
