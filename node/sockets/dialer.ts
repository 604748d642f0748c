/** Dials one address: finds its IPs, asks which may be dialled, and connects to exactly these until one answers. */
// @ts-types="npm:@types/ws@8.18.2"
import type { WebSocket as WsClient } from "ws";
import type { Address } from "../../discovery/address/address.ts";
import { dial_timeout_ms } from "../../discovery/limits.ts";
import { unmap } from "../../discovery/address/scope.ts";
import type { Socket } from "./connection.ts";
import { dial_attempt_delay_ms, dial_attempts_max, message_bytes_max, shutdown_grace_ms } from "../limits.ts";
import { interleave } from "./interleave.ts";
import { type Attempt, race } from "./race.ts";

/** What to dial. */
export interface DialRequest {
  readonly target: Address;
  /** Dial this IP; the host's name is not looked up. */
  readonly ip?: string;
  /** Asked for each IP just before it is tried; false skips it. */
  permit(ip: string): boolean;
  /** Ends the dial, or later the connection, without waiting for the other end. */
  readonly signal: AbortSignal;
}

/** An open socket. */
export interface Dialled {
  readonly socket: Socket;
  /** The IP that answered. */
  readonly ip: string;
}

/** Opens sockets; a test may bring one that cuts links. Rejects with the cause when there is no connection. */
export type Dial = (request: DialRequest) => Promise<Dialled>;

/** What a test replaces. */
export interface DialMeans {
  /** Time for the whole dial, the look-up of the name included. */
  readonly timeout_ms?: number;
  /** Finds the IPs of a name, best first. */
  resolve?(host: string): Promise<readonly string[]>;
  /** When an IP has not answered for so long, the next one is tried as well. */
  readonly attempt_delay_ms?: number;
}

/**
 * Dials over TCP. The name is resolved first, and the connection goes to an IP of that result, so it can't change in
 * between. Redirects are not followed. Up to {@linkcode dial_attempts_max} permitted IPs are tried, IPv4 and IPv6 in
 * turns. Rejects after {@linkcode dial_timeout_ms}, whatever the other end does: a server that sends a header line now
 * and then would hold one of the few dials for ever. The caller must set its handlers at once: messages come from the
 * next turn on.
 */
export async function dial(
  { target, ip, permit, signal }: DialRequest,
  {
    timeout_ms = dial_timeout_ms,
    resolve = resolveName,
    attempt_delay_ms = dial_attempt_delay_ms,
  }: DialMeans = {},
): Promise<Dialled> {
  const deadline = new AbortController();
  const late = () => Object.assign(new Error(`no answer in ${timeout_ms} ms`), { code: "ETIMEDOUT" });
  const timer = setTimeout(() => deadline.abort(late()), timeout_ms);
  const end = AbortSignal.any([signal, deadline.signal]);
  try {
    const found = ip === undefined ? await unlessAborted(resolve(target.host), end) : [ip];
    // Loaded at the first dial: it would make every start 16 ms longer.
    // @ts-types="npm:@types/ws@8.18.2"
    const ws = await import("ws");
    end.throwIfAborted();
    const ips = interleave(found).values();
    const begin = () => {
      for (const ip of ips) if (!end.aborted && permit(ip)) return attempt(ws, target, ip, end);
    };
    const pace = { attempts_max: dial_attempts_max, delay_ms: attempt_delay_ms };
    const nobody = new Error(`${found.join(", ")} must not be dialled`);
    const dialled = await unlessAborted(race(begin, pace, nobody), end);
    const abort = () => dialled.socket.terminate();
    signal.addEventListener("abort", abort);
    dialled.socket.once("close", () => signal.removeEventListener("abort", abort));
    setImmediate(() => dialled.socket.resume());
    return { socket: dialled.socket as unknown as Socket, ip: dialled.ip };
  } finally {
    clearTimeout(timer);
  }
}

/** Begins to connect to one IP. `ws` could try a list by itself, but each IP must be charged before it is tried. */
function attempt(
  ws: typeof import("ws"),
  target: Address,
  ip: string,
  signal: AbortSignal,
): Attempt<{ socket: WsClient; ip: string }> {
  const reached = Promise.withResolvers<void>();
  const socket = new ws.WebSocket(target.key, {
    lookup: (_host, options, done) => {
      const family = ip.includes(":") ? 6 : 4;
      // The list form is what Deno asks for; its type is missing.
      if (options.all) (done as unknown as ListDone)(null, [{ address: ip, family }]);
      else done(null, ip, family);
    },
    finishRequest: (request) => {
      request.once("socket", (tcp) => tcp.once("connect", reached.resolve));
      request.end();
    },
    maxPayload: message_bytes_max.loopback,
    followRedirects: false,
    perMessageDeflate: false,
    // Not in its types yet; 30 s by default.
    ...{ closeTimeout: shutdown_grace_ms },
  });
  socket.on("pong", () => (socket as unknown as Socket).onpong?.());
  const result = opened(socket, signal).then((socket) => ({ socket, ip }));
  return { reached: reached.promise, result, end: () => socket.terminate() };
}

/** A look-up can't be ended, so its later result is dropped. */
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

async function resolveName(host: string): Promise<string[]> {
  // Loaded at the first name that is dialled.
  const { lookup } = await import("node:dns/promises");
  const addresses = await lookup(host, { all: true, order: "ipv4first" });
  return addresses.map(({ address }) => unmap(address));
}

function opened(socket: WsClient, signal: AbortSignal): Promise<WsClient> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.terminate();
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    socket.onopen = () => {
      signal.removeEventListener("abort", abort);
      // A message right behind the upgrade would find no handler yet.
      socket.pause();
      resolve(socket);
    };
    // Stays until the connection sets its own handler: ws throws errors that have no handler.
    socket.onerror = ({ error, message }) => {
      signal.removeEventListener("abort", abort);
      reject(error instanceof Error ? error : new Error(message));
    };
  });
}
