/** Dials one address: finds its IP, asks whether that may be dialled, and connects to that very IP. */
import { lookup } from "node:dns/promises";
// @ts-types="npm:@types/ws@8.18.2"
import type { WebSocket } from "ws";
import type { Address } from "../discovery/address.ts";
import { dial_timeout_ms, message_bytes_max } from "../discovery/limits.ts";
import { unmap } from "../discovery/scope.ts";
import type { Socket } from "./connection.ts";

/** What to dial. */
export interface DialRequest {
  readonly target: Address;
  /** Dial this IP whatever the host's name says. */
  readonly ip?: string;
  /** Asked once, with the IP that was found; false ends the dial. */
  permit(ip: string): boolean;
  /** Ends the dial early. */
  readonly signal: AbortSignal;
}

/** Opens sockets; a test may bring one that cuts links. Rejects with the cause when there is no connection. */
export type Dial = (request: DialRequest) => Promise<Socket>;

/**
 * Dials over TCP. The name is resolved before and the result is what is connected to, so that it can't change in
 * between; redirects are not followed. Rejects after {@linkcode dial_timeout_ms}.
 */
export async function dial({ target, ip, permit, signal }: DialRequest): Promise<Socket> {
  const found = ip ?? await resolve(target.host);
  signal.throwIfAborted();
  if (!permit(found)) throw new Error(`${found} must not be dialled`);
  // Loaded by the first dial: it would make every start 16 ms longer.
  // @ts-types="npm:@types/ws@8.18.2"
  const ws = await import("ws");
  const socket = new ws.WebSocket(target.key, {
    lookup: (_host, options, done) => {
      const family = found.includes(":") ? 6 : 4;
      // The list form is what Deno asks for; its type is missing.
      if (options.all) (done as unknown as ListDone)(null, [{ address: found, family }]);
      else done(null, found, family);
    },
    handshakeTimeout: dial_timeout_ms,
    maxPayload: message_bytes_max.loopback,
    followRedirects: false,
    perMessageDeflate: false,
  });
  return await opened(socket, signal);
}

type ListDone = (error: null, addresses: readonly { address: string; family: number }[]) => void;

async function resolve(host: string): Promise<string> {
  const { address } = await lookup(host, { order: "ipv4first" });
  return unmap(address);
}

function opened(socket: WebSocket, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.terminate();
    signal.addEventListener("abort", abort);
    socket.onopen = () => {
      signal.removeEventListener("abort", abort);
      resolve(socket as unknown as Socket);
    };
    // Stays until the connection brings its own handler: ws throws an error that nobody listens to.
    socket.onerror = ({ message }) => {
      signal.removeEventListener("abort", abort);
      reject(new Error(message));
    };
  });
}
