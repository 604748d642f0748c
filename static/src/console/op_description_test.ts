/** What the page reads of a node's answer to `ops`. */
import assert from "node:assert/strict";
import { describeOp } from "../../../ops/ops.ts";
import { table } from "../../../ops/table.ts";
import { draftOf, raw_messages, sampleOf } from "./draft.ts";
import { fieldsOf } from "./json_fields.ts";
import { lecture_ops, ops_max, readOps } from "./op_description.ts";

const url = "ws://a/ws";

function answer(ops: unknown): string {
  return JSON.stringify({ status: 200, error: "OK", response: { ops } });
}

const own = readOps(answer(Array.from(table.values(), (op) => describeOp(op))))!;

Deno.test("every op of a real node is read, the lecture's first", () => {
  assert.deepEqual(own.map(({ name }) => name).slice(0, 3), ["peers", "register", "time"]);
  assert.deepEqual(own.map(({ name }) => name).toSorted(), [...table.keys()].toSorted());
});

Deno.test("every draft is a request that the op's own schema accepts", () => {
  for (const op of [...own, ...lecture_ops]) {
    const { op: name, args = {} } = JSON.parse(draftOf(op, url));
    assert.ok(table.get(name)!.args.safeParse(args).success, name);
  }
});

Deno.test("register is drafted with the node's own address", () => {
  assert.deepEqual(JSON.parse(draftOf(own[1]!, url)), { op: "register", args: { addr: url } });
});

Deno.test("the first raw message is no JSON, and none names an op", () => {
  assert.throws(() => JSON.parse(raw_messages[0]!));
  for (const text of raw_messages) assert.notEqual(typeof fieldsOf(text).op, "string", text);
});

for (
  const other of [
    "",
    "{oops",
    "null",
    "5",
    "[]",
    '{"status":404,"error":"","response":null}',
    answer({}),
    answer("x"),
  ]
) {
  Deno.test(`no description: ${other}`, () => assert.equal(readOps(other), undefined));
}

Deno.test("what has another form than expected is left out", () => {
  const ops = [null, 5, {}, { name: "" }, { name: 7 }, { name: "sing", summary: 5, args: "x" }, {
    name: "dance",
    args: { type: 5, required: [1, "a"], properties: { a: null, b: { description: [], type: "string" } } },
  }];
  assert.deepEqual(readOps(answer(ops)), [
    { name: "sing", summary: "", args: {} },
    { name: "dance", summary: "", args: { required: ["a"], properties: { a: {}, b: { type: "string" } } } },
  ]);
});

Deno.test("a schema may be nested without end", () => {
  let schema: unknown = { type: "string" };
  for (let depth = 0; depth < 1_000; depth++) schema = { anyOf: [schema] };
  assert.equal(
    readOps(answer([{ name: "deep", args: { required: ["a"], properties: { a: schema } } }]))?.length,
    1,
  );
});

Deno.test("ops at the limit are all read, one more is left out", () => {
  const ops = (count: number) => answer(Array.from({ length: count }, (_, i) => ({ name: `op${i}` })));
  assert.equal(readOps(ops(ops_max))!.length, ops_max);
  assert.equal(readOps(ops(ops_max + 1))!.length, ops_max);
});

const samples: readonly [Parameters<typeof sampleOf>[1], unknown][] = [
  [{ default: 0, examples: [1] }, 0],
  [{ examples: ["a"], enum: ["b"] }, "a"],
  [{ enum: ["b", "c"] }, "b"],
  [{ anyOf: [{ type: "integer" }, { type: "string" }] }, 0],
  [{ type: "number", minimum: 3 }, 3],
  [{ type: "boolean" }, true],
  [{ type: "array" }, []],
  [{ type: "object", required: ["addr"] }, { addr: url }],
  [{}, "foxchain"],
];

for (const [schema, expected] of samples) {
  Deno.test(`a sample of ${JSON.stringify(schema)} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(sampleOf("thing", schema, url), expected);
  });
}
