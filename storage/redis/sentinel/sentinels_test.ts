/** A store behind real sentinels: it finds the master, follows a failover, and says in words what is wrong. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../../../node/test_until.ts";
import { redis_sentinel_deadline_ms } from "../../limits.ts";
import type { StorageError } from "../../storage.ts";
import { row } from "../../test_rows.ts";
import { RedisConnection } from "../server/connection.ts";
import { RedisStore } from "../redis_store.ts";
import type { SentinelPlace } from "./sentinel_url.ts";
import { nextLook } from "../test_nodes.ts";
import { has_redis, redis_note, TestRedis } from "../test_redis.ts";
import { has_sentinel, sentinel_note, TestSentinels } from "./test_sentinels.ts";

const base_ms = row("ws://a").last_heard_ms;

async function open(place: SentinelPlace, node_id = "a") {
  const store = await RedisStore.open(place, { net: "test", node_id, now_ms: () => base_ms });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/** Registers new addresses one after the other until it is ended; remembers what was acknowledged, and each refusal. */
class Registrar implements AsyncDisposable {
  readonly acknowledged: string[] = [];
  readonly refused: StorageError[] = [];
  readonly #work: Promise<void>;
  #is_over = false;

  constructor(store: RedisStore, name: string) {
    this.#work = this.#register(store, name);
  }

  /** Settles when one more has been acknowledged. */
  async next(): Promise<void> {
    const before = this.acknowledged.length;
    await until(() => this.acknowledged.length > before, "one more register is acknowledged", 60_000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#is_over = true;
    await this.#work;
  }

  async #register(store: RedisStore, name: string): Promise<void> {
    for (let count = 0; !this.#is_over; count++) {
      const addr = `ws://${name}${count}.example/ws`;
      try {
        await store.register([row(addr)]);
        this.acknowledged.push(addr);
      } catch (error) {
        this.refused.push(error as StorageError);
      }
      await delay(5);
    }
  }
}

Deno.test({
  name:
    `RedisStore behind sentinels: its master is killed, and two nodes go on with what was acknowledged${sentinel_note}`,
  ignore: !has_sentinel,
  fn: async () => {
    await using all = await TestSentinels.start();
    await using a = await open(all.place);
    await using b = await open(all.place, "b");
    const old = all.servers[0]!;
    const acknowledged: string[] = [];
    {
      await using one = new Registrar(a, "one");
      await using other = new Registrar(b, "other");
      await Promise.all([one.next(), other.next()]);
      await old.kill();
      const killed_ms = performance.now();
      await all.replaced(old);
      await Promise.all([one.next(), other.next()]);
      console.log(`    acknowledged again ${Math.round(performance.now() - killed_ms)} ms after the kill`);
      for (const { fault, message } of [...one.refused, ...other.refused]) {
        assert.equal(fault, "away", message);
      }
      assert.ok(one.refused.length > 0 && other.refused.length > 0);
      // The old master comes back, believes for some seconds that it is one, and is made a copy.
      await old.start();
      await all.joined();
      const before = one.refused.length + other.refused.length;
      await Promise.all([one.next(), other.next()]);
      assert.equal(one.refused.length + other.refused.length, before);
      acknowledged.push(...one.acknowledged, ...other.acknowledged);
    }
    for (const server of all.servers) assert.match(await server.ask("PING"), /PONG/);
    await using c = await open(all.place, "c");
    const listed = new Set(c.page(100_000));
    assert.deepEqual(acknowledged.filter((addr) => !listed.has(addr)), []);
  },
});

Deno.test({
  name:
    `RedisStore behind sentinels: what they are asked, and what they lack, is told in words${sentinel_note}`,
  ignore: !has_sentinel,
  fn: async () => {
    await using all = await TestSentinels.start({ password: "sentinels-secret" });
    const { place } = all;
    await (await open(place)).close();
    await assert.rejects(open({ ...place, master: "other" }), {
      fault: "unknown name",
      message: /know no master named other\.$/,
    });
    const gone = { host: "127.0.0.1", port: 1 };
    const sentinels = [gone, ...place.sentinels];
    for (const sentinel_password of [undefined, "wrong-secret"]) {
      await assert.rejects(
        open({ ...place, sentinels, sentinel_password }),
        (error: Error & { fault: string }) => {
          assert.equal(error.fault, "no entry", error.message);
          assert.match(
            error.message,
            /sentinels of .* do not let this node in \(127\.0\.0\.1:\d+: (NOAUTH|WRONGPASS)/,
          );
          assert.doesNotMatch(error.message, /secret/);
          return true;
        },
      );
    }
    // Its URL as that of a server.
    const as_server = {
      host: "127.0.0.1",
      port: all.ports[0]!,
      database: 0,
      tls: false,
      shown: "redis://...",
    };
    const entered = { ...as_server, password: "sentinels-secret" };
    await assert.rejects(RedisStore.open(entered, { net: "test", node_id: "a" }), {
      fault: "away",
      message: /is a sentinel, no server/,
    });
    await assert.rejects(
      RedisStore.open(as_server, { net: "test", node_id: "a" }),
      (error: StorageError) => {
        assert.equal(error.fault, "foreign");
        assert.match(error.message, /a command of Redis; perhaps it is a sentinel: ERR unknown/);
        assert.match(error.next!.en, /redis-sentinel:\/\/HOST/);
        return true;
      },
    );
    // With one sentinel left it is still found, and at once.
    await all.killSentinel(0);
    await all.killSentinel(1);
    const begun_ms = performance.now();
    await (await open(place)).close();
    assert.ok(performance.now() - begun_ms < redis_sentinel_deadline_ms * 2);
    // The sentinel that is left can't replace it alone.
    await all.servers[0]!.kill();
    await assert.rejects(open(place), {
      fault: "away",
      message: new RegExp(
        `The sentinels name redis://127\\.0\\.0\\.1:${
          all.servers[0]!.port
        }/0 as the master mymaster, .*(ECONNREFUSED|timeout)`,
      ),
    });
    await all.killSentinel(2);
    await assert.rejects(open(place), {
      fault: "away",
      message: /No sentinel of .* answers \(.*ECONNREFUSED/,
    });
  },
});

Deno.test({
  name:
    `RedisStore: a server in the place of a sentinel is told of, and so is a copy in the place of the master${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using redis = await TestRedis.start();
    const place = { database: 0, tls: false, master: "mymaster", shown: "redis-sentinel://..." };
    const sentinels = [{ host: "127.0.0.1", port: redis.port }];
    await assert.rejects(open({ ...place, sentinels }), {
      fault: "away",
      message: /127\.0\.0\.1:\d+ is a server, not a sentinel/,
    });
    // It would take writes, and lose them with the next ones of its master.
    await using copy = await TestRedis.start(["--replicaof", "127.0.0.1 1", "--replica-read-only", "no"]);
    await assert.rejects(RedisStore.open(copy.place, { net: "test", node_id: "a" }), {
      fault: "away",
      message: /is a replica of another server/,
    });
  },
});

/** Answers as a sentinel does; what, can be changed. */
class Puppet implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #served: Promise<void>;
  /** Port of the server that it names; undefined: it is silent. */
  names: number | undefined;

  constructor(names: number | undefined) {
    this.names = names;
    this.#served = this.#serve();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#served;
  }

  async #serve(): Promise<void> {
    const answered = [];
    for await (const socket of this.#listener) answered.push(this.#answer(socket));
    await Promise.all(answered);
  }

  async #answer(socket: Deno.TcpConn): Promise<void> {
    const bytes = new Uint8Array(4096);
    try {
      while (await socket.read(bytes) !== null) {
        if (this.names === undefined) continue;
        const port = String(this.names);
        const reply = `*2\r\n$9\r\n127.0.0.1\r\n$${port.length}\r\n${port}\r\n`;
        await socket.write(new TextEncoder().encode(reply));
      }
    } catch {
      // The client has gone.
    }
    socket.close();
  }
}

Deno.test({
  name:
    `RedisStore leaves a master that still works as soon as most sentinels name another, and not before${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using one = await TestRedis.start();
    await using other = await TestRedis.start();
    await using first = new Puppet(one.port);
    await using second = new Puppet(one.port);
    await using silent = new Puppet(undefined);
    const sentinels = [first, silent, second].map(({ port }) => ({ host: "127.0.0.1", port }));
    const place = { sentinels, master: "mymaster", database: 0, tls: false, shown: "redis-sentinel://..." };
    await using store = await open(place);
    await store.register([row("ws://x")]);
    first.names = other.port;
    // Two looks pass: one of three is not most of them.
    for (let look = 0; look < 2; look++) await nextLook(one, "{foxchain:test}:alive:a");
    await store.register([row("ws://y")]);
    assert.match(await one.ask("HEXISTS", "{foxchain:test}:peers", "ws://y/"), /^:1/);
    second.names = other.port;
    const faults = new Set<string>();
    const hasMoved = async () => {
      await store.register([row("ws://z")]).catch(({ message }) => faults.add(message));
      return /^:1/.test(await other.ask("HEXISTS", "{foxchain:test}:peers", "ws://y/"));
    };
    await until(hasMoved, "the other server gets what the first one has", 20_000, 5);
    assert.match([...faults].join("\n"), /^The sentinels have replaced redis:.* by another master mymaster/);
    // The new one has got what it lacked, and what comes now.
    await store.register([row("ws://later")]);
    assert.match(await other.ask("HEXISTS", "{foxchain:test}:peers", "ws://later/"), /^:1/);
  },
});

Deno.test({
  name: `RedisConnection: an answer READONLY ends it, so that the master is looked for anew${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using copy = await TestRedis.start(["--replicaof", "127.0.0.1 1"]);
    const write = ["SET", "key", "1"];
    for (
      const ask of [
        (connection: RedisConnection) => connection.send(write),
        (connection: RedisConnection) => connection.transact([write, write]),
      ]
    ) {
      const faults: string[] = [];
      const connection = await RedisConnection.open(copy.place, ({ fault }) => void faults.push(fault));
      await assert.rejects(ask(connection), { fault: "away", message: /READONLY/ });
      assert.deepEqual(faults, ["away"]);
    }
  },
});
