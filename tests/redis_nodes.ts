/** Nodes as a person starts them, in processes of their own, over one Redis server of the test. */
import { join } from "node:path";
import { worker_mark } from "../cli/worker_mark.ts";
import { EventReader } from "../node/page/event_reader.ts";
import { until } from "../node/test_until.ts";
import type { PeerView } from "../static/live_messages.ts";
import { TestRedis } from "../storage/redis/test_redis.ts";
import { type CommandOptions, NodeProcess } from "./command.ts";
import { RawClient } from "./raw_client.ts";

/** An answer of a node. */
export interface Answer {
  readonly status: number;
  readonly error: string;
  readonly response?: unknown;
}

/** A server, and the folder where its nodes run. `await using` ends what was started by it. */
export class RedisNodes implements AsyncDisposable {
  readonly redis: TestRedis;
  readonly #folder: string;
  readonly #stack: AsyncDisposableStack;

  private constructor(redis: TestRedis, folder: string, stack: AsyncDisposableStack) {
    this.redis = redis;
    this.#folder = folder;
    this.#stack = stack;
  }

  /** @param options Settings of `redis-server`; by default an acknowledged write is on disk. */
  static async start(options?: readonly string[]): Promise<RedisNodes> {
    await using stack = new AsyncDisposableStack();
    const redis = stack.use(await TestRedis.start(options));
    const folder = await Deno.makeTempDir({ prefix: "foxchain_nodes_" });
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    return new RedisNodes(redis, folder, stack.move());
  }

  /** The folder where the nodes run. */
  get folder(): string {
    return this.#folder;
  }

  /**
   * Starts a node on a free port.
   *
   * @param id Its `--node-id`.
   * @param more Further arguments; a later `--db` counts.
   */
  async node(id: string, more: readonly string[] = [], options: CommandOptions = {}): Promise<NodeProcess> {
    const place = ["--host", "127.0.0.1", "--port", "0", "--db", this.redis.url, "--node-id", id];
    return this.#stack.use(
      await NodeProcess.start([worker_mark, ...place, ...more], {
        cwd: this.#folder,
        permissions: ["--allow-all", "--unstable-worker-options"],
        ...options,
      }),
    );
  }

  /** Has a node dial an address, as its page does. The node must have been started with {@linkcode dialling}. */
  async dial(id: string, port: number, addr: string): Promise<void> {
    const key = (await Deno.readTextFile(join(this.#folder, `${id}.key`))).trim();
    const answer = await fetch(`http://127.0.0.1:${port}/control/dial`, {
      method: "POST",
      headers: { "x-foxchain-key": key },
      body: JSON.stringify({ addr }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.status} ${text}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

/** Lets a node dial: other tests' nodes must not. */
export const dialling: CommandOptions = { env: { FOXCHAIN_NO_DIAL: "0" } };

/** What a node's page shows of an address; undefined for an unknown one. */
export async function peerView(port: number, key: string): Promise<PeerView | undefined> {
  const reader = await EventReader.open(port);
  try {
    return (await reader.snapshot()).peers.find((peer) => peer.key === key);
  } finally {
    await reader.close();
  }
}

/** Sends one request on a connection of its own. */
export async function askOnce(port: number, request: unknown): Promise<Answer> {
  using client = await RawClient.connect(port);
  return await askOn(client, request);
}

/** Sends one request on a connection. */
export async function askOn(client: RawClient, request: unknown): Promise<Answer> {
  return JSON.parse(await client.ask(JSON.stringify(request)));
}

/** The request that registers some addresses. */
export function register(...addr: readonly string[]): unknown {
  return { op: "register", args: { addr } };
}

/** All that a node lists, page by page. */
export async function listed(port: number): Promise<string[]> {
  using client = await RawClient.connect(port);
  const all: string[] = [];
  for (;;) {
    const args = { limit: 10_000, after: all.at(-1) };
    const { response } = await askOn(client, { op: "peers", args });
    const { peers } = response as { readonly peers: readonly string[] };
    if (peers.length === 0) return all;
    all.push(...peers);
  }
}

/** What `/readyz` answers. */
export async function readiness(port: number): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: response.status, text: await response.text() };
}

/** Waits until a node is ready, or is not. */
export function readinessBecomes(port: number, status: number, limit_ms?: number): Promise<void> {
  const holds = async () => (await readiness(port)).status === status;
  return until(holds, `/readyz answers ${status}`, limit_ms);
}
