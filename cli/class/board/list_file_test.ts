import assert from "node:assert/strict";
import { ListFile, markOf } from "./list_file.ts";

Deno.test("a list is read when its file has changed, a half-saved one is told and read at the next look", () => {
  let mark: string | undefined = "1";
  let text = "old";
  let reads = 0;
  const fault = new Error("It is empty.");
  const file = new ListFile(() => mark, () => {
    reads++;
    if (text === "half") throw fault;
    return text;
  });
  assert.equal(file.look(), undefined);
  [mark, text] = ["2", "new"];
  assert.deepEqual(file.look(), { list: "new" });
  assert.equal(file.look(), undefined);
  [mark, text] = ["3", "half"];
  assert.deepEqual(file.look(), { fault });
  text = "whole";
  assert.deepEqual(file.look(), { list: "whole" }, "the mark has not changed: two saves in one moment");
  assert.equal(file.look(), undefined);
  assert.equal(reads, 3);
});

Deno.test("a file that another took the place of has another mark, and one that is not there has none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/roster.csv`;
    assert.equal(markOf(path), undefined);
    await Deno.writeTextFile(path, "a");
    const first = markOf(path);
    assert.equal(markOf(path), first);
    await Deno.writeTextFile(`${path}.new`, "b");
    await Deno.rename(`${path}.new`, path);
    assert.notEqual(markOf(path), first);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
