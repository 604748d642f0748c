/** One connection to Redis. Each answer has a deadline; what misses it ends the connection. */
import type { Words } from "../../../discovery/words.ts";
import type { RedisPlace } from "./redis_url.ts";
import { redis_deadline_ms } from "../../limits.ts";
import { StorageError } from "../../storage.ts";
import { away, notMaster, refused } from "./faults.ts";

/** A certificate is asked for by name only. */
function isIp(host: string): boolean {
  return /^[\d.]+$|:/.test(host);
}

/** Answers begin with a word such as ERR or READONLY and a space; the system's errors don't ("connect ECONNREFUSED"). */
export function isAnswer(error: unknown): error is Error {
  return error instanceof Error && /^[A-Z]{3,} /.test(error.message);
}

type Client = ReturnType<typeof import("@redis/client").createClient>;

/** What a command may be answered. */
export type Reply = string | number | null | readonly Reply[];

/** Time for an answer that has arrived to be read. */
const unread_answer_ms = 50;

/** A command with its arguments. */
export type Command = readonly string[];

/** How long is waited. */
export interface ConnectionOptions {
  /** For connecting, and for each answer; by default {@linkcode redis_deadline_ms}. */
  readonly deadline_ms?: number;
  /** Closes the connection, also while it is being made. */
  readonly signal?: AbortSignal;
}

/**
 * A connection that does not come back by itself. The client's own reconnection would send a second time what was sent
 * before, at a time that nobody knows.
 */
export class RedisConnection {
  readonly #client: Client;
  readonly #place: RedisPlace;
  readonly #ended: (error: StorageError) => void;
  readonly #deadline_ms: number;
  readonly #signal: AbortSignal | undefined;
  /** Fail what waits for an answer. */
  readonly #waiting = new Set<(error: unknown) => void>();
  readonly #giveUp = () => this.close();
  #is_open = true;

  private constructor(
    client: Client,
    place: RedisPlace,
    ended: (error: StorageError) => void,
    { deadline_ms = redis_deadline_ms, signal }: ConnectionOptions,
  ) {
    this.#client = client;
    this.#place = place;
    this.#ended = ended;
    this.#deadline_ms = deadline_ms;
    this.#signal = signal;
  }

  /**
   * Connects and enters.
   *
   * @param ended Called once when the connection has broken, not when it was closed.
   */
  static async open(
    place: RedisPlace,
    ended: (error: StorageError) => void,
    options: ConnectionOptions = {},
  ): Promise<RedisConnection> {
    options.signal?.throwIfAborted();
    // Only here: a node without Redis must not pay for the client at its start.
    const { createClient } = await import("@redis/client");
    const { host, port, database, username, password } = place;
    const client = createClient({
      socket: {
        ...{ host, port, reconnectStrategy: false, connectTimeout: options.deadline_ms ?? redis_deadline_ms },
        ...(place.tls ? { tls: true, ...(isIp(host) ? {} : { servername: host }) } : {}),
      },
      ...{ database, username, password },
      // With the newer protocol the client reads the environment, and sends commands that a restricted user may not.
      RESP: 2,
      maintNotifications: "disabled",
      disableClientInfo: true,
      disableOfflineQueue: true,
    }) as unknown as Client;
    const connection = new RedisConnection(client, place, ended, options);
    client.on("error", (error: unknown) => connection.#break(error));
    options.signal?.addEventListener("abort", connection.#giveUp);
    try {
      await connection.#within(client.connect(), connection.#deadline_ms);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * @param wait_ms How long the command itself may wait on the server.
   * @throws {StorageError} `away`, or `unwritable` where Redis refuses.
   */
  async send(command: Command, wait_ms = 0): Promise<Reply> {
    const answer = this.#client.sendCommand(command as string[]) as Promise<unknown>;
    return await this.#within(answer, this.#deadline_ms + wait_ms) as Reply;
  }

  /** The same for several commands that take effect together. */
  async transact(commands: Iterable<Command>): Promise<readonly Reply[]> {
    const multi = this.#client.multi();
    for (const command of commands) multi.addCommand(command as string[]);
    return await this.#within(multi.exec() as Promise<unknown>, this.#deadline_ms) as readonly Reply[];
  }

  /** Ends it. What still waits for an answer fails, by the error that was the cause, if there was one. */
  close(cause: unknown = new Error("the connection was closed")): void {
    this.#is_open = false;
    this.#signal?.removeEventListener("abort", this.#giveUp);
    for (const fail of this.#waiting) fail(cause);
    // It throws where it is closed already.
    if (this.#client.isOpen) this.#client.destroy();
  }

  async #within<Result>(answer: Promise<Result>, deadline_ms: number): Promise<Result> {
    const late = Promise.withResolvers<never>();
    this.#waiting.add(late.reject);
    const reject = () => late.reject(new LateAnswer(deadline_ms));
    // After a long computation of this process timers come first: the answer may be there, and not yet read.
    let timer = setTimeout(() => timer = setTimeout(reject, unread_answer_ms), deadline_ms);
    try {
      return await Promise.race([answer, late.promise]);
    } catch (error) {
      throw this.#faultOf(error);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(late.reject);
    }
  }

  /** An answer of Redis leaves the connection as it is; anything else breaks it. */
  #faultOf(error: unknown): StorageError {
    if (error instanceof StorageError) return error;
    const replies = error instanceof Error && "replies" in error ? error.replies as unknown[] : [];
    const refusal = replies.find((reply) => reply instanceof Error) ?? error;
    if (!isAnswer(refusal)) return this.#break(error);
    // It is the master no longer, and another server may be: this connection is of no more use.
    if (/^READONLY /.test(refusal.message)) return this.#end(notMaster(this.#place));
    return refused(this.#place, refusal);
  }

  #break(error: unknown): StorageError {
    const said = error instanceof Error ? error.message : String(error);
    const why = error instanceof LateAnswer ? error.words : { en: said, zh: said };
    return this.#end(away(this.#place, why, error));
  }

  #end(fault: StorageError): StorageError {
    if (this.#is_open) {
      this.close(fault);
      this.#ended(fault);
    }
    return fault;
  }
}

/** The server has not answered in time. What other errors say comes from the client or the system, in English. */
class LateAnswer extends Error {
  readonly words: Words;

  constructor(deadline_ms: number) {
    const words: Words = {
      en: `no answer within ${deadline_ms} ms`,
      zh: `${deadline_ms} 毫秒内没有应答`,
    };
    super(words.en);
    this.words = words;
  }
}
