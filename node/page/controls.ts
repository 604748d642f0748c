/** `POST /control/NAME`: the orders that a caller with the node's key may give. Other callers are refused. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as z from "zod";
import { locate, type Target } from "../../discovery/address/group.ts";
import { address_characters_max, block_max_s } from "../../discovery/limits.ts";
import { control_bytes_max } from "./limits.ts";
import type { Operator, Refusal } from "../../discovery/operator.ts";
import type { ControlAnswer, Controls } from "../../static/live_messages.ts";
import { StorageError } from "../../storage/storage.ts";
import { needsKey } from "./key_guard.ts";
import type { SteeringKey } from "./steering_key.ts";

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

/** What the controls need of the node. */
export interface ControlsOptions {
  readonly key: SteeringKey;
  /** Undefined for a node without a network. */
  steering(): Steering | undefined;
}

const addr = z.string().max(address_characters_max).transform((text, context) => {
  const target = locate(text);
  if (target !== undefined) return target;
  context.addIssue({ code: "custom", message: "This is no address of a node." });
  return z.NEVER;
});
const about = z.object({ addr });

/** A control: the form of its body, and what it does. `give` returns undefined when it is done. */
interface Control {
  readonly body: z.ZodType;
  give(body: never, steering: Steering): Refusal | undefined;
}

const controls: Readonly<Record<keyof Controls, Control>> = {
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

/** The routes below `/control`. */
export function controlRoutes(options: ControlsOptions): Hono {
  const routes = new Hono();
  routes.use(needsKey(options.key));
  routes.use(bodyLimit({
    maxSize: control_bytes_max,
    onError: (c) => answer(c, 413, `A control may have ${control_bytes_max} bytes.`),
  }));
  routes.post("/:name", async (c) => {
    const name = c.req.param("name");
    if (!Object.hasOwn(controls, name)) return answer(c, 404, `There is no control ${JSON.stringify(name)}.`);
    const { body, give } = controls[name as keyof Controls];
    const parsed = body.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) return answer(c, 400, sentence(parsed.error.issues[0]!));
    const steering = options.steering();
    if (steering === undefined) {
      return answer(c, 409, "This node takes part in no network (--no-dial), so there is nothing to steer.");
    }
    try {
      const refusal = give(parsed.data as never, steering);
      return refusal === undefined
        ? c.json({})
        : answer(c, refusal.kind === "unknown" ? 404 : 409, refusal.error);
    } catch (error) {
      if (error instanceof StorageError) return answer(c, 409, error.message);
      throw error;
    }
  });
  return routes;
}

function forget(target: Target, steering: Steering): Refusal | undefined {
  const known = steering.order((operator) => operator.forget(target));
  if (typeof known === "object") return known;
  const stored = steering.forget(target.key);
  return known || stored ? undefined : { kind: "unknown", error: "The node does not know this address." };
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? "The body must be a JSON object." : `${path.join(".")}: ${message}`;
}

function answer(c: Context, status: 400 | 404 | 409 | 413, error: string): Response {
  return c.json({ error } satisfies ControlAnswer, status);
}

function control<Body>(
  body: z.ZodType<Body>,
  give: (body: Body, steering: Steering) => Refusal | undefined,
): Control {
  return { body, give: give as Control["give"] };
}
