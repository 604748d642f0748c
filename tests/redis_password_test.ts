/** The password of a Redis server: nothing that a node or a command writes or answers has it, whatever goes wrong. */
import assert from "node:assert/strict";
import { EventReader } from "../node/page/event_reader.ts";
import { until } from "../node/test_until.ts";
import { durable, has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { type Ended, foxchain } from "./command.ts";
import { askOnce, readiness, readinessBecomes, RedisNodes, register } from "./redis_nodes.ts";

/** With characters that a URL writes otherwise. */
const password = "qwixel@word/of:pluvo";
const written = encodeURIComponent(password);

/** Whatever way it is written, it holds these. */
function assertHidden(text: string, where: string): void {
  for (const part of ["qwixel", "pluvo"]) assert.ok(!text.includes(part), `${where}: ${text}`);
}

function assertQuiet({ stdout, stderr }: Ended, where: string): void {
  assertHidden(stdout + stderr, where);
}

/** How a node gets the password, and how it logs. */
const ways = [
  { by: "url", log: ["--log", "text"] },
  { by: "url", log: ["--log", "json", "--debug"] },
  { by: "variable", log: ["--log", "text", "--debug"] },
  { by: "variable", log: ["--log", "json"] },
] as const;

for (const { by, log } of ways) {
  Deno.test({
    name: `a node with a password by ${by} and ${
      log.join(" ")
    } never shows it, also when Redis goes and comes${redis_note}`,
    ignore: !has_redis,
    fn: async () => {
      await using nodes = await RedisNodes.start([...durable, "--requirepass", password]);
      const { redis } = nodes;
      const url = by === "url" ? `redis://:${written}@127.0.0.1:${redis.port}/0` : redis.url;
      const env: Record<string, string> = by === "url" ? {} : { FOXCHAIN_DB_PASSWORD: password };
      const node = await nodes.node("a", ["--db", url, ...log], { env });
      const { port } = node;
      assert.equal((await askOnce(port, register("ws://x"))).status, 202);
      await assertPagesHidden(port);

      await redis.kill();
      await readinessBecomes(port, 503);
      await until(async () => /ECONNREFUSED/.test((await readiness(port)).text), "it tried again");
      const refused = await askOnce(port, register("ws://y"));
      assert.equal(refused.status, 503);
      assertHidden(refused.error, "the answer to a client");
      await assertPagesHidden(port);

      // The server wants another password from now on.
      await redis.start();
      const requires = (word: string) => ["CONFIG", "SET", "requirepass", word];
      await askWith(redis, password, requires("another-word"), ["CLIENT", "KILL", "TYPE", "normal"]);
      await until(async () => /WRONGPASS/.test((await readiness(port)).text), "it is refused");
      assertHidden((await askOnce(port, register("ws://y"))).error, "the answer to a client");
      await assertPagesHidden(port);
      await askWith(redis, "another-word", requires(password));
      await readinessBecomes(port, 200);

      for (const args of [["doctor", "--db", url, "--port", String(port)], ["key", "--db", url]]) {
        for (const more of [[], ["--json"], ["--debug"]]) {
          assertQuiet(await foxchain([...args, ...more], { env, cwd: nodes.folder }), `${args[0]} ${more}`);
        }
      }
      const second = ["--port", String(port), "--host", "127.0.0.1", "--db", url, "--node-id", "b", ...log];
      const taken = await foxchain(second, { env, cwd: nodes.folder });
      assert.equal(taken.code, 4);
      assert.match(taken.stderr, /already in use/);
      assertQuiet(taken, "a port that is taken");
      node.signal("SIGTERM");
      const ended = await node.ended;
      assert.match(ended.stderr, /Clients are refused: /);
      assertQuiet(ended, "the log");
    },
  });
}

/** Sends commands to a server that wants a password. */
async function askWith(redis: TestRedis, word: string, ...commands: readonly string[][]): Promise<void> {
  using socket = await Deno.connect({ hostname: "127.0.0.1", port: redis.port });
  const answer = new Uint8Array(1_000);
  for (const command of [["AUTH", word], ...commands]) {
    await socket.write(new TextEncoder().encode(command.map((part) => `"${part}"`).join(" ") + "\r\n"));
    const length = await socket.read(answer);
    assert.match(new TextDecoder().decode(answer.subarray(0, length ?? 0)), /^[+:]/);
  }
}

/** All that a node answers over HTTP, and the beginning of its events. */
async function assertPagesHidden(port: number): Promise<void> {
  const paths = [
    "/",
    "/docs",
    "/asyncapi.json",
    "/metrics",
    "/metrics.json",
    "/metrics/history.json",
    "/readyz",
  ];
  for (const path of paths) {
    assertHidden(await (await fetch(`http://127.0.0.1:${port}${path}`)).text(), path);
  }
  const reader = await EventReader.open(port);
  assertHidden(JSON.stringify(await reader.snapshot()), "/events");
  await reader.close();
}

/** Command lines that don't work, each with a password in it. */
const mistakes: readonly (readonly [what: string, db: string, code: number])[] = [
  ["a server that is not there", "redis://fox:PASSWORD@127.0.0.1:1/0", 4],
  ["sentinels that are not there", "redis-sentinel://fox:PASSWORD@127.0.0.1:1/mymaster", 4],
  ["a port beyond the last", "redis://:PASSWORD@127.0.0.1:99999/0", 2],
  ["a database with a name", "redis://:PASSWORD@127.0.0.1:1/peers", 2],
  ["no host", "redis://:PASSWORD@/0", 2],
  ["a broken escape", "redis://:%ZZPASSWORD@127.0.0.1:1/0", 2],
  ["a query", "valkey://:PASSWORD@127.0.0.1:1/0?tls=1", 2],
  ["a query with it", "redis://127.0.0.1:1/0?password=PASSWORD", 2],
  ["no slashes", "redis:fox:PASSWORD@127.0.0.1:1", 2],
  ["another scheme", "reddis://:PASSWORD@127.0.0.1:1/0", 2],
  ["the address of a page", "https://fox:PASSWORD@127.0.0.1:1/0", 2],
  ["quotes around it", '"redis://:PASSWORD@127.0.0.1:1/0"', 2],
  ["a blank before it", " redis://:PASSWORD@127.0.0.1:1/0", 2],
  ["a blank in it", "redis://:PASS WORD@127.0.0.1:1/0", 4],
];

for (const [what, pattern, code] of mistakes) {
  Deno.test(`no command shows a password that was given with ${what}`, async () => {
    // As it is where the URL is broken anyway: that is how it is mistyped.
    const texts = [written, "qwixel-pluvo"].map((text) =>
      pattern.replace("PASSWORD", text).replace("PASS WORD", "qwixel pluvo")
    );
    const folder = await Deno.makeTempDir({ prefix: "foxchain_password_" });
    try {
      await Promise.all(texts.map(async (db) => {
        for (
          const [args, env] of [[["--db", db], {}], [["--debug", "--log", "json"], {
            FOXCHAIN_DB: db,
          }]] as const
        ) {
          const started = await foxchain(["--port", "0", "--host", "127.0.0.1", ...args], {
            env,
            cwd: folder,
          });
          assert.equal(started.code, code, started.stderr);
          assertQuiet(started, "the start");
        }
        for (const args of [["doctor", "--port", "1"], ["key"]]) {
          assertQuiet(await foxchain([...args, "--db", db], { cwd: folder }), args[0]!);
        }
        const old = await foxchain(["-r", db], { cwd: folder });
        assert.equal(old.code, 2);
        assertQuiet(old, "the lecture's flag");
        const misplaced = await foxchain([db], { cwd: folder });
        assert.equal(misplaced.code, 2);
        assertQuiet(misplaced, "in the place of a subcommand");
      }));
      assert.deepEqual([...Deno.readDirSync(folder)], [], "no file has it in its name");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
