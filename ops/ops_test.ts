import assert from "node:assert/strict";
import * as z from "zod";
import { defineOp } from "./op.ts";
import { describeOp, describeOps } from "./ops.ts";
import { testContext } from "./test_context.ts";

const op = (parts: Partial<Parameters<typeof defineOp>[0]> = {}) =>
  defineOp({
    name: "odd",
    summary: { en: "Odd.", zh: "奇怪。" },
    args: z.object({ a: z.string().meta({ description: "Any.", zh: "任意。" }) }),
    response: z.object({ b: z.string().meta({ description: "Bare." }) }),
    examples: [],
    handle: () => ({}),
    ...parts,
  });

Deno.test("an op is described in one language, a field without Chinese as it is", () => {
  for (const [language, summary, a] of [["en", "Odd.", "Any."], ["zh", "奇怪。", "任意。"]] as const) {
    const described = describeOp(op(), language);
    const { properties } = described.args as { properties: { a: object } };
    assert.equal(described.summary, summary);
    assert.deepEqual(properties.a, { type: "string", description: a });
    const response = described.response as { properties: { b: object } };
    assert.deepEqual(response.properties.b, { type: "string", description: "Bare." });
  }
});

Deno.test("of a student's op is told that it is one, and how often it runs by itself", () => {
  const told = (parts: Parameters<typeof op>[0]) => {
    const { own, every_s } = describeOp(op(parts));
    return [own, every_s];
  };
  assert.deepEqual(told({}), [undefined, undefined]);
  assert.deepEqual(told({ own: false }), [undefined, undefined]);
  assert.deepEqual(told({ own: true }), [true, undefined]);
  assert.deepEqual(told({ own: true, every_s: 60 }), [true, 60]);
});

Deno.test("the table is read once, at the first request", () => {
  let reads = 0;
  const ops = describeOps(() => {
    reads++;
    return [op()];
  });
  assert.equal(reads, 0);
  const [first, second] = [ops.handle({}, testContext()), ops.handle({}, testContext())];
  assert.deepEqual([reads, first], [1, second]);
});
