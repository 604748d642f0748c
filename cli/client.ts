/** A connection to a node for one command: requests go out one at a time, and what goes wrong gets a clear cause. */
import { CUT_OFF, DONE, FAULT } from "../discovery/close_codes.ts";
// @ts-types="@types/ws"
import { WebSocket as WsClient } from "ws";
import { command_answer_bytes_max, command_close_timeout_ms } from "./limits.ts";
import { type NodeAnswer, readAnswer } from "./node_answer.ts";
import { closeCause, connectCause, httpCause } from "../node/sockets/connect_cause.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";

/** A student's program that throws while it answers says so in its own window, and nowhere else. */
const at_the_program = "look at the window of that node's program: an error there tells why";

/** How a program's connection ends when it throws: cut without a word, or closed with 'internal error'. */
const codes_of_errors: ReadonlySet<number> = new Set([CUT_OFF, FAULT]);

/** Not written in place: the package's types do not know `closeTimeout` yet. */
const socket_options = {
  closeTimeout: command_close_timeout_ms,
  maxPayload: command_answer_bytes_max,
  perMessageDeflate: false,
};

/** An open connection; `await using` closes it. */
export class Client implements AsyncDisposable {
  readonly #socket: WsClient;
  readonly #timeout_ms: number;

  private constructor(socket: WsClient, timeout_ms: number) {
    this.#socket = socket;
    this.#timeout_ms = timeout_ms;
  }

  /**
   * Connects to a node.
   *
   * @param timeout_ms Longest wait for the connection, and later for each answer.
   * @throws {Failure} `unreachable`, with the cause.
   */
  static async connect(url: string, timeout_ms: number): Promise<Client> {
    const socket = new WsClient(url, socket_options);
    // Each wait below has its own listener; this one keeps an error outside of them from ending the process.
    socket.on("error", () => {});
    const refusal = await settled<Failure | undefined>(timeout_ms, (settle) => {
      socket.once("open", () => settle(undefined));
      socket.once("unexpected-response", (_request, { statusCode }) => {
        settle(unreachable(url, httpCause(statusCode)));
      });
      socket.once("error", (error) => settle(unreachable(url, connectCause(error))));
    }, () => unreachable(url, `no connection came about within ${seconds(timeout_ms)}`));
    if (refusal === undefined) return new Client(socket, timeout_ms);
    socket.terminate();
    throw refusal;
  }

  /** Where the node is. */
  get url(): string {
    return this.#socket.url;
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @param text The request, usually JSON; it is sent as it is.
   * @throws {Failure} `unreachable` when no answer comes, or something else than an answer.
   */
  async request(text: string): Promise<NodeAnswer> {
    const { url } = this.#socket;
    const received = await settled<string | Failure>(this.#timeout_ms, (settle) => {
      this.#socket.once("message", (data) => settle(String(data)));
      this.#socket.once("error", (error) => settle(unanswered(url, connectCause(error), at_the_program)));
      this.#socket.once("close", (code, reason) => {
        const next = codes_of_errors.has(code)
          ? at_the_program
          : "try again, or name another node with --url";
        settle(unanswered(url, closeCause(code, String(reason)), next));
      });
      this.#socket.send(text);
    }, () => {
      const cause = `no answer came within ${seconds(this.#timeout_ms)}`;
      return unanswered(url, cause, `${at_the_program}; else wait longer with --timeout 30`);
    });
    if (received instanceof Failure) throw received;
    const answer = readAnswer(received);
    if (answer === undefined) {
      throw unanswered(
        url,
        "what came back is no answer of a node",
        `${at_the_program}, or name another node with --url`,
      );
    }
    return answer;
  }

  /** Closes the connection; a node that does not answer the close is left after a moment. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WsClient.CLOSED) return;
    const closed = new Promise((resolve) => this.#socket.once("close", resolve));
    this.#socket.close(DONE);
    await closed;
  }
}

/** Waits for the first settling, or for the time to be up. */
async function settled<T>(
  timeout_ms: number,
  listen: (settle: (value: T) => void) => void,
  late: () => T,
): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(late()), timeout_ms);
  try {
    listen(resolve);
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function unreachable(url: string, cause: string): Failure {
  return new Failure(
    exit_codes.unreachable,
    `cannot reach the node at ${url}: ${cause}.`,
    "start one with 'foxchain', or name another with --url ws://HOST:PORT/ws",
  );
}

function unanswered(url: string, cause: string, next: string): Failure {
  return new Failure(exit_codes.unreachable, `the node at ${url} did not answer: ${cause}.`, next);
}

function seconds(timeout_ms: number): string {
  return `${timeout_ms / 1000} s`;
}
