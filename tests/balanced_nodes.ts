/** Three nodes over one Redis behind a real nginx with deploy/nginx.conf, as an operator runs them. */
import assert from "node:assert/strict";
import { durable, TestRedis } from "../storage/redis/test_redis.ts";
import { NodeProcess } from "./command.ts";
import { readDocument } from "./markdown.ts";
import { freePort, type Nginx, startNginxWith } from "./nginx.ts";
import { certificate } from "./steered_node.ts";

/** How the parts are put together. */
export interface BalancedOptions {
  /** The value of `--db`; by default a Redis of their own. */
  readonly db?: string;
  /** Changes the configuration; what is to be replaced must be there. */
  readonly replaced?: readonly (readonly [string, string])[];
}

/** The parts. `await using` ends all. */
export class BalancedNodes implements AsyncDisposable {
  /** By number, from 0; a restarted one takes the place of the old one. */
  readonly nodes: NodeProcess[] = [];
  readonly #parts = new AsyncDisposableStack();
  readonly #ports = [freePort(), freePort(), freePort()];
  readonly #folder = Deno.makeTempDirSync({ prefix: "foxchain_balanced_" });
  /** Where nginx listens, with TLS. */
  readonly port: number = freePort();
  readonly #https = this.#parts.adopt(
    Deno.createHttpClient({ caCerts: [Deno.readTextFileSync(certificate.cert)] }),
    (client) => client.close(),
  );
  #redis: TestRedis | undefined;
  #db = "";

  private constructor() {
    this.#parts.defer(() => Deno.remove(this.#folder, { recursive: true }));
  }

  /** Starts all, and waits until each node and nginx answer. */
  static async start({ db, replaced = [] }: BalancedOptions = {}): Promise<BalancedNodes> {
    const all = new BalancedNodes();
    try {
      if (db === undefined) all.#redis = all.#parts.use(await TestRedis.start(durable));
      all.#db = db ?? all.#redis!.url;
      await Promise.all([0, 1, 2].map((number) => all.restart(number)));
      all.#parts.defer(async () =>
        void await Promise.all(all.nodes.map((node) => node[Symbol.asyncDispose]()))
      );
      const http = balancerConfiguration(all.port, all.#ports.map((port) => `127.0.0.1:${port}`), replaced);
      const nginx: Nginx = await startNginxWith(() => http, all.port);
      all.#parts.use(nginx);
    } catch (error) {
      await all[Symbol.asyncDispose]();
      throw error;
    }
    return all;
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
    const place = ["--host", "127.0.0.1", "--port", `${this.#ports[number]!}`, "--db", this.#db];
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

/**
 * The configuration of deploy/nginx.conf for the port, the nodes and the certificate of a test.
 *
 * @param nodes `host:port` of each of the three.
 * @param more What else is replaced.
 */
export function balancerConfiguration(
  port: number,
  nodes: readonly string[],
  more: readonly (readonly [string, string])[] = [],
): string {
  const replaced: (readonly [string, string])[] = [
    ...more,
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["server_name fox.example", "server_name localhost"],
    ["/etc/ssl/fox.example.pem", certificate.cert],
    ["/etc/ssl/fox.example.key", certificate.key],
    ...nodes.map((node, number) => [`10.0.0.${number + 1}:9000`, node] as const),
  ];
  return replaced.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `deploy/nginx.conf has no ${from}`);
    return text.replaceAll(from, to);
  }, readDocument("deploy/nginx.conf"));
}
