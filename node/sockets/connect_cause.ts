/** Why a connection did not come about or broke off, in words instead of error codes. */
import { CUT_OFF } from "../../discovery/close_codes.ts";
import { printable } from "../printable.ts";

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ECONNRESET: "the connection was cut; does that port speak WebSocket, and without TLS?",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name of the host could not be looked up; is the network up?",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ETIMEDOUT: "the host does not answer; a firewall may be in the way",
  EPROTO: "the TLS handshake failed; a node without --tls-cert is reached by ws://",
  ERR_SSL_WRONG_VERSION_NUMBER: "that port does not speak TLS; use ws:// instead of wss://",
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: "its answer is longer than this command takes",
};

/**
 * The cause of a connection error.
 *
 * @example
 * ```ts
 * import { connectCause } from "./connect_cause.ts";
 * import assert from "node:assert/strict";
 *
 * const error = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
 * assert.equal(connectCause(error), "nothing listens there (connection refused)");
 * assert.equal(connectCause(new Error("strange")), "strange");
 * ```
 */
export function connectCause(error: Error): string {
  const code = codeOf(error);
  if (code.startsWith("HPE_")) {
    return "what listens there does not speak HTTP; a node with --tls-cert is reached by wss://";
  }
  if (/certificate|UnknownIssuer/i.test(error.message)) {
    return `its certificate is not trusted (${printable(error.message)}); ` +
      "for one of your own, made with basicConstraints CA:FALSE, set DENO_CERT to its file";
  }
  const [, status] = /^Unexpected server response: (\d+)$/.exec(error.message) ?? [];
  if (status !== undefined) return httpCause(status);
  return causes[code] ?? printable(error.message);
}

/**
 * The cause where a server answered and stayed plain HTTP.
 *
 * @param status Status code of HTTP.
 */
export function httpCause(status: number | string | undefined): string {
  return `it answered HTTP ${status}, so there is no WebSocket at this address`;
}

/** The cause of a close before the answer. */
export function closeCause(code: number, reason: string): string {
  if (code === CUT_OFF) return "the connection was cut";
  return `it closed the connection with code ${code}${reason && ` (${printable(reason)})`}`;
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
