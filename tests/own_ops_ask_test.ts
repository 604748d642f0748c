/** Ops of two real nodes ask each other: what passes, what is refused, and what the page and the metrics tell of it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type RunningNode, startNode } from "../node/node.ts";
import { until } from "../node/test_until.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { MemoryOpValues } from "../storage/memory_op_values.ts";
import { has_tornado, LectureProcess } from "./lecture_process.ts";
import { RawClient } from "./raw_client.ts";

const ops: Readonly<Record<string, string>> = {
  "echo.js":
    `export const args = { text: "text" };\nexport default ({ text }, { from }) => ({ text, from });`,
  "relay.js": `export const args = { url: "text", op: "text", args: "any?" };
export default async ({ url, op, args }, { ask }) => await ask(url, op, args);`,
  "all.js": `export default async (_, { askPeers }) => await askPeers("echo", { text: "all" });`,
  "beat.js": `export const every = 1;
export const tick = async ({ askPeers, log }) => log(JSON.stringify(await askPeers("echo", { text: "beat" })));
export default () => 1;`,
};

/** Two nodes that know each other, and one that dials nobody, all with the same ops. */
class Asking implements AsyncDisposable {
  readonly nodes: RunningNode[] = [];
  readonly #folder = Deno.makeTempDirSync({ prefix: "foxchain_asks_" });

  static async start(): Promise<Asking> {
    const asking = new Asking();
    for (const [file, text] of Object.entries(ops)) Deno.writeTextFileSync(join(asking.#folder, file), text);
    const first = await asking.#start({});
    await asking.#start({ join: [addrOf(first)] });
    await asking.#start(undefined);
    return asking;
  }

  async #start(network: { join?: string[] } | undefined): Promise<RunningNode> {
    const own_ops = { folder: this.#folder, values: new MemoryOpValues() };
    const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network, own_ops });
    this.nodes.push(node);
    await node.own_ops_loaded;
    return node;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function addrOf({ port }: RunningNode): string {
  return `ws://127.0.0.1:${port}/ws`;
}

async function call({ port }: RunningNode, op: string, args: object, headers?: Record<string, string>) {
  using client = await RawClient.connect(port, headers);
  return JSON.parse(await client.ask(JSON.stringify({ op, args })));
}

Deno.test("ops of two nodes ask each other, themselves, and nobody further; a caller from outside reaches no nearer", async () => {
  await using asking = await Asking.start();
  const [first, second, mute] = asking.nodes as [RunningNode, RunningNode, RunningNode];
  const text = "狐狸";
  const echo = { status: 200, error: "OK", response: { text, from: { ip: "127.0.0.1", scope: "loopback" } } };
  for (const target of [second, mute, first]) {
    const { response } = await call(first, "relay", { url: addrOf(target), op: "echo", args: { text } });
    assert.deepEqual(response, echo, "another node, one that dials nobody, and itself");
  }
  const lecture = await call(first, "relay", {
    url: addrOf(second),
    op: "register",
    args: { addr: addrOf(first) },
  });
  assert.deepEqual(lecture.response, { status: 202, error: "Accepted" });
  const unknown = await call(first, "relay", { url: addrOf(second), op: "no" });
  assert.deepEqual(unknown.response, {
    status: 404,
    error: 'Operation "no" is not supported.',
    response: null,
  });

  const further = { url: addrOf(second), op: "relay", args: { url: addrOf(first), op: "time" } };
  assert.match(
    (await call(first, "relay", further)).response.error,
    /came from another node's ask, so it can't ask further/,
  );
  const itself = { url: addrOf(first), op: "relay", args: { url: addrOf(first), op: "time" } };
  assert.match((await call(first, "relay", itself)).response.error, /came from another node's ask/);
  assert.match(
    (await call(mute, "relay", { url: addrOf(first), op: "time" })).error,
    /This node dials nobody/,
  );

  // A page of a foreign origin counts as public: through an op it reaches this machine no more than by itself.
  const stranger = { origin: "https://stranger.example" };
  const near = await call(second, "relay", { url: addrOf(first), op: "time" }, stranger);
  assert.match(near.error, /is a loopback address, and the caller of this op is public/);
  await until(
    async () => (await call(second, "all", {})).response?.length === 1,
    "the other node is a neighbour",
  );
  assert.deepEqual((await call(second, "all", {}, stranger)).response, []);
});

Deno.test({
  name: `an op asks a node of the lecture, which looks at no "via", and one that has fallen silent${
    has_tornado ? "" : " (NOT RUN: no Python with Tornado)"
  }`,
  ignore: !has_tornado && Deno.env.get("CI") !== "true",
  async fn() {
    await using asking = await Asking.start();
    const [first] = asking.nodes as [RunningNode];
    await using lecture = new LectureProcess();
    await until(() => lecture.port > 0, "the lecture's node listens");
    const url = `ws://127.0.0.1:${lecture.port}/ws`;
    const asked = async (op: string, args?: object) =>
      (await call(first, "relay", { url, op, args })).response;
    assert.deepEqual(await asked("register", { addr: "ws://a.example/ws" }), {
      status: 202,
      error: "Accepted",
    });
    assert.deepEqual((await asked("peers")).response.peers, ["ws://a.example/ws"]);
    assert.equal((await asked("blocks")).status, 404);
    assert.equal(lecture.stderr, "");
    lecture.freeze();
    const late = await call(first, "relay", { url, op: "peers" });
    assert.match(late.error, /did not answer within 5 s/);
    // Meanwhile and afterwards it asks others.
    const other = { url: addrOf(asking.nodes[1]!), op: "echo", args: { text: "a" } };
    assert.equal((await call(first, "relay", other)).response.status, 200);
  },
});

Deno.test("metrics, /docs and the op ops tell of asks and ticks", async () => {
  await using asking = await Asking.start();
  const [first] = asking.nodes as [RunningNode];
  const page = async (path: string) => await (await fetch(`http://127.0.0.1:${first.port}${path}`)).text();
  let metrics = "";
  await until(async () => {
    metrics = await page("/metrics");
    return /foxchain_own_op_ticks_total\{op="beat",end="well"\} [1-9]/.test(metrics) &&
      /foxchain_own_op_asks_total\{op="beat",end="answered"\} [1-9]/.test(metrics);
  }, "a tick that asked");
  assert.match(metrics, /foxchain_own_op_asks_total\{op="relay",end="answered"\} 0/);
  assert.match(metrics, /foxchain_own_op_ticks_total\{op="beat",end="failed"\} 0/);
  assert.match(await page("/docs?lang=en"), /It also runs by itself, every 1 s\./);
  assert.match(await page("/docs?lang=zh"), /它还会自己运行，每 1 秒一次。/);
  const { response } = await call(first, "ops", {});
  const beat = response.ops.find(({ name }: { name: string }) => name === "beat");
  assert.deepEqual([beat.own, beat.every_s], [true, 1]);
});
