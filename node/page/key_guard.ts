/**
 * Guards the routes that need the node's key. Also has the route by which a page learns whether its key fits, and
 * exchanges a code for the key.
 */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { CodeExchange, ControlAnswer, KeyAnswer } from "../../static/live_messages.ts";
import { isForeignPage } from "../sockets/caller.ts";
import { code_bytes_max } from "./limits.ts";
import type { SteeringKey } from "./steering_key.ts";

/** The header with the key. A page of another origin can't send it without asking first (CORS), and is then refused. */
export const key_header = "x-foxchain-key";

/** Why a caller is refused. */
export interface KeyFault {
  readonly status: 401 | 403;
  /** A sentence for a person. */
  readonly error: string;
}

/**
 * Whether a request has the key. The caller's address does not matter: a proxy can't be told from a neighbour.
 *
 * @returns Undefined when it has.
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

/** Lets only requests with the key pass. */
export function needsKey(key: SteeringKey): MiddlewareHandler {
  return async (c, next) => {
    const fault = keyFault(c.req.raw.headers, key);
    if (fault === undefined) return await next();
    // RFC 9110 wants the name of a scheme with 401. Browsers ask for no password when they don't know the scheme.
    if (fault.status === 401) c.header("www-authenticate", "FoxchainKey");
    return c.json({ error: fault.error } satisfies ControlAnswer, fault.status);
  };
}

/**
 * `POST /key`. Without a code it says whether the page's key fits, always with 200: browsers write every other status
 * into their console. A right code is answered with the key, once; a wrong one with 403. Foreign pages are refused. It
 * is no GET, because browsers send no Origin with a GET.
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

/** The code in a body; null where there is none, undefined where the body is wrong. */
function codeOf(body: string): string | null | undefined {
  if (body === "") return null;
  try {
    const { code = null } = JSON.parse(body) as Partial<CodeExchange>;
    return code === null || typeof code === "string" ? code : undefined;
  } catch {
    return undefined;
  }
}
