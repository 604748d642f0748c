import assert from "node:assert/strict";
import { dispatch } from "./dispatch.ts";
import { table } from "./table.ts";
import { testContext } from "./test_context.ts";

for (const op of table.values()) {
  for (const { title, peers, request, answer } of op.examples) {
    Deno.test(`${op.name}, example: ${title}`, async () => {
      const context = testContext();
      if (peers) await context.peers.register(peers, context.source);
      const text = await dispatch(JSON.stringify(request), context).text;
      assert.deepEqual(JSON.parse(text), answer);
    });

    const { response } = answer as { response?: unknown };
    // A failure answers null, whatever the schema says.
    if (response === null) continue;
    Deno.test(`${op.name}, example: the answer to '${title}' fits the response schema`, () => {
      assert.equal(op.response.safeParse(response).success, true);
    });
  }
}

for (const name of ["register", "peers", "time", "hello", "sample", "announce", "verify", "ops"]) {
  Deno.test(`table lists ${name} under its own name`, () => {
    assert.equal(table.get(name)?.name, name);
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
