/**
 * What only a caller with the node's key may have: the guard in front of such routes, and the routes by which a page
 * learns whether its key fits, and exchanges a code for it.
 */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { CodeExchange, ControlAnswer, KeyAnswer } from "../../static/live_messages.ts";
import { isForeignPage } from "../sockets/caller.ts";
import { code_bytes_max } from "./limits.ts";
import type { SteeringKey } from "./steering_key.ts";

/** The header that bears the key. A page of another origin can't send it without asking first, and is then refused. */
export const key_header = "x-foxchain-key";

/** Why a caller may not have what needs the key. */
export interface KeyFault {
  readonly status: 401 | 403;
  /** A sentence for a person. */
  readonly error: string;
}

/**
 * Whether a request bears the key. Where the caller sits does not matter: a proxy can't be told from a neighbour.
 *
 * @returns Undefined where it does.
 *
 * @example
 * ```ts
 * import { keyFault } from "./key_guard.ts";
 * import { SteeringKey } from "./steering_key.ts";
 * import assert from "node:assert/strict";
 *
 * const key = new SteeringKey();
 * assert.equal(keyFault(new Headers({ "x-foxchain-key": key.text }), key), undefined);
 * assert.equal(keyFault(new Headers(), key)?.status, 401);
 * ```
 */
export function keyFault(headers: Headers, key: SteeringKey): KeyFault | undefined {
  if (isForeignPage(headers)) return { status: 403, error: "Only the node's own page may do this." };
  const given = headers.get(key_header) ?? "";
  if (key.fits(given)) return undefined;
  const error = given === ""
    ? "This needs the node's key: open the link that 'foxchain key' prints on the node's computer."
    : "The key does not fit: open the link that 'foxchain key' prints on the node's computer.";
  return { status: 401, error };
}

/** Lets only those pass that bear the key. */
export function needsKey(key: SteeringKey): MiddlewareHandler {
  return async (c, next) => {
    const fault = keyFault(c.req.raw.headers, key);
    if (fault === undefined) return await next();
    // RFC 9110 wants the name of a scheme with 401; browsers show no question for one that they don't know.
    if (fault.status === 401) c.header("www-authenticate", "FoxchainKey");
    return c.json({ error: fault.error } satisfies ControlAnswer, fault.status);
  };
}

/**
 * `POST /key`. Without a code it tells a page whether its key fits, with 200 in either case: browsers write every other
 * status into their console. A code is answered with the key, once; else with 403. A page that would be refused as a
 * foreign one when it orders something is refused here, too: no GET, because browsers tell no origin with one.
 */
export function keyRoutes(key: SteeringKey): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    c.header("cache-control", "no-store");
    if (!isForeignPage(c.req.raw.headers)) return await next();
    return c.json({ error: "Only the node's own page may do this." } satisfies ControlAnswer, 403);
  });
  routes.use(bodyLimit({
    maxSize: code_bytes_max,
    onError: (c) =>
      c.json({ error: `A code may have ${code_bytes_max} bytes.` } satisfies ControlAnswer, 413),
  }));
  routes.post("/", async (c) => {
    const code = codeOf(await c.req.text());
    if (code === undefined) {
      return c.json({ error: "The body must be a JSON object." } satisfies ControlAnswer, 400);
    }
    if (code === null) {
      return c.json({ fits: keyFault(c.req.raw.headers, key) === undefined } satisfies KeyAnswer);
    }
    if (key.redeem(code)) return c.json({ fits: true, key: key.text } satisfies KeyAnswer);
    return c.json({ fits: false } satisfies KeyAnswer, 403);
  });
  return routes;
}

/** The code in a body; null where there is none, undefined for what is no such body. */
function codeOf(body: string): string | null | undefined {
  if (body === "") return null;
  try {
    const { code = null } = JSON.parse(body) as Partial<CodeExchange>;
    return code === null || typeof code === "string" ? code : undefined;
  } catch {
    return undefined;
  }
}
