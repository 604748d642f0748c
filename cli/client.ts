/** A connection to a node for one command: sends one request at a time, and gives each failure a clear cause. */
import { CUT_OFF, DONE, FAULT } from "../discovery/close_codes.ts";
// @ts-types="@types/ws"
import { WebSocket as WsClient } from "ws";
import { command_answer_bytes_max, command_close_timeout_ms } from "./limits.ts";
import { type NodeAnswer, readAnswer } from "./node_answer.ts";
import { closeCause, connectCause, httpCause } from "../node/sockets/connect_cause.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import type { Words } from "./language.ts";

/** A student's program that throws while it answers shows the error only in its own window. */
const at_the_program: Words = {
  en: "look at the window of that node's program: an error there tells why",
  zh: "看看那个节点的程序窗口：那里的错误会说明原因",
};

/** How a program's connection ends when it throws: cut without a word, or closed with 'internal error'. */
const codes_of_errors: ReadonlySet<number> = new Set([CUT_OFF, FAULT]);

/** A separate constant, since the package's types do not know `closeTimeout` yet. */
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
    // Each wait below has its own listener. This one keeps an error between two waits from ending the process.
    socket.on("error", () => {});
    const refusal = await settled<Failure | undefined>(timeout_ms, (settle) => {
      socket.once("open", () => settle(undefined));
      socket.once("unexpected-response", (_request, { statusCode }) => {
        settle(unreachable(url, httpCause(statusCode)));
      });
      socket.once("error", (error) => settle(unreachable(url, connectCause(error))));
    }, () =>
      unreachable(url, {
        en: `no connection came about within ${timeout_ms / 1000} s`,
        zh: `${timeout_ms / 1000} 秒内没有连上`,
      }));
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
          : { en: "try again, or name another node with --url", zh: "再试一次，或者用 --url 指定另一个节点" };
        settle(unanswered(url, closeCause(code, String(reason)), next));
      });
      this.#socket.send(text);
    }, () => {
      const seconds = this.#timeout_ms / 1000;
      return unanswered(
        url,
        { en: `no answer came within ${seconds} s`, zh: `${seconds} 秒内没有应答` },
        {
          en: `${at_the_program.en}; else wait longer with --timeout 30`,
          zh: `${at_the_program.zh}；或者用 --timeout 30 等久一点`,
        },
      );
    });
    if (received instanceof Failure) throw received;
    const answer = readAnswer(received);
    if (answer === undefined) {
      throw unanswered(
        url,
        { en: "what came back is no answer of a node", zh: "收到的不是节点的应答" },
        {
          en: `${at_the_program.en}, or name another node with --url`,
          zh: `${at_the_program.zh}；或者用 --url 指定另一个节点`,
        },
      );
    }
    return answer;
  }

  /** Closes the connection. It waits only a moment for the node to answer the close. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WsClient.CLOSED) return;
    const closed = new Promise((resolve) => this.#socket.once("close", resolve));
    this.#socket.close(DONE);
    await closed;
  }
}

/** Waits for the work, or until the time is up. */
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

function unreachable(url: string, cause: Words): Failure {
  return new Failure(
    exit_codes.unreachable,
    { en: `cannot reach the node at ${url}: ${cause.en}.`, zh: `连不上节点 ${url}：${cause.zh}。` },
    {
      en: "start one with 'foxchain', or name another with --url ws://HOST:PORT/ws",
      zh: "用 'foxchain' 启动一个节点，或者用 --url ws://HOST:PORT/ws 指定另一个",
    },
  );
}

function unanswered(url: string, cause: Words, next: Words): Failure {
  return new Failure(
    exit_codes.unreachable,
    { en: `the node at ${url} did not answer: ${cause.en}.`, zh: `节点 ${url} 没有应答：${cause.zh}。` },
    next,
  );
}
