/** Whatever is sent, a node in a process of its own answers it once, in its turn, soon; and it lives. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { message_bytes_max } from "../node/limits.ts";
import { dispatch } from "../ops/dispatch.ts";
import { lectureTable } from "../ops/table.ts";
import { testContext } from "../ops/test_context.ts";
import { message_texts } from "../ops/test_messages.ts";
import { NodeProcess } from "./node_process.ts";
import { opcode, RawClient } from "./raw_client.ts";
import { within } from "./test_node.ts";

const messages_min = Deno.env.get("CI") === undefined ? 2_000 : 10_000;
const batch_size = 20;

/** One message as it is put on the wire. */
interface Message {
  readonly code: number;
  readonly payload: Uint8Array;
  /** Where it is cut into two fragments; undefined where it is sent whole. */
  readonly cut: number | undefined;
}

const payloads = fc.oneof(
  { weight: 20, arbitrary: fc.record({ code: fc.constantFrom(1, 2), payload: message_texts.map(encode) }) },
  { weight: 1, arbitrary: fc.record({ code: fc.constant(2), payload: fc.uint8Array() }) },
);
const messages: fc.Arbitrary<Message> = fc.tuple(payloads, fc.nat(200)).map(([{ code, payload }, cut]) => ({
  code,
  payload,
  cut: cut <= payload.length ? cut : undefined,
}));

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function send(client: RawClient, { code, payload, cut }: Message): Promise<void> {
  if (cut === undefined) return await client.send(code, payload);
  await client.send(code, payload.subarray(0, cut), { fin: false });
  await client.send(opcode.continuation, payload.subarray(cut));
}

/** What answers must say, as `dispatch` in memory says it: in their order, and those with an id in any. */
async function expectations(sent: readonly Message[]): Promise<{ ordered: string[]; matched: string[] }> {
  const ordered: string[] = [];
  const matched: string[] = [];
  for (const { code, payload } of sent) {
    let text = "";
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: code === opcode.text }).decode(payload);
    } catch {
      // Not UTF-8: can't be parsed, as the empty text.
    }
    const answer = dispatch(text, testContext(), lectureTable);
    (answer.in_order ? ordered : matched).push(essence(await answer.text));
  }
  return { ordered, matched: matched.sort() };
}

/** What of an answer does not depend on the time or on who is registered. */
function essence(text: string): string {
  const { status, error, id, ...rest } = JSON.parse(text);
  assert.deepEqual(Object.keys(rest).filter((key) => key !== "response"), []);
  assert.equal(typeof error, "string");
  return JSON.stringify([status, error, id]);
}

function hasId(text: string): boolean {
  return Object.hasOwn(JSON.parse(text), "id");
}

/** Sends all at once; each must be answered exactly once. Tells how long each answer took. */
async function exchange(client: RawClient, sent: readonly Message[]): Promise<number[]> {
  const { ordered, matched } = await expectations(sent);
  const start_ms = performance.now();
  const sending = (async () => {
    for (const message of sent) await send(client, message);
  })();
  const answers: string[] = [];
  const latencies_ms: number[] = [];
  while (answers.length < sent.length) {
    answers.push(await within(5_000, "an answer", client.readText()));
    latencies_ms.push(performance.now() - start_ms);
  }
  await sending;
  assert.deepEqual(answers.filter((text) => !hasId(text)).map(essence), ordered);
  assert.deepEqual(answers.filter(hasId).map(essence).sort(), matched);
  // One answer too many would come before this one.
  assert.match(await client.ask('{"op":"the end"}'), /"Operation \\"the end\\" is not supported\."/);
  return latencies_ms;
}

Deno.test(`${messages_min} fuzzed messages are each answered once, in order or by id, 99 % within 100 ms, all within 1 s`, async () => {
  const node = await NodeProcess.start();
  try {
    using client = await RawClient.connect(node.port);
    const latencies_ms: number[] = [];
    const property = fc.asyncProperty(
      fc.array(messages, { minLength: batch_size, maxLength: batch_size }),
      async (batch) => {
        latencies_ms.push(...await exchange(client, batch));
      },
    );
    await fc.assert(property, { numRuns: messages_min / batch_size, endOnFailure: true });
    latencies_ms.sort((a, b) => a - b);
    const p99_ms = latencies_ms[Math.floor(latencies_ms.length * 0.99)]!;
    const longest_ms = latencies_ms.at(-1)!;
    console.log(
      `${latencies_ms.length} answers, p99 ${p99_ms.toFixed(1)} ms, longest ${longest_ms.toFixed(1)} ms`,
    );
    assert.ok(latencies_ms.length >= messages_min);
    assert.ok(p99_ms < 100, `p99 ${p99_ms} ms`);
    assert.ok(longest_ms < 1_000, `longest ${longest_ms} ms`);
  } finally {
    await node.stop();
  }
});

Deno.test("messages over the limit, of any content, are answered by a close with 1009", async () => {
  const node = await NodeProcess.start();
  try {
    const size = message_bytes_max.loopback + 1;
    const contents = fc.tuple(
      message_texts.map(encode).filter(({ length }) => length > 0),
      fc.constantFrom(1, 2),
    );
    await fc.assert(
      fc.asyncProperty(contents, async ([bytes, code]) => {
        using client = await RawClient.connect(node.port);
        const times = Math.ceil(size / bytes.length);
        const payload = new Uint8Array(times * bytes.length);
        for (let turn = 0; turn < times; turn++) payload.set(bytes, turn * bytes.length);
        await client.send(code, payload);
        assert.equal(await within(5_000, "the close", client.readClose()), 1009);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  } finally {
    await node.stop();
  }
});
