/** Refuses the page under foreign host names, so that a rebound DNS name can't read or steer it. */
import type { MiddlewareHandler } from "hono";
import { isIp } from "../../discovery/address/scope.ts";
import { parseHost } from "./host_name.ts";

/**
 * True for IP literals, `localhost` and the given names.
 *
 * @param names Other names of this node (`--host`, `--advertise`), in lower case.
 *
 * @example
 * ```ts
 * import { isKnownHost } from "./host_guard.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isKnownHost("192.168.1.7:9000", []), true);
 * assert.equal(isKnownHost("evil.example", []), false);
 * assert.equal(isKnownHost("node.example:9000", ["node.example"]), true);
 * ```
 */
export function isKnownHost(host: string, names: readonly string[]): boolean {
  const name = parseHost(host)?.name;
  return name !== undefined && (name === "localhost" || isIp(name) || names.includes(name));
}

/** Answers 421 to unknown `Host` names. */
export function hostGuard(names: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header("host") ?? "";
    if (isKnownHost(host, names)) return await next();
    return c.text(
      `This node does not know itself as ${JSON.stringify(host.slice(0, 256))}. ` +
        "Open the page by IP address or as localhost, or start the node with --host NAME.\n",
      421,
    );
  };
}
