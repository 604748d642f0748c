/** A node that is killed while clients register: every address that it acknowledged must be there afterwards. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startChildNode } from "./child_node.ts";
import { RawClient } from "./raw_client.ts";
import { within } from "./test_node.ts";

const rounds = 20;
const clients = 8;
const round_limit_ms = 60_000;

Deno.test(`a node killed ${rounds} times during a stream of registers keeps every acknowledged address`, async () => {
  const folder = await Deno.makeTempDir();
  const db = join(folder, "peers.sqlite");
  const acknowledged = new Set<string>();
  try {
    for (let round = 0; round < rounds; round++) {
      // Between the first acknowledgement and some hundred, spread over the rounds without a pattern.
      const kill_after = 1 + (round * 7_919) % 400;
      await within(
        round_limit_ms,
        `round ${round}`,
        killDuringRegisters(db, round, kill_after, acknowledged),
      );
    }
    const node = await startChildNode(db);
    await assertListed(node.port, acknowledged).finally(() => node.stop());
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Starts the node, checks what it was told before, and kills it after some more acknowledgements. */
async function killDuringRegisters(
  db: string,
  round: number,
  kill_after: number,
  acknowledged: Set<string>,
): Promise<void> {
  const node = await startChildNode(db);
  let answers = 0;
  let killed: Promise<void> | undefined;
  const registerUntilKilled = async (number: number) => {
    using client = await RawClient.connect(node.port);
    for (let request = 0;; request++) {
      const addresses = batch(`ws://round-${round}.example:9000/client-${number}/${request}`, request);
      let answer: string;
      try {
        answer = await client.ask(JSON.stringify({ op: "register", args: { addr: addresses } }));
      } catch (error) {
        // The process is gone; what it answered before has been read.
        if (killed === undefined) throw error;
        return;
      }
      assert.equal(answer, '{"status":202,"error":"Accepted"}');
      for (const addr of addresses) acknowledged.add(addr);
      if (++answers >= kill_after) killed ??= node.kill();
    }
  };
  try {
    await assertListed(node.port, acknowledged);
    await Promise.all(Array.from({ length: clients }, (_, number) => registerUntilKilled(number)));
  } finally {
    await (killed ?? node.kill());
  }
}

/** Single addresses, and a list now and then. */
function batch(prefix: string, request: number): string[] {
  return Array.from({ length: request % 5 === 4 ? 10 : 1 }, (_, index) => `${prefix}/${index}`);
}

async function assertListed(port: number, addresses: ReadonlySet<string>): Promise<void> {
  using client = await RawClient.connect(port);
  const listed = new Set<string>();
  let page: string[] = [];
  do {
    const args = { limit: 10_000, after: page.at(-1) };
    page = JSON.parse(await client.ask(JSON.stringify({ op: "peers", args }))).response.peers;
    for (const peer of page) listed.add(peer);
  } while (page.length > 0);
  const lost = addresses.difference(listed);
  assert.equal(lost.size, 0, `${lost.size} of ${addresses.size} are lost, e.g. ${[...lost].slice(0, 3)}`);
}
