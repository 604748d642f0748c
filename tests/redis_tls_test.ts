/** A node over a Redis server with TLS, started as a person does: which certificates it takes, and what it says of others. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { durable, has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { type Ended, foxchain, NodeProcess } from "./command.ts";
import { RawClient } from "./raw_client.ts";
import { freePort } from "./test_place.ts";

const path = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const certificate = path("localhost_cert.pem");

/** A server that takes TLS on a second port. */
async function startServer(): Promise<{ redis: TestRedis; tls_port: number }> {
  const tls_port = freePort();
  const files = ["--tls-cert-file", certificate, "--tls-key-file", path("localhost_key.pem")];
  const tls = ["--tls-port", `${tls_port}`, ...files, "--tls-ca-cert-file", certificate];
  const bound = ["--bind", "127.0.0.1", "127.0.0.2"];
  const redis = await TestRedis.start([...durable, ...tls, "--tls-auth-clients", "no", ...bound]);
  return { redis, tls_port };
}

const place = ["--host", "127.0.0.1", "--port", "0", "--node-id", "a"];

Deno.test({
  name:
    `a node enters Redis by TLS where the certificate's authority is trusted, in each way of Deno${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    const { redis, tls_port } = await startServer();
    await using _redis = redis;
    const cwd = await Deno.makeTempDir();
    const trusted = { NODE_EXTRA_CA_CERTS: certificate };
    const ways: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ["rediss", trusted],
      ["valkeys", trusted],
      ["rediss", { DENO_CERT: certificate }],
      ["rediss", { DENO_TLS_CA_STORE: "system", SSL_CERT_FILE: certificate }],
    ];
    for (const [index, [scheme, env]] of ways.entries()) {
      const db = `${scheme}://localhost:${tls_port}`;
      await using node = await NodeProcess.start([...place, "--db", db], { env, cwd });
      using client = await RawClient.connect(node.port);
      const addr = `ws://x${index}.example/ws`;
      const answer = await client.ask(JSON.stringify({ op: "register", args: { addr } }));
      assert.equal(JSON.parse(answer).status, 202);
      assert.match(await redis.ask("HEXISTS", "{foxchain:foxchain}:peers", addr), /^:1/);
    }
    await Deno.remove(cwd, { recursive: true });
  },
});

Deno.test({
  name:
    `a certificate that is not trusted, or the wrong scheme, is told of with what to do, in both languages${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    const { redis, tls_port } = await startServer();
    await using _redis = redis;
    const trusted = { NODE_EXTRA_CA_CERTS: certificate };
    const cases:
      readonly (readonly [url: string, env: Record<string, string>, en: RegExp[], zh: RegExp[]])[] = [
        [
          `rediss://localhost:${tls_port}`,
          {},
          [/certificate of Redis .* not trusted: self-signed/, /NODE_EXTRA_CA_CERTS=ca\.pem foxchain/],
          [/证书不被信任/, /NODE_EXTRA_CA_CERTS=ca\.pem foxchain/],
        ],
        [`rediss://127.0.0.2:${tls_port}`, trusted, [/not trusted: .*127\.0\.0\.2/], [/证书不被信任/]],
        [`redis://localhost:${tls_port}`, {}, [/write rediss:\/\//], [/请写 rediss:\/\//]],
        [`rediss://localhost:${redis.port}`, {}, [/write redis:\/\//], [/请写 redis:\/\//]],
      ];
    for (const [db, env, en, zh] of cases) {
      for (const [language, patterns] of Object.entries({ en, zh })) {
        const ended: Ended = await foxchain([...place, "--db", db], {
          env: { ...env, FOXCHAIN_LANG: language },
        });
        assert.equal(ended.code, 4, ended.stderr);
        for (const pattern of patterns) assert.match(ended.stderr, pattern);
        assert.doesNotMatch(ended.stderr, /^\s+at /m);
      }
    }
  },
});
