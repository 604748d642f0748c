/** `POST /control/NAME`: the orders that a caller with the node's key may give. Other callers are refused. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type * as z from "zod";
import { control_bytes_max } from "./limits.ts";
import type { ControlAnswer, Controls } from "../../static/live_messages.ts";
import { StorageError } from "../../storage/storage.ts";
import type { Steering } from "./control_orders.ts";
import { needsKey } from "./key_guard.ts";
import type { SteeringKey } from "./steering_key.ts";

/** What the controls need of the node. */
export interface ControlsOptions {
  readonly key: SteeringKey;
  /** Undefined for a node without a network. */
  steering(): Steering | undefined;
}

/** The routes below `/control`. */
export function controlRoutes(options: ControlsOptions): Hono {
  const routes = new Hono();
  routes.use(needsKey(options.key));
  routes.use(bodyLimit({
    maxSize: control_bytes_max,
    onError: (c) => answer(c, 413, `A control may have ${control_bytes_max} bytes.`),
  }));
  routes.post("/:name", async (c) => {
    const { controls } = await import("./control_orders.ts");
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

function sentence({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? "The body must be a JSON object." : `${path.join(".")}: ${message}`;
}

function answer(c: Context, status: 400 | 404 | 409 | 413, error: string): Response {
  return c.json({ error } satisfies ControlAnswer, status);
}
