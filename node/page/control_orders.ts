/** The orders: the form of each one's body, and what it does. The first order loads them: a start needs no schemas. */
import * as z from "zod";
import { locate, type Target } from "../../discovery/address/group.ts";
import { address_characters_max, block_max_s } from "../../discovery/limits.ts";
import type { Operator, Refusal } from "../../discovery/operator.ts";
import type { Controls } from "../../static/live_messages.ts";

/** Carries out the orders. */
export interface Steering {
  /** Gives an order to the membership. */
  order<Result>(give: (operator: Operator, now_ms: number) => Result): Result;
  /**
   * Removes an address from the store; false where it was not there.
   *
   * @throws {StorageError} The store can't be written.
   */
  forget(key: string): boolean;
}

const addr = z.string().max(address_characters_max).transform((text, context) => {
  const target = locate(text);
  if (target !== undefined) return target;
  context.addIssue({ code: "custom", message: "This is no address of a node." });
  return z.NEVER;
});
const about = z.object({ addr });

/** A control: the form of its body, and what it does. `give` returns undefined when it is done. */
export interface Control {
  readonly body: z.ZodType;
  give(body: never, steering: Steering): Refusal | undefined;
}

/** By the name in the path. */
export const controls: Readonly<Record<keyof Controls, Control>> = {
  dial: control(
    about,
    ({ addr }, steering) => steering.order((operator, now_ms) => operator.dial(now_ms, addr)),
  ),
  forget: control(about, ({ addr }, steering) => forget(addr, steering)),
  disconnect: control(
    z.object({ link: z.int() }),
    ({ link }, steering) => steering.order((operator) => operator.disconnect(link)),
  ),
  block: control(
    z.object({ addr, seconds: z.number().min(1).max(block_max_s) }),
    ({ addr, seconds }, steering) =>
      steering.order((operator, now_ms) => operator.block(now_ms, addr, now_ms + seconds * 1000)),
  ),
  unblock: control(
    about,
    ({ addr }, steering) => steering.order((operator, now_ms) => operator.unblock(now_ms, addr)),
  ),
};

function forget(target: Target, steering: Steering): Refusal | undefined {
  const known = steering.order((operator) => operator.forget(target));
  if (typeof known === "object") return known;
  const stored = steering.forget(target.key);
  return known || stored ? undefined : { kind: "unknown", error: "The node does not know this address." };
}

function control<Body>(
  body: z.ZodType<Body>,
  give: (body: Body, steering: Steering) => Refusal | undefined,
): Control {
  return { body, give: give as Control["give"] };
}
