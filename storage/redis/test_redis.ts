/** A Redis server of a test's own: on 127.0.0.1, in a folder that goes with it. */
import { join } from "node:path";
import type { RedisPlace } from "./redis_url.ts";

const redis_path = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"].find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

/** Whether this machine has a server. */
export const has_redis: boolean = redis_path !== undefined;

/** Goes into the name of a test that needs one. */
export const redis_note: string = has_redis ? "" : " (NOT RUN: no redis-server)";

/** Settings by which an acknowledged write is on disk. */
export const durable: readonly string[] = ["--appendonly", "yes", "--appendfsync", "always"];

/** A running server. `await using` ends it and removes its folder. */
export class TestRedis implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #options: readonly string[];
  #child: Deno.ChildProcess | undefined;

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#options = options;
  }

  /** @param options Settings as `redis-server` takes them. */
  static async start(options: readonly string[] = durable): Promise<TestRedis> {
    const redis = new TestRedis(freePort(), await Deno.makeTempDir({ prefix: "foxchain_redis_" }), options);
    await redis.start();
    return redis;
  }

  /** Undefined while it is not running. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** As a node names it. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  /** The same, read. */
  get place(): RedisPlace {
    return { host: "127.0.0.1", port: this.port, database: 0, tls: false, shown: this.url };
  }

  /** Starts it again on the same port and folder, and waits until it answers. */
  async start(): Promise<void> {
    const place = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.#folder];
    const file = join(this.#folder, "server.log");
    this.#child = new Deno.Command(redis_path!, {
      args: [...place, "--save", "", "--logfile", file, "--maxmemory", "512mb", ...this.#options],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const child = this.#child;
    let is_over = false;
    void child.status.then(() => is_over = true);
    while (!await this.#answers()) {
      if (is_over) throw new Error(`redis-server ended: ${await Deno.readTextFile(file)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  signal(name: Deno.Signal): void {
    this.#child!.kill(name);
  }

  /** Ends it as a power cut of the program would. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    this.#child.kill("SIGKILL");
    await this.#child.status;
    this.#child = undefined;
  }

  /** Asks it to end, and waits. */
  async end(): Promise<void> {
    this.#child!.kill("SIGTERM");
    await this.#child!.status;
    this.#child = undefined;
  }

  /** Sends one command in plain text, and gives what comes back at once. */
  async ask(...command: readonly string[]): Promise<string> {
    using socket = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    const parts = command.map((part) => `$${new TextEncoder().encode(part).length}\r\n${part}\r\n`).join("");
    await socket.write(new TextEncoder().encode(`*${command.length}\r\n${parts}`));
    const bytes = new Uint8Array(64 * 1024);
    const length = await socket.read(bytes);
    return new TextDecoder().decode(bytes.subarray(0, length ?? 0));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    // A child of the server may still write its log anew.
    while (!await isRemoved(this.#folder)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** While it reads its files it answers LOADING. With a password it answers NOAUTH. */
  async #answers(): Promise<boolean> {
    try {
      return /^(\+PONG|-NOAUTH)/.test(await this.ask("PING"));
    } catch {
      return false;
    }
  }
}

async function isRemoved(folder: string): Promise<boolean> {
  try {
    await Deno.remove(folder, { recursive: true });
    return true;
  } catch (error) {
    if (error instanceof Error && /not empty/i.test(error.message)) return false;
    throw error;
  }
}

/** A port that nothing listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
