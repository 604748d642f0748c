/** Three nodes behind HAProxy with deploy/haproxy.cfg: what active checks notice and nginx's passive ones can't. */
import assert from "node:assert/strict";
import { until } from "../node/test_until.ts";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { EntryClient } from "./balanced_clients.ts";
import { type BalancedNodes, balancedTests, nodesReplaced, replacedIn } from "./balanced_nodes.ts";
import { killProcess } from "./kill_process.ts";
import { certificate } from "./steered_node.ts";
import { answers, programPath } from "./test_place.ts";
import { openTunnel, type Tunnel } from "./tunnel.ts";

const haproxy_path = programPath("haproxy");
const must_run = Deno.env.get("CI") === "true" && Deno.build.os === "linux";
const note = `${haproxy_path === undefined ? " (NOT RUN: no haproxy)" : ""}${redis_note}`;
const ignore = (haproxy_path === undefined || !has_redis) && !must_run;

async function startHaproxy(port: number, nodes: readonly string[]): Promise<AsyncDisposable> {
  await using parts = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "foxchain_haproxy_" });
  parts.defer(() => Deno.remove(folder, { recursive: true }));
  const [cert, key] = await Promise.all(
    [certificate.cert, certificate.key].map((path) => Deno.readTextFile(path)),
  );
  await Deno.writeTextFile(`${folder}/both.pem`, `${cert}\n${key}`);
  const configuration = replacedIn("deploy/haproxy.cfg", [
    // Each takes two descriptors, and HAProxy does not start where it may not have them.
    ["maxconn 20000", "maxconn 1000"],
    ["bind :443", `bind 127.0.0.1:${port}`],
    ["/etc/haproxy/fox.example.pem", `${folder}/both.pem`],
    ...nodesReplaced(nodes),
  ]);
  await Deno.writeTextFile(`${folder}/haproxy.cfg`, configuration);
  const file = `${folder}/haproxy.cfg`;
  const { success, stderr } = await new Deno.Command(haproxy_path!, { args: ["-c", "-f", file] }).output();
  const said = new TextDecoder().decode(stderr);
  assert.ok(success && !/WARNING|ALERT/.test(said), said);
  const child = new Deno.Command(haproxy_path!, {
    args: ["-db", "-f", file],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  parts.defer(async () => {
    killProcess(child, "SIGTERM");
    await child.status;
  });
  await until(() => answers(port), "HAProxy listens");
  return parts.move();
}

const test = balancedTests({ name: "behind HAProxy", note, ignore }, { balancer: startHaproxy });

/** Connects through the entry and registers. */
async function register(all: BalancedNodes, n: number): Promise<number> {
  using client = await EntryClient.connect(`wss://${all.host}/ws`);
  return (await client.ask({ op: "register", args: { addr: `ws://a${n}.example/ws` } })).status;
}

/** Registers, each time over a new connection, until six in a row went well: so each node was asked, or is left out. */
async function allServe(all: BalancedNodes, wanted = 202): Promise<void> {
  let in_a_row = 0;
  await until(async () => {
    const status = await register(all, in_a_row).catch(() => 0);
    in_a_row = status === wanted ? in_a_row + 1 : 0;
    return in_a_row === 6;
  }, `six answers ${wanted} in a row`);
}

test("a node that stands still is left out, and one that is killed", async (all) => {
  await allServe(all);
  all.nodes[0]!.signal("SIGSTOP");
  await allServe(all);
  all.nodes[0]!.signal("SIGCONT");
  all.nodes[1]!.signal("SIGKILL");
  await allServe(all);
});

test("a visitor of / gets the page of one node, and all that it asks for from there", async (all) => {
  const answer = await all.open("/");
  await answer.body?.cancel();
  const page = answer.headers.get("location")!;
  assert.match(page, /^\/node[123]\/$/);
  const number = Number(page[5]) - 1;
  for (let count = 0; count < 6; count++) {
    const init = { method: "POST", headers: { "x-foxchain-key": all.key(number) } };
    assert.equal((await all.fetch(`${page}key`, init)).text, '{"fits":true}');
  }
  assert.equal((await all.fetch("/events")).status, 404);
});

let way: Tunnel | undefined;
test("a node whose own way to Redis is cut gets no new client while others take registers", async (all) => {
  await allServe(all);
  await way![Symbol.asyncDispose]();
  await until(async () => (await all.fetch("/node1/readyz")).status === 503, "red");
  await allServe(all);
}, { firstDb: (redis) => `redis://127.0.0.1:${(way = openTunnel(redis.port)).port}/0` });

test("all nodes go on when Redis is away for all of them", async (all) => {
  await allServe(all);
  all.redis.signal("SIGSTOP");
  try {
    await allServe(all, 503);
    using client = await EntryClient.connect(`wss://${all.host}/ws`);
    assert.equal((await client.ask({ op: "peers" })).status, 200);
  } finally {
    all.redis.signal("SIGCONT");
  }
  await allServe(all);
});
