/** Redis behind sentinels, of a test's own: a master, two copies of it and three sentinels, on 127.0.0.1. */
import { join } from "node:path";
import type { SentinelPlace } from "./sentinel_url.ts";
import { durable, freePort, has_redis, TestRedis } from "./test_redis.ts";

const sentinel_path = ["/usr/bin/redis-sentinel", "/usr/local/bin/redis-sentinel"].find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

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
    for (;;) {
      const named = await Promise.all(this.ports.map((_port, index) => this.master(index)));
      const [first] = named;
      if (first !== old && named.every((one) => one === first) && await roleOf(first!) === "master") {
        return first!;
      }
      await pause();
    }
  }

  /** Settles when this master has this many copies, and all have what it has now. */
  async copied(master: TestRedis, copies: number): Promise<void> {
    const offset = await offsetOf(master);
    while (!await hasCopies(master, copies, offset)) await pause();
  }

  /**
   * Settles when the sentinels have made copies of all servers but one, which have what that one had. On a busy computer
   * another one may have become the master meanwhile.
   */
  async joined(): Promise<void> {
    let master = await this.master();
    let offset = await offsetOf(master);
    while (!await hasCopies(master, this.servers.length - 1, offset)) {
      await pause();
      const now = await this.master();
      if (now === master) continue;
      master = now;
      offset = await offsetOf(master);
    }
  }

  /**
   * Starts what was killed as a copy of the master, and settles when all have what it has, and every sentinel knows. A busy
   * computer may bring a failover by itself; then the copies are those of the next master.
   */
  async heal(): Promise<void> {
    for (;;) {
      const master = await this.master();
      for (const server of this.servers) {
        if (server === master) continue;
        if (await roleOf(server) === "") await server.start();
        await server.ask("REPLICAOF", "127.0.0.1", String(master.port));
      }
      const known = await Promise.all(this.ports.map((port) => this.#seesAll(port)));
      if (known.every(Boolean) && await hasCopies(master, 2)) return;
      await pause();
    }
  }

  /** Orders a failover while the master lives, and settles when another is named. A busy computer needs a second order. */
  async order(): Promise<void> {
    const old = await this.master();
    for (;;) {
      await this.#ask(this.ports[0]!, "SENTINEL", "FAILOVER", master_name);
      const end_ms = performance.now() + 5_000;
      while (performance.now() < end_ms) {
        if (await this.master() !== old) return;
        await pause();
      }
    }
  }

  /** Ends one sentinel at once. */
  async killSentinel(index: number): Promise<void> {
    const child = this.#sentinels[index]!;
    child.kill("SIGKILL");
    await child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#sentinels) {
      try {
        child.kill("SIGKILL");
      } catch {
        // The test has ended it.
      }
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
      while (!await this.#knowsAll(port)) await pause();
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
      return new TextDecoder().decode(bytes.subarray(0, await socket.read(bytes) ?? 0));
    };
    if (this.#password !== undefined) await send(`AUTH ${this.#password}`);
    return await send(words.join(" "));
  }
}

async function offsetOf(master: TestRedis): Promise<number> {
  return Number(/master_repl_offset:(\d+)/.exec(await master.ask("INFO", "replication"))?.[1]);
}

/** Whether that many copies have all up to this offset, by default all that the master has now. */
async function hasCopies(master: TestRedis, copies: number, offset?: number): Promise<boolean> {
  const told = await master.ask("INFO", "replication");
  const wanted = offset ?? Number(/master_repl_offset:(\d+)/.exec(told)?.[1]);
  const online = [...told.matchAll(/^slave\d+:.*state=online,offset=(\d+)/gm)];
  return online.length === copies && online.every(([, at]) => Number(at) >= wanted);
}

/** What a server says that it is; empty where it does not answer. */
export async function roleOf(server: TestRedis): Promise<string> {
  try {
    return /(master|slave)/.exec(await server.ask("ROLE"))?.[1] ?? "";
  } catch {
    return "";
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
