/** The sockets of the checks: opens connections with npm's ws, and keeps messages until a check reads them. */
import process from "node:process";
// @ts-types="@types/ws"
import { WebSocket as WsClient } from "ws";
import { type Close, Inbox, type Later } from "../check/inbox.ts";
import { isThisComputer } from "../check/rules.ts";
import type { Line, LineReply, Opened, World } from "../check/world.ts";
import { connectCause } from "../node/sockets/connect_cause.ts";
import { check_answer_bytes_max, command_close_timeout_ms } from "./limits.ts";

const socket_options = {
  closeTimeout: command_close_timeout_ms,
  maxPayload: check_answer_bytes_max,
  perMessageDeflate: false,
};

/** Error codes of a port where nothing listens, and of a network that does not lead there. */
const refused_codes = new Set(["ECONNREFUSED"]);
const network_codes = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENETDOWN",
  "EHOSTDOWN",
]);

/** The world of one node. `await using` closes what is left open. */
export class SocketWorld implements World, AsyncDisposable {
  readonly same_clock: boolean;
  readonly #url: URL;
  readonly #open = new Set<WsClient>();
  readonly #timers = new Map<ReturnType<typeof setTimeout>, () => void>();

  /** @param url A `ws:` or `wss:` URL. */
  constructor(url: string) {
    this.#url = new URL(url);
    this.same_clock = isThisComputer(url);
  }

  wall_ms(): number {
    return performance.timeOrigin + performance.now();
  }

  steady_ms(): number {
    return performance.now();
  }

  wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      resolve();
    }, ms);
    this.#timers.set(timer, resolve);
    return promise;
  }

  open(limit_ms: number, path?: string, origin?: string): Promise<Opened> {
    const url = new URL(this.#url);
    if (path !== undefined) url.pathname = path;
    const socket = new WsClient(url.href, {
      ...socket_options,
      ...(origin === undefined ? {} : { origin }),
    });
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    const line = new SocketLine(socket, (ms, work) => this.#timer(ms, work));
    const { promise, resolve } = Promise.withResolvers<Opened>();
    const settle = (opened: Opened) => {
      timer.clear();
      if (opened.kind !== "open") socket.terminate();
      resolve(opened);
    };
    const timer = this.#timer(limit_ms, () => {
      settle({
        kind: "late",
        detail: `no connection came about within ${Math.round(limit_ms / 100) / 10} s`,
      });
    });
    socket.once("open", () => settle({ kind: "open", line }));
    socket.once("unexpected-response", (_request, response) => {
      response.destroy();
      settle({ kind: "http", status: response.statusCode ?? 0 });
    });
    socket.on("error", (error) => settle(openFailure(error)));
    socket.once("close", () => settle({ kind: "failed", detail: "the connection was cut" }));
    return promise;
  }

  post(path: string, body: string, limit_ms: number): Promise<string | undefined> {
    const url = new URL(this.#url);
    url.protocol = url.protocol === "wss:" ? "https:" : "http:";
    if (path !== "") url.pathname = path;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    // Not imported: a bundle loads every import at each start, also of a node.
    const { request: send } = process.getBuiltinModule(
      url.protocol === "https:" ? "node:https" : "node:http",
    );
    const headers = {
      "content-type": "application/json",
      "content-length": String(body.length),
      connection: "close",
    };
    const request = send(url, { method: "POST", headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length > check_answer_bytes_max) request.destroy();
      });
      response.on("end", () => settle(text));
      response.on("error", () => settle(undefined));
    });
    const timer = this.#timer(limit_ms, () => {
      settle(undefined);
      request.destroy();
    });
    const settle = (text: string | undefined) => {
      timer.clear();
      resolve(text);
    };
    request.on("error", () => settle(undefined));
    request.on("close", () => settle(undefined));
    request.end(body);
    return promise;
  }

  /** Ends every connection and every wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const [timer, end] of this.#timers) {
      clearTimeout(timer);
      end();
    }
    this.#timers.clear();
    const closing = [...this.#open].map((socket) => {
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.terminate();
      return closed;
    });
    await Promise.all(closing);
  }

  #timer(ms: number, work: () => void = () => {}): { clear(): void } {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.set(timer, work);
    return {
      clear: () => {
        clearTimeout(timer);
        this.#timers.delete(timer);
      },
    };
  }
}

function openFailure(error: Error): Opened {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const detail = connectCause(error).en;
  if (refused_codes.has(code)) return { kind: "refused", detail };
  if (code === "ENOTFOUND") return { kind: "unreachable", detail, final: true };
  if (network_codes.has(code)) return { kind: "unreachable", detail };
  if (code.startsWith("HPE_") || code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER") {
    return { kind: "no_http", detail };
  }
  // Several addresses of one name, each with its own cause.
  if (error instanceof AggregateError) {
    const inner = error.errors.map((one) => openFailure(one));
    return inner.find(({ kind }) => kind === "refused") ?? inner[0] ?? { kind: "failed", detail };
  }
  return { kind: "failed", detail };
}

/** One connection. */
class SocketLine implements Line {
  readonly #socket: WsClient;
  readonly #later: Later;
  readonly #inbox = new Inbox();

  constructor(socket: WsClient, later: Later) {
    this.#socket = socket;
    this.#later = later;
    socket.on("message", (data, is_binary) => {
      this.#inbox.receive({ kind: is_binary ? "binary" : "text", text: String(data) });
    });
    socket.once("close", (code, reason) => this.#inbox.close({ code, reason: String(reason) }));
  }

  ask(text: string, limit_ms: number): Promise<LineReply> {
    const closed = this.closed();
    if (closed !== undefined) return Promise.resolve({ kind: "closed", ...closed });
    return this.#inbox.ask(() => this.#socket.send(text), limit_ms, this.#later);
  }

  unread(): readonly string[] {
    return this.#inbox.unread();
  }

  closed(): Close | undefined {
    // The node's close has come; the end of its connection may take longer.
    const is_closing = this.#socket.readyState !== WsClient.OPEN;
    return this.#inbox.closed ?? (is_closing ? { code: 1005, reason: "" } : undefined);
  }

  close(): void {
    this.#socket.close(1000);
  }
}
