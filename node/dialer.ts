/** Dials one address: finds its IP, asks whether that may be dialled, and connects to that very IP. */
import { lookup } from "node:dns/promises";
// @ts-types="npm:@types/ws@8.18.2"
import type { WebSocket } from "ws";
import type { Address } from "../discovery/address.ts";
import { dial_timeout_ms } from "../discovery/limits.ts";
import { message_bytes_max, shutdown_grace_ms } from "./limits.ts";
import { unmap } from "../discovery/scope.ts";
import type { Socket } from "./connection.ts";

/** What to dial. */
export interface DialRequest {
  readonly target: Address;
  /** Dial this IP whatever the host's name says. */
  readonly ip?: string;
  /** Asked once, with the IP that was found; false ends the dial. */
  permit(ip: string): boolean;
  /** Ends the dial, and later the connection, without waiting for the other end. */
  readonly signal: AbortSignal;
}

/** Opens sockets; a test may bring one that cuts links. Rejects with the cause when there is no connection. */
export type Dial = (request: DialRequest) => Promise<Socket>;

/** What a test replaces. */
export interface DialMeans {
  /** The whole dial, the look-up of the name included. */
  readonly timeout_ms?: number;
  /** Finds the IP of a name. */
  resolve?(host: string): Promise<string>;
}

/**
 * Dials over TCP. The name is resolved before and the result is what is connected to, so that it can't change in
 * between; redirects are not followed. Rejects after {@linkcode dial_timeout_ms}, whatever the other end does: one that
 * sends a header line now and then would hold one of the few dials for ever.
 */
export async function dial(
  { target, ip, permit, signal }: DialRequest,
  { timeout_ms = dial_timeout_ms, resolve = resolveName }: DialMeans = {},
): Promise<Socket> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error(`no answer in ${timeout_ms} ms`)), timeout_ms);
  const end = AbortSignal.any([signal, deadline.signal]);
  try {
    const found = ip ?? await unlessAborted(resolve(target.host), end);
    end.throwIfAborted();
    if (!permit(found)) throw new Error(`${found} must not be dialled`);
    const socket = await unlessAborted(open(target, found, end), end);
    const abort = () => socket.terminate();
    signal.addEventListener("abort", abort);
    socket.once("close", () => signal.removeEventListener("abort", abort));
    return socket as unknown as Socket;
  } finally {
    clearTimeout(timer);
  }
}

async function open(target: Address, ip: string, signal: AbortSignal): Promise<WebSocket> {
  // Loaded by the first dial: it would make every start 16 ms longer.
  // @ts-types="npm:@types/ws@8.18.2"
  const ws = await import("ws");
  const socket = new ws.WebSocket(target.key, {
    lookup: (_host, options, done) => {
      const family = ip.includes(":") ? 6 : 4;
      // The list form is what Deno asks for; its type is missing.
      if (options.all) (done as unknown as ListDone)(null, [{ address: ip, family }]);
      else done(null, ip, family);
    },
    maxPayload: message_bytes_max.loopback,
    followRedirects: false,
    perMessageDeflate: false,
    // Not in its types yet; 30 s by default.
    ...{ closeTimeout: shutdown_grace_ms },
  });
  socket.on("pong", () => (socket as unknown as Socket).onpong?.());
  return await opened(socket, signal);
}

/** A look-up can't be ended; what comes of it later is dropped. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

type ListDone = (error: null, addresses: readonly { address: string; family: number }[]) => void;

async function resolveName(host: string): Promise<string> {
  const { address } = await lookup(host, { order: "ipv4first" });
  return unmap(address);
}

function opened(socket: WebSocket, signal: AbortSignal): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.terminate();
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    socket.onopen = () => {
      signal.removeEventListener("abort", abort);
      resolve(socket);
    };
    // Stays until the connection brings its own handler: ws throws an error that nobody listens to.
    socket.onerror = ({ message }) => {
      signal.removeEventListener("abort", abort);
      reject(new Error(message));
    };
  });
}
