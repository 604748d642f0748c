/** Node and Redis are killed by turns while clients register: every address that was acknowledged must be there afterwards. */
import assert from "node:assert/strict";
import { until } from "../node/test_until.ts";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import type { NodeProcess } from "./command.ts";
import { RawClient } from "./raw_client.ts";
import { askOn, listed, readinessBecomes, RedisNodes, register } from "./redis_nodes.ts";
import { within } from "./test_node.ts";

const kills = 20;
const round_limit_ms = 60_000;

Deno.test({
  name:
    `a node and its Redis killed by turns, ${kills} times in all, keep every acknowledged address${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using nodes = await RedisNodes.start();
    const { redis } = nodes;
    // A machine of any speed must not fill the list.
    const start = (id: string) => nodes.node(id, ["--peers-max", "1000000"]);
    const [victim, other] = [new Place(await start("victim")), new Place(await start("other"))];
    const told = new Told();
    const clients = [victim, victim, victim, victim, other, other]
      .map((place, number) => registerAll(place, number, told));
    const allClients = Promise.all(clients);
    // They end only with the test; if one fails, the rounds must not wait for it.
    const failed = allClients.then(() => new Promise<never>(() => {}));
    try {
      for (let kill = 0; kill < kills; kill++) {
        const round = async () => {
          // Spread over the rounds without a pattern; then all clients are in the middle of something.
          await told.more(1 + (kill * 7_919) % 400);
          if (kill % 2 === 0) await victim.replace(() => start("victim"));
          else {
            await redis.kill();
            await redis.start();
          }
          await assertListed(victim.node.port, new Set(told.acknowledged));
        };
        await within(round_limit_ms, `kill ${kill}`, Promise.race([round(), failed]));
      }
      // It comes back by itself after the last kill, too.
      await within(round_limit_ms, "the last registers", Promise.race([told.more(100), failed]));
    } finally {
      told.is_over = true;
    }
    await within(round_limit_ms, "the clients", allClients);
    assert.ok(told.refused.size > 0 && told.unanswered.size > 0, "no kill has hit a register");
    await assertKept(told, victim.node.port, other.node.port);
    const count = Number(/^:(\d+)/.exec(await redis.ask("HLEN", "{foxchain:foxchain}:peers"))![1]);
    assert.equal(count, (await listed(other.node.port)).length);
    // What they have is what Redis has: a node that starts now sees the same.
    const fresh = await start("fresh");
    await assertKept(told, fresh.port, victim.node.port);
  },
});

/** The node lists these. It may need a moment for what the other one has acknowledged. */
async function assertListed(port: number, addresses: ReadonlySet<string>): Promise<void> {
  let lost = addresses;
  const isComplete = async () => (lost = lost.difference(new Set(await listed(port)))).size === 0;
  const example = () => `${lost.size} of ${addresses.size} acknowledged are lost, e.g. ${[...lost][0]}`;
  await until(isComplete, "all is listed", 10_000).catch(() => assert.fail(example()));
}

/** Both nodes list the same, each address once: all that was acknowledged, and nothing that nobody sent. */
async function assertKept(told: Told, ...ports: readonly [number, number]): Promise<void> {
  for (const port of ports) {
    await readinessBecomes(port, 200);
    await assertListed(port, told.acknowledged);
  }
  let [one, two]: string[][] = [];
  await until(async () => {
    [one, two] = await Promise.all([listed(ports[0]), listed(ports[1])]);
    return new Set(one).symmetricDifference(new Set(two)).size === 0;
  }, "both nodes list the same");
  for (const list of [one!, two!]) {
    const kept = new Set(list);
    assert.equal(kept.size, list.length, "an address is listed twice");
    const sent = told.acknowledged.union(told.refused).union(told.unanswered);
    assert.deepEqual(kept.difference(sent), new Set(), "nobody sent these");
  }
}

/** What clients were told. */
class Told {
  readonly acknowledged = new Set<string>();
  /** Answered 503: they may be kept or not. */
  readonly refused = new Set<string>();
  /** The node died before it answered. */
  readonly unanswered = new Set<string>();
  is_over = false;
  #acknowledgements = 0;
  #waiting: (() => void) | undefined;
  #wanted = 0;

  acknowledge(addresses: readonly string[]): void {
    for (const addr of addresses) this.acknowledged.add(addr);
    if (++this.#acknowledgements >= this.#wanted) this.#waiting?.();
  }

  /** Settles when some more requests have been acknowledged. */
  more(count: number): Promise<void> {
    this.#wanted = this.#acknowledgements + count;
    return new Promise((resolve) => this.#waiting = resolve);
  }
}

/** Where a node is, also while it is started anew. */
class Place {
  node: NodeProcess;
  #serving: Promise<unknown> = Promise.resolve();

  constructor(node: NodeProcess) {
    this.node = node;
  }

  /** A connection with the node that runs now, or the next one. */
  async connect(): Promise<RawClient> {
    await this.#serving;
    return await RawClient.connect(this.node.port);
  }

  /** Kills the node, and starts it again. */
  async replace(start: () => Promise<NodeProcess>): Promise<void> {
    const serving = Promise.withResolvers<void>();
    this.#serving = serving.promise;
    this.node.signal("SIGKILL");
    await this.node.ended;
    try {
      this.node = await start();
    } finally {
      serving.resolve();
    }
  }
}

/** Registers until all is over, on one connection after the other. */
async function registerAll(place: Place, number: number, told: Told): Promise<void> {
  for (let connection = 0; !told.is_over; connection++) {
    let addresses: readonly string[] = [];
    try {
      using client = await place.connect();
      for (let request = 0; !told.is_over; request++) {
        addresses = batch(`ws://client-${number}.example:9000/${connection}/${request}`, request);
        await registerBatch(client, addresses, request, told);
        addresses = [];
      }
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      // The node was killed.
      for (const addr of addresses) told.unanswered.add(addr);
    }
  }
}

/** Every other client sends again what was refused, until it is acknowledged. */
async function registerBatch(
  client: RawClient,
  addresses: readonly string[],
  request: number,
  told: Told,
): Promise<void> {
  for (;;) {
    const { status, error } = await askOn(client, register(...addresses));
    if (status === 202) return told.acknowledge(addresses);
    assert.ok(status === 503 && error.startsWith("Redis at "), `${status} ${error}`);
    for (const addr of addresses) told.refused.add(addr);
    if (request % 2 === 0 || told.is_over) return;
  }
}

/** Single addresses, and a list now and then. */
function batch(prefix: string, request: number): string[] {
  return Array.from({ length: request % 5 === 4 ? 10 : 1 }, (_, index) => `${prefix}/${index}`);
}
