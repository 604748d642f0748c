/** A connection of the doctor: how opening it ended, and questions on it one after the other. */
// @ts-types="@types/ws"
import { WebSocket as WsClient } from "ws";
import { connectCause, httpCause } from "../../node/sockets/connect_cause.ts";
import { type NodeAnswer, readAnswer } from "../node_answer.ts";
import type { Words } from "../language.ts";
import { command_answer_bytes_max, command_close_timeout_ms } from "../limits.ts";

/** Why there is no connection. */
export interface NoConnection {
  readonly kind: "refused" | "unreachable" | "silent" | "no_name" | "no_node";
  /** In words. */
  readonly cause: Words;
}

/** An open connection. */
export interface Session {
  readonly kind: "open";
  /** How long it took to open, in milliseconds. */
  readonly ms: number;
  /** Asks; undefined when no answer comes in time, or something else than an answer. */
  ask(op: string, args?: unknown): Promise<NodeAnswer | undefined>;
  close(): void;
}

/** Opens a connection. */
export type OpenSession = (url: string, timeout_ms: number) => Promise<Session | NoConnection>;

const kinds: Readonly<Record<string, NoConnection["kind"]>> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ETIMEDOUT: "silent",
  ENOTFOUND: "no_name",
  EAI_AGAIN: "no_name",
  EAI_NODATA: "no_name",
};

/**
 * What an error of connecting means.
 *
 * @example
 * ```ts
 * import { failedConnection } from "./session.ts";
 * import assert from "node:assert/strict";
 *
 * const error = Object.assign(new Error("connect"), { code: "EHOSTUNREACH" });
 * assert.equal(failedConnection(error).kind, "unreachable");
 * assert.equal(failedConnection(new Error("strange")).kind, "no_node");
 * ```
 */
export function failedConnection(error: Error): NoConnection {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { kind: kinds[code] ?? "no_node", cause: connectCause(error) };
}

/** Opens a connection by a real socket. */
export const openSession: OpenSession = (url, timeout_ms) => {
  const options = {
    closeTimeout: command_close_timeout_ms,
    maxPayload: command_answer_bytes_max,
    perMessageDeflate: false,
  };
  const start_ms = performance.now();
  const { promise, resolve } = Promise.withResolvers<Session | NoConnection>();
  const socket = new WsClient(url, options);
  const give = (found: Session | NoConnection) => {
    clearTimeout(timer);
    resolve(found);
    if (found.kind !== "open") socket.terminate();
  };
  const timer = setTimeout(
    () => give({ kind: "silent", cause: { en: "no answer", zh: "没有应答" } }),
    timeout_ms,
  );
  socket.on("error", (error) => give(failedConnection(error)));
  socket.on("unexpected-response", (_request, { statusCode }) => {
    give({ kind: "no_node", cause: httpCause(statusCode) });
  });
  socket.on("open", () => give(opened(socket, performance.now() - start_ms, timeout_ms)));
  return promise;
};

function opened(socket: WsClient, ms: number, timeout_ms: number): Session {
  return {
    kind: "open",
    ms,
    ask(op, args) {
      const { promise, resolve } = Promise.withResolvers<NodeAnswer | undefined>();
      const settle = (answer?: NodeAnswer) => {
        clearTimeout(timer);
        socket.off("message", hear).off("close", end);
        resolve(answer);
      };
      const hear = (data: unknown) => {
        const text = String(data);
        // After `hello` the node there may ask, too.
        if (!isRequest(text)) settle(readAnswer(text));
      };
      const end = () => settle();
      const timer = setTimeout(end, timeout_ms);
      socket.on("message", hear).on("close", end);
      socket.send(JSON.stringify(args === undefined ? { op } : { op, args }));
      return promise;
    },
    close: () => socket.terminate(),
  };
}

function isRequest(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && "op" in value && !("status" in value);
  } catch {
    return false;
  }
}
