import assert from "node:assert/strict";
import * as z from "zod";
import { LiveTable } from "./live_table.ts";
import { defineOp } from "./op.ts";
import { table } from "./table.ts";

const own = (name: string) =>
  defineOp({
    name,
    summary: { en: "A student's.", zh: "学生的。" },
    args: z.object({}),
    response: z.object({}),
    examples: [],
    own: true,
    handle: () => ({}),
  });

Deno.test("a live table has the protocol's ops, and as a lecture node's those without the network's", () => {
  const { all, lecture } = new LiveTable();
  assert.deepEqual([...all.keys()], [...table.keys()]);
  const network = [...table.values()].filter((op) => op.network).map(({ name }) => name);
  assert.deepEqual(network, ["hello", "sample", "announce", "verify"]);
  assert.deepEqual([...lecture.keys()], [...table.keys()].filter((name) => !network.includes(name)));
});

Deno.test("students' ops take the place of those before, in the Maps that were handed out, and change the revision", () => {
  const live = new LiveTable(["time"]);
  const { all, lecture } = live;
  const revisions = [live.revision];
  for (const names of [["one"], ["two", "time"], []]) {
    live.replaceOwn(names.map((name) => own(name)));
    revisions.push(live.revision);
    const theirs = (map: typeof all) => [...map.values()].filter((op) => op.own).map(({ name }) => name);
    assert.deepEqual([theirs(all), theirs(lecture)], [names, names]);
    assert.equal(all.has("time"), names.includes("time"));
  }
  assert.equal(new Set(revisions).size, 4, revisions.join());
});
