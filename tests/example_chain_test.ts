/** Five nodes of a class, each a process with the example ops, agree on a chain, also after one of them was cut off. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../node/test_until.ts";
import { NodeProcess } from "./command.ts";
import { RawClient } from "./raw_client.ts";

const examples = fileURLToPath(new URL("../examples", import.meta.url));
const nodes_count = 5;
/** How long all nodes may take to agree: a few rounds of the slowest tick, on a busy machine. */
const agree_ms = 90_000;

interface Block {
  readonly index: number;
  readonly previous: string;
  readonly miner: string;
  readonly hash: string;
  readonly transactions: readonly { readonly id: string }[];
}

/** One node and a client of it. */
class ClassNode implements AsyncDisposable {
  readonly #client: RawClient;

  private constructor(readonly process: NodeProcess, client: RawClient) {
    this.#client = client;
  }

  static async start(db: string, join: readonly string[]): Promise<ClassNode> {
    const process = await NodeProcess.startWithOps(examples, db, join, { FOXCHAIN_NO_DIAL: "0" });
    for (const op of ["pool", "merge", "blocks", "tracker"]) {
      await process.written(new RegExp(`loaded as the op ${op}, (\\d+) of \\1 examples passed`));
    }
    return new ClassNode(process, await RawClient.connect(process.port));
  }

  get addr(): string {
    return `ws://127.0.0.1:${this.process.port}/ws`;
  }

  async ask<Response>(op: string, args: object = {}): Promise<Response> {
    const { status, error, response } = JSON.parse(await this.#client.ask(JSON.stringify({ op, args })));
    assert.equal(status, 200, error);
    return response;
  }

  async chain(): Promise<readonly Block[]> {
    return (await this.ask<{ blocks: Block[] }>("blocks")).blocks;
  }

  /** Mines until the chain of this node is so high: a round of work may find nothing. */
  async mineTo(height: number): Promise<void> {
    await until(async () => (await this.ask<{ height: number }>("blocks", { mine: true })).height >= height);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.drop();
    await this.process[Symbol.asyncDispose]();
  }
}

/** Waits until all of them have the very same chain, of this height or more; returns it. */
async function agreed(nodes: readonly ClassNode[], height: number): Promise<readonly Block[]> {
  let chains: (readonly Block[])[] = [];
  await until(
    async () => {
      chains = await Promise.all(nodes.map((node) => node.chain()));
      return chains.every((chain) =>
        chain.length >= height && chain.at(-1)!.hash === chains[0]!.at(-1)!.hash
      );
    },
    `a chain of ${height} blocks that all agree on`,
    agree_ms,
  );
  for (const chain of chains) assert.deepEqual(chain, chains[0]);
  return chains[0]!;
}

Deno.test("five nodes with the example ops agree on a chain of 20 blocks, after one was cut off as well", async () => {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_class_" });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const nodes: ClassNode[] = [];
  for (let n = 0; n < nodes_count; n++) {
    const through = n === 0 ? [] : ["--join", nodes[0]!.addr];
    nodes.push(stack.use(await ClassNode.start(join(folder, `${n}.sqlite`), through)));
  }

  // A transaction that one node is told is in a block of all in the end.
  await nodes[2]!.ask("pool", { id: "first", from: "ada", to: "bob", amount: 3 });
  // Each mines its part on top of what it has; where two did so at the same time, the longer chain wins.
  for (const [n, node] of nodes.entries()) {
    await until(async () => (await node.chain()).length >= 4 * n, `node ${n} has ${4 * n} blocks`, agree_ms);
    await node.mineTo(4 * (n + 1));
  }
  const chain = await agreed(nodes, 20);
  assert.ok(chain.some(({ transactions }) => transactions.some(({ id }) => id === "first")));
  assert.equal(new Set(chain.map(({ miner }) => miner)).size, nodes_count, "All of them have mined.");
  for (const [at, block] of chain.entries()) {
    assert.equal(block.index, at + 1);
    assert.match(block.hash, /^000/);
    assert.equal(block.previous, chain[at - 1]?.hash ?? "0".repeat(64));
  }

  // One node goes on alone for two blocks, which nobody gets: it is stopped before its next tick could tell them. One of
  // them holds a transaction that only this node knows.
  const alone = nodes.at(-1)!;
  const others = nodes.slice(0, -1);
  const before = chain.length;
  for (const node of others) node.process.signal("SIGSTOP");
  await alone.ask("pool", { id: "alone", from: "eve", to: "bob", amount: 5 });
  await alone.mineTo(before + 2);
  const fork = await alone.chain();
  alone.process.signal("SIGSTOP");
  for (const node of others) node.process.signal("SIGCONT");
  const [leader] = others as [ClassNode, ...ClassNode[]];
  await leader.mineTo(fork.length + 3);
  const main = await agreed(others, fork.length + 3);
  assert.ok(!main.some(({ hash }) => hash === fork.at(-1)!.hash), "The others have another chain.");
  alone.process.signal("SIGCONT");
  const healed = await agreed(nodes, main.length);
  assert.ok(!healed.some(({ hash }) => hash === fork.at(-1)!.hash), "The shorter chain was dropped.");
  // What was only in the dropped block waits again, and comes into a later one.
  const holds = ({ transactions }: Block) => transactions.some(({ id }) => id === "alone");
  await until(
    async () => (await leader.chain()).some(holds),
    "the dropped transaction is in a block again",
    agree_ms,
  );
  await agreed(nodes, main.length + 1);
  // A tick that a stop of its process cut in two is late, and counts as failed once.
  for (const { process } of nodes) {
    const failures = process.stderr.match(/^.*(?:tick failed|tick is off|example \d+:).*$/gm) ?? [];
    assert.deepEqual(failures.filter((line) => !/Its tick failed: It did not answer within/.test(line)), []);
  }
});
