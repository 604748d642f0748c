/** Redis behind sentinels, of a test's own: a master, two copies of it and three sentinels, on 127.0.0.1. */
import { until } from "../../../node/test_until.ts";
import type { SentinelPlace } from "./sentinel_url.ts";
import { hasCopies, offsetOf, roleOf } from "../test_replication.ts";
import { durable, has_redis, TestRedis } from "../test_redis.ts";
import { master_name, sentinel_path, TestSentinel } from "./test_sentinel.ts";

/** Longer than a busy machine takes for a failover, and for a second one that comes by itself. */
const patience_ms = 120_000;
/** A sentinel that is busy may drop an order. After this time it gets another one. */
const order_ms = 5_000;

/** Whether this machine has servers and sentinels. */
export const has_sentinel: boolean = has_redis && sentinel_path !== undefined;

/** Goes into the name of a test that needs them. */
export const sentinel_note: string = has_sentinel ? "" : " (NOT RUN: no redis-sentinel)";

/** All of them run. `await using` ends them and removes their folders. */
export class TestSentinels implements AsyncDisposable {
  readonly #sentinels: readonly TestSentinel[];
  readonly #folder: string;
  readonly #password: string | undefined;
  #servers: readonly TestRedis[] = [];

  private constructor(folder: string, password: string | undefined) {
    this.#folder = folder;
    this.#password = password;
    this.#sentinels = [1, 2, 3].map(() => new TestSentinel(folder, password));
  }

  /** Ports of the sentinels. */
  get ports(): readonly number[] {
    return this.#sentinels.map(({ port }) => port);
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
    const reply = await this.#sentinels[sentinel]!.ask("get-master-addr-by-name");
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
        const named = await Promise.all(this.#sentinels.map((_one, index) => this.master(index)));
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
      const known = await Promise.all(this.#sentinels.map((one) => one.seesAll()));
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
        await this.#sentinels[0]!.ask("FAILOVER");
        ordered_ms = performance.now();
      }
      return await this.master() !== old;
    };
    await until(isNamed, "the sentinel that got the order names another master", patience_ms);
  }

  /** Ends one sentinel at once. */
  async killSentinel(index: number): Promise<void> {
    await this.#sentinels[index]!.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const sentinel of this.#sentinels) await sentinel.kill();
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
    for (const sentinel of this.#sentinels) await sentinel.start(master.port);
    for (const sentinel of this.#sentinels) {
      await until(() => sentinel.knowsAll(), "a sentinel knows the others and the copies", patience_ms);
    }
  }
}
