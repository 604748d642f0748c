import assert from "node:assert/strict";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { AnswerReader, frameOf } from "./frames.ts";
import { medianOf } from "./median.ts";
import { deno_run } from "./servers.ts";

/** A server's frame around a payload of `a`s. */
function answerFrame(payload_bytes: number): Uint8Array {
  const frame = frameOf("a".repeat(payload_bytes));
  // The same without the masking key.
  const head_bytes = frame.length - payload_bytes - 4;
  frame[1]! &= 0x7f;
  return new Uint8Array([...frame.subarray(0, head_bytes), ...frame.subarray(head_bytes + 4)]);
}

for (const payload_bytes of [1, 125, 126, 65_535, 65_536]) {
  Deno.test(`the reader finds the end of an answer of ${payload_bytes} bytes, wherever the chunks end`, () => {
    const stream = new Uint8Array([...answerFrame(payload_bytes), ...answerFrame(payload_bytes)]);
    for (const chunk_bytes of [7, 1000, stream.length]) {
      const sizes: number[] = [];
      const reader = new AnswerReader("a", (bytes) => sizes.push(bytes));
      for (let at = 0; at < stream.length; at += chunk_bytes) {
        assert.equal(reader.read(stream.subarray(at, at + chunk_bytes)), undefined);
      }
      assert.deepEqual(sizes, [payload_bytes, payload_bytes]);
    }
  });
}

Deno.test("medianOf takes the median field by field", () => {
  assert.deepEqual(medianOf([{ a: 1, b: 9 }, { a: 3, b: 7 }, { a: 2, b: 8 }]), { a: 2, b: 8 });
});

Deno.test("a quick run measures every kind of figure over real sockets" + redis_note, {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const [program, ...args] = deno_run;
  const only = "^time$|peers, 1,000|lists|start-up|idle";
  const { code, stdout, stderr } = await new Deno.Command(program!, {
    args: [...args, new URL("run.ts", import.meta.url).pathname, "--quick", "--no-peers", "--only", only],
  }).output();
  const page = new TextDecoder().decode(stdout);
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  for (
    const row of [
      "time | 50 | foxchain",
      "time | 1 | bare",
      "register, lists of 100 new addresses | 50 | foxchain",
      ...(has_redis ? ["register, lists of 100 new addresses, 0 stored | 50 | foxchain"] : []),
    ]
  ) {
    const rate = page.split(`| ${row} | `)[1]?.split(" | ")[0];
    assert.ok(Number(rate) > 0, `${row} has no rate in:\n${page}`);
  }
  assert.ok(page.includes("| foxchain | 100000 |"), page);
  assert.ok(page.includes("| foxchain | 100 |"), page);
});
