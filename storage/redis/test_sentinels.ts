/** Redis behind sentinels, of a test's own: a master, two copies of it and three sentinels, on 127.0.0.1. */
import { join } from "node:path";
import { until, within } from "../../node/test_until.ts";
import { killProcess } from "../../tests/kill_process.ts";
import { freePort, programPath } from "../../tests/test_place.ts";
import type { SentinelPlace } from "./sentinel_url.ts";
import { hasCopies, offsetOf, roleOf } from "./test_replication.ts";
import { durable, has_redis, TestRedis } from "./test_redis.ts";

const sentinel_path = programPath("redis-sentinel");
/** Longer than a busy machine takes for a failover, and for a second one that comes by itself. */
const patience_ms = 120_000;
/** A sentinel gives an order up after twice its failover-timeout. */
const order_ms = 5_000;

/** Whether this machine has servers and sentinels. */
export const has_sentinel: boolean = has_redis && sentinel_path !== undefined;

/** Goes into the name of a test that needs them. */
export const sentinel_note: string = has_sentinel ? "" : " (NOT RUN: no redis-sentinel)";

/** The name of the master. */
export const master_name = "mymaster";

/** After this time without an answer a sentinel holds a server for gone. */
export const down_after_ms = 1_000;

/** All of them run. `await using` ends them and removes their folders. */
export class TestSentinels implements AsyncDisposable {
  /** Ports of the sentinels. */
  readonly ports: readonly number[];
  readonly #folder: string;
  readonly #password: string | undefined;
  #servers: readonly TestRedis[] = [];
  #sentinels: Deno.ChildProcess[] = [];

  private constructor(folder: string, password: string | undefined) {
    this.#folder = folder;
    this.#password = password;
    this.ports = [freePort(), freePort(), freePort()];
  }

  /**
   * Starts all, and waits until each sentinel knows the others and the copies.
   *
   * @param options.password Of the sentinels.
   * @param options.server More settings of each server.
   */
  static async start(
    options: { readonly password?: string; readonly server?: readonly string[] } = {},
  ): Promise<TestSentinels> {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_sentinels_" });
    const all = new TestSentinels(folder, options.password);
    try {
      await all.#start([...durable, ...options.server ?? []]);
      return all;
    } catch (error) {
      await all[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** As a node names them. */
  get url(): string {
    return `redis-sentinel://${this.ports.map((port) => `127.0.0.1:${port}`).join(",")}/${master_name}/0`;
  }

  /** The same, read. */
  get place(): SentinelPlace {
    const sentinels = this.ports.map((port) => ({ host: "127.0.0.1", port }));
    const password = this.#password === undefined ? {} : { sentinel_password: this.#password };
    return { sentinels, master: master_name, database: 0, tls: false, shown: this.url, ...password };
  }

  /** All servers, the first master first. */
  get servers(): readonly TestRedis[] {
    return this.#servers;
  }

  /** The server that a sentinel names now. */
  async master(sentinel = 0): Promise<TestRedis> {
    const reply = await this.#ask(this.ports[sentinel]!, "SENTINEL", "get-master-addr-by-name", master_name);
    const port = Number(/\r\n(\d{2,5})\r\n$/.exec(reply)?.[1]);
    const server = this.servers.find((redis) => redis.port === port);
    if (server === undefined) throw new Error(`a sentinel names no server of the test: ${reply}`);
    return server;
  }

  /** Settles when all sentinels name another master than this one, and it takes writes. */
  async replaced(old: TestRedis): Promise<TestRedis> {
    let first: TestRedis | undefined;
    await until(
      async () => {
        const named = await Promise.all(this.ports.map((_port, index) => this.master(index)));
        first = named[0]!;
        return first !== old && named.every((one) => one === first) && await roleOf(first) === "master";
      },
      "all sentinels name another master, which takes writes",
      patience_ms,
      20,
    );
    return first!;
  }

  /** Settles when this master has this many copies, and all have what it has now. */
  async copied(master: TestRedis, copies: number): Promise<void> {
    const offset = await offsetOf(master);
    await until(
      () => hasCopies(master, copies, offset),
      `${copies} copies have all of the master`,
      patience_ms,
    );
  }

  /**
   * Settles when the sentinels have made copies of all servers but one, which have what that one had. On a busy computer
   * another one may have become the master meanwhile.
   */
  async joined(): Promise<void> {
    let master = await this.master();
    let offset = await offsetOf(master);
    const haveJoined = async () => {
      const now = await this.master();
      if (now !== master) [master, offset] = [now, await offsetOf(now)];
      return await hasCopies(master, this.servers.length - 1, offset);
    };
    await until(haveJoined, "all other servers are copies of the master and have all of it", patience_ms);
  }

  /**
   * Starts what was killed as a copy of the master, and settles when all have what it has, and every sentinel knows. A busy
   * computer may bring a failover by itself; then the copies are those of the next master.
   */
  async heal(): Promise<void> {
    const isHealed = async () => {
      const master = await this.master();
      for (const server of this.servers) {
        if (server === master) continue;
        if (await roleOf(server) === "") await server.start();
        await server.ask("REPLICAOF", "127.0.0.1", String(master.port));
      }
      const known = await Promise.all(this.ports.map((port) => this.#seesAll(port)));
      return known.every(Boolean) && await hasCopies(master, 2);
    };
    await until(isHealed, "every sentinel sees two copies, and they have all of the master", patience_ms);
  }

  /** Orders a failover while the master lives, and settles when another is named. A busy computer needs a second order. */
  async order(): Promise<void> {
    const old = await this.master();
    let ordered_ms = -Infinity;
    const isNamed = async () => {
      if (performance.now() - ordered_ms > order_ms) {
        await this.#ask(this.ports[0]!, "SENTINEL", "FAILOVER", master_name);
        ordered_ms = performance.now();
      }
      return await this.master() !== old;
    };
    await until(isNamed, "the sentinel that got the order names another master", patience_ms);
  }

  /** Ends one sentinel at once. */
  async killSentinel(index: number): Promise<void> {
    const child = this.#sentinels[index]!;
    child.kill("SIGKILL");
    await child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#sentinels) {
      killProcess(child);
      await child.status;
    }
    for (const server of this.#servers) await server[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #start(options: readonly string[]): Promise<void> {
    const master = await TestRedis.start(options);
    this.#servers = [master];
    for (let copy = 0; copy < 2; copy++) {
      const server = await TestRedis.start([...options, "--replicaof", `127.0.0.1 ${master.port}`]);
      this.#servers = [...this.#servers, server];
    }
    await this.copied(master, 2);
    for (const port of this.ports) await this.#startSentinel(port, master.port);
    for (const port of this.ports) {
      await until(() => this.#knowsAll(port), "a sentinel knows the others and the copies", patience_ms);
    }
  }

  async #startSentinel(port: number, master_port: number): Promise<void> {
    const file = join(this.#folder, `${port}.conf`);
    // A second failover waits for twice the time of the first.
    const lines = [
      `port ${port}`,
      "bind 127.0.0.1",
      `dir ${this.#folder}`,
      `logfile ${file}.log`,
      `sentinel monitor ${master_name} 127.0.0.1 ${master_port} 2`,
      `sentinel down-after-milliseconds ${master_name} ${down_after_ms}`,
      `sentinel failover-timeout ${master_name} 1500`,
      `sentinel parallel-syncs ${master_name} 2`,
      ...(this.#password === undefined
        ? []
        : [`requirepass ${this.#password}`, `sentinel sentinel-pass ${this.#password}`]),
    ];
    await Deno.writeTextFile(file, `${lines.join("\n")}\n`);
    this.#sentinels.push(
      new Deno.Command(sentinel_path!, { args: [file], stdin: "null", stdout: "null", stderr: "null" })
        .spawn(),
    );
  }

  async #knowsAll(port: number): Promise<boolean> {
    try {
      const told = await this.#ask(port, "SENTINEL", "master", master_name);
      return /\r\nnum-slaves\r\n\$1\r\n2\r\n/.test(told) &&
        /\r\nnum-other-sentinels\r\n\$1\r\n2\r\n/.test(told);
    } catch {
      return false;
    }
  }

  /** Whether it holds none of the servers for gone. */
  async #seesAll(port: number): Promise<boolean> {
    const copies = await this.#ask(port, "SENTINEL", "replicas", master_name);
    const flags = [...copies.matchAll(/\r\nflags\r\n\$\d+\r\n([a-z_,]+)\r\n/g)];
    return flags.length === 2 && flags.every(([, flag]) => flag === "slave");
  }

  /** Sends one command in a line of words, and gives what comes back at once. */
  async #ask(port: number, ...words: readonly string[]): Promise<string> {
    using socket = await Deno.connect({ hostname: "127.0.0.1", port });
    const bytes = new Uint8Array(64 * 1024);
    const send = async (line: string) => {
      await socket.write(new TextEncoder().encode(`${line}\r\n`));
      const length = await within(patience_ms, `a sentinel's answer to ${line}`, socket.read(bytes));
      return new TextDecoder().decode(bytes.subarray(0, length ?? 0));
    };
    if (this.#password !== undefined) await send(`AUTH ${this.#password}`);
    return await send(words.join(" "));
  }
}
