/** Clients of a balanced entry that go on: each registers address after address, and connects again when it is cut off. */
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { certificate } from "./steered_node.ts";

const ca = Deno.readTextFileSync(certificate.cert);
/** As long as a client waits before it tries again: what programs of a class do is not shorter. */
const pause_ms = 50;
const patience_ms = 10_000;

/** A connection through nginx, with TLS. */
export class EntryClient implements Disposable {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /**
   * Connects.
   *
   * @param url `wss://localhost:PORT/...`
   * @param from Its own IP: any of 127.0.0.0/8.
   * @throws {Error} The answer was not 101, or none came.
   */
  static async connect(
    url: string,
    { from, headers }: { from?: string; headers?: Record<string, string> } = {},
  ): Promise<EntryClient> {
    const socket = new WebSocket(url, { ca, localAddress: from, headers, handshakeTimeout: patience_ms });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.on("error", () => {});
    return new EntryClient(socket);
  }

  /** Whether the connection is there, as far as this end knows. */
  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Sends one request and waits for its answer. @throws {Error} The connection ended before, or all was silent. */
  async ask(request: unknown): Promise<{ readonly status: number; readonly response?: unknown }> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const end = () => reject(new Error("closed before the answer"));
    const timer = setTimeout(() => reject(new Error("no answer")), patience_ms);
    const read = (data: unknown) => resolve(String(data));
    this.#socket.once("message", read).once("close", end);
    if (this.isOpen) this.#socket.send(JSON.stringify(request));
    else end();
    try {
      return JSON.parse(await promise);
    } finally {
      clearTimeout(timer);
      this.#socket.off("message", read).off("close", end);
    }
  }

  /** Goes without a word. */
  drop(): void {
    this.#socket.terminate();
  }

  [Symbol.dispose](): void {
    this.drop();
  }
}

/** What one client of {@linkcode Registering} went through. */
export interface Course {
  /** Requests that were answered with 202. */
  readonly acknowledged: string[];
  /** When these answers came, on the clock of `performance.now()`. */
  readonly answered_ms: number[];
  /** Requests that got no answer, or another one. */
  failed: number;
  /** Connections that ended without a request under way. */
  cut: number;
  /** Times that the entry gave no connection. */
  refused: number;
}

/** Clients that register until they are told to stop. Each has an IP of its own, and so limits of its own. */
export class Registering {
  readonly courses: readonly Course[];
  #is_over = false;
  readonly #running: Promise<void>[];

  /** @param every_ms How long each client pauses between two requests. */
  constructor(url: string, clients: number, every_ms: number) {
    this.courses = Array.from({ length: clients }, () => ({
      acknowledged: [],
      answered_ms: [],
      failed: 0,
      cut: 0,
      refused: 0,
    }));
    this.#running = this.courses.map((course, number) => this.#run(url, course, number, every_ms));
  }

  /** Stops after the answers under way. */
  async stop(): Promise<void> {
    this.#is_over = true;
    await Promise.all(this.#running);
  }

  /** All addresses that were acknowledged. */
  get acknowledged(): string[] {
    return this.courses.flatMap(({ acknowledged }) => acknowledged);
  }

  /** Sums over all clients. */
  get all(): Pick<Course, "failed" | "cut" | "refused"> {
    const sum = (what: "failed" | "cut" | "refused") => this.courses.reduce((sum, one) => sum + one[what], 0);
    return { failed: sum("failed"), cut: sum("cut"), refused: sum("refused") };
  }

  /** How long after a moment each client had its next answer with 202; NaN for one that had none. */
  waits_ms(since_ms: number): number[] {
    return this.courses.map(({ answered_ms }) => (answered_ms.find((at) => at > since_ms) ?? NaN) - since_ms);
  }

  /** The longest time between two answers with 202 of each client, as far as the second came after a moment. */
  gaps_ms(since_ms: number): number[] {
    return this.courses.map(({ answered_ms }) =>
      Math.max(0, ...answered_ms.map((at, n) => at > since_ms && n > 0 ? at - answered_ms[n - 1]! : 0))
    );
  }

  /** Begins the sums anew; what was acknowledged stays. */
  forgetSums(): void {
    for (const course of this.courses) Object.assign(course, { failed: 0, cut: 0, refused: 0 });
  }

  async #run(url: string, course: Course, number: number, every_ms: number): Promise<void> {
    let [client, n]: [EntryClient | undefined, number] = [undefined, 0];
    while (!this.#is_over) {
      if (client?.isOpen === false) {
        course.cut++;
        client = undefined;
      }
      client ??= await EntryClient.connect(url, { from: `127.0.1.${number + 1}` }).catch(() => undefined);
      if (client === undefined) {
        course.refused++;
        await pause(pause_ms);
        continue;
      }
      const addr = `ws://127.66.${number}.${n >> 8 & 255}:${1 + (n++ & 255)}/ws`;
      const answer = await client.ask({ op: "register", args: { addr } }).catch(() => undefined);
      if (answer?.status === 202) {
        course.acknowledged.push(addr);
        course.answered_ms.push(performance.now());
        await pause(every_ms);
        continue;
      }
      course.failed++;
      if (answer === undefined) {
        client.drop();
        client = undefined;
      }
      await pause(pause_ms);
    }
    client?.drop();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Every address that a node lists. It asks again where the node says that this is too much at once. */
export async function listed(url: string): Promise<Set<string>> {
  using client = await EntryClient.connect(url);
  const all = new Set<string>();
  for (let after: string | undefined, is_over = false; !is_over;) {
    const { status, response } = await client.ask({ op: "peers", args: { limit: 1_000, after } });
    if (status !== 200) {
      await pause(pause_ms);
      continue;
    }
    const { peers } = response as { peers: string[] };
    for (const addr of peers) all.add(addr);
    after = peers.at(-1);
    is_over = peers.length < 1_000;
  }
  return all;
}
