/** Does what 'Add an op' tells its reader to do, with the code blocks of that page, and gets what the page shows. */
import assert from "node:assert/strict";
import { dispatch } from "../ops/dispatch.ts";
import type { Op } from "../ops/op.ts";
import { testContext } from "../ops/test_context.ts";
import { codeBlocks, readDocument } from "./markdown.ts";

const blocks = codeBlocks(readDocument("docs/add-an-op.md")).map(({ text }) => text);
const [exercise, mended_line] = blocks.filter((text) =>
  text.includes("text.length") || text.includes("[...text]")
);

/** The op that a file with this text would export as `count`. */
async function countOf(source: string): Promise<Op> {
  const elsewhere = source.replace('"./op.ts"', `"${import.meta.resolve("../ops/op.ts")}"`);
  const { count } = await import(
    `data:application/typescript;charset=utf-8,${encodeURIComponent(elsewhere)}`
  );
  return count;
}

/** What the op answers to its examples, in one table of its own. */
async function answers(op: Op): Promise<unknown[]> {
  const table = new Map([[op.name, op]]);
  const texts = op.examples.map(({ request }) =>
    dispatch(JSON.stringify(request), testContext(), table).text
  );
  return (await Promise.all(texts)).map((text) => JSON.parse(text));
}

Deno.test("the homework is shown as ops/time.ts has it", () => {
  assert.ok(blocks.includes(readDocument("ops/time.ts").trimEnd()));
});

Deno.test("the lines shown for the table are in ops/table.ts", () => {
  const shown = blocks.find((text) => text.startsWith("import { time }"))!;
  for (const line of shown.split("\n")) assert.ok(readDocument("ops/table.ts").includes(line + "\n"), line);
});

Deno.test("the exercise as first written answers 4 for a fox and two characters", async () => {
  const count = await countOf(exercise!);
  const [fox, missing] = await answers(count);
  assert.deepEqual(fox, { status: 200, error: "OK", response: { characters: 4 } });
  assert.deepEqual(missing, count.examples[1]!.answer);
});

Deno.test("the mended exercise answers as its examples say", async () => {
  const mended = exercise!.replace(/^ *handle:.*$/m, mended_line!);
  const count = await countOf(mended);
  assert.deepEqual(await answers(count), count.examples.map(({ answer }) => answer));
  const [fox] = await answers(count);
  assert.equal(
    JSON.stringify(fox, undefined, 2),
    blocks.find((text) => text.startsWith('{\n  "status": 200')),
  );
});
