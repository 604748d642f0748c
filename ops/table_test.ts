import assert from "node:assert/strict";
import { sample_want_max } from "../discovery/limits.ts";
import { dispatch } from "./dispatch.ts";
import { describeOp } from "./ops.ts";
import { table } from "./table.ts";
import { testContext } from "./test_context.ts";

for (const op of table.values()) {
  for (const { title, peers, request, answer } of op.examples) {
    Deno.test(`${op.name}, example: ${title.en}`, async () => {
      const context = testContext();
      if (peers) await context.peers.register(peers, context.source);
      const text = await dispatch(JSON.stringify(request), context).text;
      assert.deepEqual(JSON.parse(text), answer);
    });

    const { response } = answer as { response?: unknown };
    // A failure answers null, whatever the schema says.
    if (response === null) continue;
    Deno.test(`${op.name}, example: the answer to '${title.en}' fits the response schema`, () => {
      assert.equal(op.response.safeParse(response).success, true);
    });
  }
}

for (const op of table.values()) {
  if (op.without_args === undefined) continue;
  Deno.test(`${op.name} has without args what its schema makes of none`, () => {
    assert.deepEqual(op.without_args, op.args.parse({}));
  });
}

Deno.test("table lists every op under its own name", () => {
  assert.ok(["register", "peers", "time", "hello", "ops"].every((name) => table.has(name)));
  for (const [name, op] of table) assert.equal(op.name, name);
});

for (const op of table.values()) {
  Deno.test(`${op.name} says in Chinese all that it says in English`, () => {
    const chinese = /\p{Script=Han}/u;
    for (const { en, zh } of [op.summary, ...op.examples.map(({ title }) => title)]) {
      assert.match(zh, chinese, en);
      assert.doesNotMatch(en, chinese);
    }
    const told = (language: "en" | "zh") => {
      const { args, response } = describeOp(op, language);
      return [...JSON.stringify([args, response]).matchAll(/"description":"([^"]*)"/g)].map(([, text]) =>
        text!
      );
    };
    assert.equal(told("en").length, told("zh").length);
    for (const text of told("zh")) assert.match(text, chinese);
    for (const text of told("en")) assert.doesNotMatch(text, chinese);
  });
}

Deno.test("ops describes every op of the table with schemas", async () => {
  const { response } = JSON.parse(await dispatch('{"op":"ops"}', testContext()).text);
  assert.deepEqual(response.ops.map((op: { name: string }) => op.name), [...table.keys()]);
  for (const { summary, args } of response.ops) {
    assert.notEqual(summary, "");
    assert.equal(args.type, "object");
  }
});

/** The requests and answers of an op's examples. */
function examplesOf(name: string) {
  return table.get(name)!.examples.map(({ request, answer }) => ({
    args: request.args as Readonly<Record<string, unknown>> | undefined,
    answer: answer as { readonly status: number; readonly response: { readonly [key: string]: unknown } },
  }));
}

Deno.test("the examples are what a node of this version asks", () => {
  for (const { args, answer } of examplesOf("hello")) {
    if (answer.status === 200) assert.equal(args!.v, answer.response.v);
    assert.equal(args!.v, 1);
  }
  const [usual, too_many] = examplesOf("sample");
  assert.equal(usual!.args!.want, sample_want_max);
  assert.deepEqual(usual!.args!.give, [["ws://a.example:9000/ws", 120]], "docs/protocol.md shows the same");
  assert.equal(too_many!.args!.want, sample_want_max + 1, "the first that is too many");
  const [announcement] = examplesOf("announce");
  assert.deepEqual([announcement!.args!.age, announcement!.args!.hops], [0, 0], "its own node tells it");
  const [page] = examplesOf("peers").filter(({ args }) => args !== undefined);
  assert.deepEqual(page!.answer.response.peers, ["ws://a/ws"]);
  assert.equal(page!.args!.limit, 1, "a full page");
});
