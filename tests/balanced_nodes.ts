/** Three nodes over one Redis behind a real nginx with deploy/nginx.conf, or HAProxy, as an operator runs them. */
import assert from "node:assert/strict";
import { durable, TestRedis } from "../storage/redis/test_redis.ts";
import { NodeProcess } from "./command.ts";
import { readDocument } from "./markdown.ts";
import { startNginxWith } from "./nginx.ts";
import { certificate } from "./steered_node.ts";

/** How the parts are put together. */
export interface BalancedOptions {
  /** The value of `--db`; by default a Redis of their own. */
  readonly db?: string;
  /** Where the first node reaches that Redis; by default as the others do. */
  readonly firstDb?: (redis: TestRedis) => string;
  /** Changes nginx's configuration; what is to be replaced must be there. */
  readonly replaced?: Replaced;
  /** Starts another balancer than nginx. */
  readonly balancer?: (port: number, nodes: readonly string[]) => Promise<AsyncDisposable>;
}

/**
 * Defines tests, each with all parts of its own.
 *
 * @param about.name Begins the name of each.
 * @param common Options that all of them share.
 */
export function balancedTests(
  about: { readonly name: string; readonly note: string; readonly ignore: boolean },
  common: BalancedOptions = {},
): (sentence: string, body: (all: BalancedNodes) => Promise<void>, options?: BalancedOptions) => void {
  const { name, note, ignore } = about;
  return (sentence, body, options = {}) =>
    Deno.test({
      name: `${name} ${sentence}${note}`,
      ignore,
      async fn() {
        await using all = await BalancedNodes.start({ ...common, ...options });
        await body(all);
      },
    });
}

/** Texts and what takes their places. */
type Replaced = readonly (readonly [string, string])[];

/** The parts. `await using` ends all. */
export class BalancedNodes implements AsyncDisposable {
  /** By number, from 0; a restarted one takes the place of the old one. */
  readonly nodes: NodeProcess[] = [];
  readonly #parts = new AsyncDisposableStack();
  readonly #ports = [lastingPort(), lastingPort(), lastingPort()];
  readonly #folder = Deno.makeTempDirSync({ prefix: "foxchain_balanced_" });
  /** Where the balancer listens, with TLS. */
  readonly port: number = lastingPort();
  readonly #https = this.#parts.adopt(
    Deno.createHttpClient({ caCerts: [Deno.readTextFileSync(certificate.cert)] }),
    (client) => client.close(),
  );
  #redis: TestRedis | undefined;
  #dbs: string[] = [];

  private constructor() {
    this.#parts.defer(() => Deno.remove(this.#folder, { recursive: true }));
  }

  /** Starts all, and waits until each node and the balancer answer. */
  static async start(options: BalancedOptions = {}): Promise<BalancedNodes> {
    const all = new BalancedNodes();
    try {
      await all.#start(options);
      return all;
    } catch (error) {
      await all[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #start({ db, firstDb, replaced = [], balancer }: BalancedOptions): Promise<void> {
    if (db === undefined) this.#redis = this.#parts.use(await TestRedis.start(durable));
    const shared = db ?? this.redis.url;
    this.#dbs = [firstDb?.(this.redis) ?? shared, shared, shared];
    this.#parts.defer(async () =>
      void await Promise.all(this.nodes.map((node) => node?.[Symbol.asyncDispose]()))
    );
    // All are waited for: one that is left behind by an error would go on running.
    const starts = await Promise.allSettled([0, 1, 2].map((number) => this.restart(number)));
    for (const start of starts) if (start.status === "rejected") throw start.reason;
    const nodes = this.#ports.map((port) => `127.0.0.1:${port}`);
    this.#parts.use(
      await (balancer?.(this.port, nodes) ??
        startNginxWith((port) => balancerConfiguration(port, nodes, replaced), this.port)),
    );
  }

  /** The Redis of their own. */
  get redis(): TestRedis {
    return this.#redis!;
  }

  /** The host and port of the entry. */
  get host(): string {
    return `localhost:${this.port}`;
  }

  /** Asks the entry over HTTPS; redirects are not followed. */
  async fetch(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
    const answer = await this.open(path, init);
    return { status: answer.status, text: await answer.text() };
  }

  /** The same, for an answer that does not end. */
  open(path: string, init: RequestInit = {}): Promise<Response> {
    const options = { redirect: "manual", ...init, client: this.#https } as RequestInit;
    return fetch(`https://${this.host}${path}`, options);
  }

  /** Starts a node, with the port and the name that it had. */
  async restart(number: number): Promise<void> {
    const name = `node${number + 1}`;
    const place = ["--host", "127.0.0.1", "--port", `${this.#ports[number]!}`, "--db", this.#dbs[number]!];
    const entry = ["--node-id", name, "--proxy", "127.0.0.1", "--advertise", `wss://${this.host}/ws`];
    this.nodes[number] = await NodeProcess.start(["serve", ...place, ...entry], { cwd: this.#folder });
  }

  /** The key that steers a node. */
  key(number: number): string {
    return Deno.readTextFileSync(`${this.#folder}/node${number + 1}.key`).trim();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.disposeAsync();
  }
}

/** A free port that is not drawn for connections that go out: a node that comes back must find its own free. */
function lastingPort(): number {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch {
      // Taken: draw another.
    }
  }
}

/**
 * The configuration of deploy/nginx.conf for the port, the nodes and the certificate of a test.
 *
 * @param nodes `host:port` of each of the three.
 * @param more What else is replaced.
 */
export function balancerConfiguration(port: number, nodes: readonly string[], more: Replaced = []): string {
  return replacedIn("deploy/nginx.conf", [
    ...more,
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["server_name fox.example", "server_name localhost"],
    ["/etc/ssl/fox.example.pem", certificate.cert],
    ["/etc/ssl/fox.example.key", certificate.key],
    ...nodesReplaced(nodes),
  ]);
}

/** A file of the repository with some texts replaced; each must be there. */
export function replacedIn(path: string, replaced: Replaced): string {
  return replaced.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `${path} has no ${from}`);
    return text.replaceAll(from, to);
  }, readDocument(path));
}

/** The nodes' addresses in the files of deploy/, and those of a test. */
export function nodesReplaced(nodes: readonly string[]): Replaced {
  return nodes.map((node, number) => [`10.0.0.${number + 1}:9000`, node]);
}
