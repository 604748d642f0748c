/** Judges attempts to steer. */
import type { NodeUnderAttack } from "../measure/node_under_attack.ts";
import type { Outcome } from "../trial.ts";
import { type Attempt, order } from "./steer.ts";

/**
 * The outcome of some attempts. Where the node has a key, the key itself must steer, or the attempts proved nothing.
 *
 * @param attempts By their way.
 */
export async function steerOutcome(
  node: NodeUnderAttack,
  attempts: Readonly<Record<string, Attempt>>,
): Promise<Outcome> {
  const found = Object.entries(attempts).map(([way, { words, statuses }]) =>
    `${way}: orders answered ${[...new Set(statuses)].join(", ")}` +
    (words === 0 ? "" : ` (${words} words of \`/events\` tried as a key)`)
  );
  const all = Object.values(attempts);
  const steered = all.some(({ statuses }) => statuses.some((status) => status < 400 && status > 0));
  const answered = all.every(({ statuses }) => statuses.every((status) => status > 0));
  const key = await keyOf(node);
  const with_key = key === undefined ? undefined : await order(node.port, key);
  if (with_key !== undefined) found.push(`with the key itself: ${with_key}`);
  return { found: found.join("; "), withstood: !steered && answered && (with_key ?? 200) === 200 };
}

async function keyOf(node: NodeUnderAttack): Promise<string | undefined> {
  try {
    return (await Deno.readTextFile(`${node.db}.key`)).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
