/** A Redis server of a test's own: on 127.0.0.1, in a folder that goes with it. */
import { join } from "node:path";
import { until, within } from "../../node/test_until.ts";
import { killProcess } from "../../tests/kill_process.ts";
import { freePort, programPath } from "../../tests/test_place.ts";
import type { RedisPlace } from "./server/redis_url.ts";

const redis_path = programPath("redis-server");
/** Longer than a busy machine takes for anything that is asked of a server here. */
const patience_ms = 60_000;

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
  /** What it says where it does not take its settings; all else is in its log. */
  #complaint: Promise<string> = Promise.resolve("");

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#options = options;
  }

  /** @param options Settings as `redis-server` takes them. */
  static async start(options: readonly string[] = durable): Promise<TestRedis> {
    const redis = new TestRedis(freePort(), await Deno.makeTempDir({ prefix: "foxchain_redis_" }), options);
    try {
      await redis.start();
      return redis;
    } catch (error) {
      await redis[Symbol.asyncDispose]();
      throw error;
    }
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
      stderr: "piped",
    }).spawn();
    this.#complaint = new Response(this.#child.stderr).text();
    let is_over = false;
    void this.#child.status.then(() => is_over = true);
    const answers = async () => {
      if (is_over) throw new Error(`redis-server ended: ${await this.#complaint}${await readIfThere(file)}`);
      return await this.#answers();
    };
    await until(answers, "redis-server answers", patience_ms);
  }

  signal(name: Deno.Signal): void {
    this.#child!.kill(name);
  }

  /** Ends it as a power cut of the program would. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    await this.#endWith("SIGKILL");
  }

  /** Asks it to end, and waits. */
  async end(): Promise<void> {
    await this.#endWith("SIGTERM");
  }

  /**
   * Sends one command in plain text, and gives what comes back at once.
   *
   * @throws {Error} Nothing comes back: the server is not there, or stands still.
   */
  async ask(...command: readonly string[]): Promise<string> {
    using socket = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    const parts = command.map((part) => `$${new TextEncoder().encode(part).length}\r\n${part}\r\n`).join("");
    await socket.write(new TextEncoder().encode(`*${command.length}\r\n${parts}`));
    const bytes = new Uint8Array(64 * 1024);
    const length = await within(patience_ms, `redis-server's answer to ${command[0]}`, socket.read(bytes));
    return new TextDecoder().decode(bytes.subarray(0, length ?? 0));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    // A child of the server may still write its log anew.
    await until(() => isRemoved(this.#folder), `nothing writes to ${this.#folder} any more`, patience_ms);
  }

  async #endWith(name: Deno.Signal): Promise<void> {
    const child = this.#child!;
    killProcess(child, name);
    await within(patience_ms, `the end of redis-server after ${name}`, child.status);
    await this.#complaint;
    this.#child = undefined;
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

/** It has no log where it did not take its settings. */
async function readIfThere(file: string): Promise<string> {
  return await Deno.readTextFile(file).catch(() => "");
}
