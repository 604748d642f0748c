/** What a page shows of the lines that an op wrote for its request. */
import assert from "node:assert/strict";
import { saidFor } from "./said_lines.ts";

/** A node that answers so, and what it was asked. */
function node(status: number, body: unknown) {
  const asked: unknown[] = [];
  const ask = ((url: string, init: RequestInit) => {
    asked.push([url, init.headers]);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  }) as typeof fetch;
  return { asked, ask };
}

Deno.test("the lines come by the tag of the connection, relative to the page", async () => {
  const { asked, ask } = node(200, { lines: ["one", "two"], left_out: 3 });
  assert.equal(await saidFor("abc", 7, ask), "one\ntwo\n… +3");
  assert.deepEqual(asked, [["said?request=7", { "x-foxchain-page": "abc" }]]);
});

Deno.test("another node is not asked, and a node that refuses tells nothing", async () => {
  const other = node(200, {});
  assert.deepEqual([await saidFor("", 1, other.ask), other.asked], ["", []]);
  assert.equal(await saidFor("abc", 1, node(404, "no").ask), "");
  assert.equal(await saidFor("abc", 1, node(200, { lines: [], left_out: 0 }).ask), "");
});
