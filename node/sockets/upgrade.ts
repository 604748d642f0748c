/** Decides whether a request may become a WebSocket. If not, it says why in words for a person. */

/** Why a request to `/ws` stays plain HTTP. */
export interface Refusal {
  readonly status: 400 | 426;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Checks the upgrade request of RFC 6455, section 4.2.1. Token case does not matter: some clients send
 * `Upgrade: WebSocket`.
 *
 * @returns What is wrong, or undefined when the request may be upgraded.
 *
 * @example
 * ```ts
 * import { upgradeRefusal } from "./upgrade.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(upgradeRefusal(new Request("http://localhost/ws"))?.status, 426);
 * ```
 */
export function upgradeRefusal(request: Request): Refusal | undefined {
  const { headers } = request;
  if (!hasToken(headers, "upgrade", "websocket") || !hasToken(headers, "connection", "upgrade")) {
    const reason =
      "This is a WebSocket endpoint: connect with a WebSocket client, e.g. from the node's own page at /.";
    return { status: 426, reason, headers: { upgrade: "websocket", connection: "upgrade" } };
  }
  if (headers.get("sec-websocket-version") !== "13") {
    const reason = "Only WebSocket version 13 (RFC 6455) is spoken here.";
    return { status: 426, reason, headers: { "sec-websocket-version": "13", upgrade: "websocket" } };
  }
  // Deno.upgradeWebSocket throws without a key.
  if (!headers.get("sec-websocket-key")) {
    return { status: 400, reason: "The header Sec-WebSocket-Key is missing.", headers: {} };
  }
  if (request.method !== "GET") {
    return { status: 400, reason: "A WebSocket upgrade must be a GET.", headers: {} };
  }
  return undefined;
}

function hasToken(headers: Headers, name: string, token: string): boolean {
  return headers.get(name)?.split(",").some((part) => part.trim().toLowerCase() === token) ?? false;
}
