/** What one message, and one source that sends what it likes, costs a node. */
import assert from "node:assert/strict";
import { parseAddress } from "../discovery/address/address.ts";
import { placeOf } from "../discovery/address/group.ts";
import { lecture_ops_rate, refused_rate } from "../node/limits.ts";
import { dispatch } from "../ops/dispatch.ts";
import { testContext } from "../ops/test_context.ts";
import { frameBytes, opcode, RawClient } from "./raw_client.ts";
import { within, withNode } from "./test_node.ts";

/** A page of another origin: it counts as public, and so does what it does from this machine. */
const foreign = { origin: "http://elsewhere.example" };
const time = '{"op":"time"}';

function copies(text: string, count: number): Uint8Array {
  const frame = frameBytes(opcode.text, text);
  return new Uint8Array(Array.from({ length: count }, () => [...frame]).flat());
}

/** Asks on and on; tells the statuses of the answers, and the code by which it ends. */
async function goOn(port: number, text: string): Promise<{ statuses: number[]; code: number }> {
  using client = await RawClient.connect(port, foreign);
  const statuses: number[] = [];
  for (;;) {
    await client.send(opcode.text, text);
    const frame = await client.read();
    if (frame?.opcode !== opcode.text) {
      const [high = 3, low = 238] = frame?.payload ?? [];
      return { statuses, code: high << 8 | low };
    }
    statuses.push(JSON.parse(new TextDecoder().decode(frame.payload)).status);
  }
}

for (
  const [what, text, tokens] of [
    ["requests", time, 1],
    ["texts that are no requests", "x", 1],
    ["long requests", JSON.stringify({ op: "time", id: Array(8_000).fill(1) }), 16],
  ] as const
) {
  Deno.test(`a public source that goes on with ${what} is closed with 1008 and waits; others don't`, async () => {
    await withNode(async ({ port }) => {
      const began_ms = performance.now();
      const { statuses, code } = await within(30_000, "the flood", goOn(port, text));
      const elapsed_s = (performance.now() - began_ms) / 1000;
      assert.equal(code, 1008);
      // The one that closes is answered before.
      const refused_tokens = tokens * (statuses.filter((status) => status === 429).length - 1);
      assert.ok(refused_tokens > refused_rate.burst - tokens, `${refused_tokens}`);
      assert.ok(
        refused_tokens <= refused_rate.burst + elapsed_s * refused_rate.per_second,
        `${refused_tokens}`,
      );
      const others_tokens = tokens * statuses.length - refused_tokens;
      assert.ok(others_tokens >= lecture_ops_rate.burst - tokens, `${others_tokens}`);
      await assert.rejects(RawClient.connect(port, foreign), /HTTP\/1\.1 429 [\s\S]*retry-after: 10/i);
      using neighbour = await RawClient.connect(port);
      assert.equal(JSON.parse(await neighbour.ask(time)).status, 200);
    });
  });
}

Deno.test("a flood that reads nothing is ended as well, and what it had sent ahead is not answered", async () => {
  await withNode(async ({ port }) => {
    using client = await RawClient.connect(port, foreign);
    let sent = 0;
    // Writing fails once the node has ended the connection: a million messages are many more than it takes.
    const frames = copies(time, 1_000);
    while (sent < 1_000_000 && await client.write(frames).then(() => true, () => false)) sent += 1_000;
    assert.ok(sent < 1_000_000, `${sent} messages were taken`);
    await assert.rejects(RawClient.connect(port, foreign), /HTTP\/1\.1 429 /);
  });
});

/** Processor time is what is compared; of several tries the shortest, since the machine may do other things meanwhile. */
function shortest_ms(work: () => unknown): number {
  let shortest_ms = Infinity;
  for (let turn = 0; turn < 15; turn++) {
    const began_ms = performance.now();
    work();
    shortest_ms = Math.min(shortest_ms, performance.now() - began_ms);
  }
  return shortest_ms;
}

for (const field of ["id", "op"]) {
  Deno.test(`to give back 64 KiB of numbers as ${field} costs some times what parsing them does, not a hundred times`, () => {
    const text = JSON.stringify({ op: "time", [field]: Array(32_000).fill(1) });
    const parse_ms = shortest_ms(() => JSON.parse(text));
    const answer_ms = shortest_ms(() => dispatch(text, testContext()));
    assert.ok(answer_ms < 15 * parse_ms, `${answer_ms} ms, and ${parse_ms} ms to parse`);
  });
}

const kinds: Readonly<Record<string, (n: number) => string>> = {
  "IPv6 addresses": (n) => `ws://[2001:${(n >> 4).toString(16)}:${(n & 15).toString(16)}::1]`,
  "hexadecimal IPv4 addresses": (n) => `ws://0x${(0x08000000 + n).toString(16)}`,
  "IPv4 addresses": (n) => `ws://8.8.${n >> 8}.${n & 255}:9000/ws`,
  "names without a port": (n) => `ws://host-${n}.example`,
};

for (const [what, make] of Object.entries(kinds)) {
  Deno.test(`to read ${what} costs a few times what the URL parser alone does, not forty times`, () => {
    const list = Array.from({ length: 2_000 }, (_, n) => make(n));
    const parser_ms = shortest_ms(() => list.forEach((text) => URL.parse(text)));
    const read_ms = shortest_ms(() => list.forEach((text) => placeOf(parseAddress(text).address!)));
    assert.ok(read_ms < 12 * parser_ms, `${read_ms} ms, the parser alone ${parser_ms} ms`);
  });
}
