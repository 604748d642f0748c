/** The detail of `register`: long lists are answered in a bounded way. */
import assert from "node:assert/strict";
import { ignored_listed_max } from "../discovery/limits.ts";
import { dispatch } from "./dispatch.ts";
import { testContext } from "./test_context.ts";

async function registerText(addr: readonly string[]): Promise<{ request: string; answer: string }> {
  const request = JSON.stringify({ op: "register", args: { addr, detail: true } });
  return { request, answer: await dispatch(request, testContext()).text };
}

for (const [count, more] of [[ignored_listed_max, undefined], [ignored_listed_max + 1, 1]] as const) {
  Deno.test(`of ${count} ignored texts ${ignored_listed_max} are listed and ${more ?? "no"} more are counted`, async () => {
    const texts = Array.from({ length: count }, (_, n) => `x${n}`);
    const { answer } = await registerText(["ws://a/ws", ...texts]);
    const { response } = JSON.parse(answer);
    assert.deepEqual(response.accepted, ["ws://a/ws"]);
    assert.deepEqual(
      response.ignored.map(({ addr }: { addr: string }) => addr),
      texts.slice(0, ignored_listed_max),
    );
    assert.equal(response.ignored_more, more);
  });
}

const lists: readonly (readonly [string, readonly string[]])[] = [
  ["one-letter texts", Array(16_000).fill("a")],
  ["empty texts", Array(21_000).fill("")],
  ["control characters", Array(100).fill("\u0001".repeat(100))],
  ["one long text", ["x".repeat(64_000)]],
  ["addresses with a password", Array(2_000).fill("ws://a:b@c.example:9000/ws")],
];
for (const [name, addr] of lists) {
  Deno.test(`64 KiB of ${name} get an answer that is at most 10 KB longer`, async () => {
    const { request, answer } = await registerText(addr);
    assert.ok(request.length <= 64 * 1024 + 100, `${request.length} bytes`);
    assert.ok(answer.length <= request.length + 10_000, `${request.length} got ${answer.length} bytes`);
  });
}
