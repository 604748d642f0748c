/** A node that is checked again without a change gets the same result: the class board does that all lesson long. */
import assert from "node:assert/strict";
import { runChecks } from "../check/run.ts";
import { SocketWorld } from "../cli/check_world.ts";
import { has_tornado } from "./lecture_process.ts";
import { MistakenProcess } from "./mistaken_process.ts";

/** What the first check leaves in the lists of these differs most: texts, numbers, letters, the same one twice. */
const names = [
  "right",
  "no_scheme_check",
  "letters",
  "listed_twice",
  "items_are_objects",
  "loses_order",
  "keeps_last",
  "time_zore",
];

async function check(url: string): Promise<string> {
  await using world = new SocketWorld(url);
  const { verdict, points, checks } = await runChecks(world, { url, seed: "session", agent: "test" });
  const causes = checks.flatMap(({ findings }) => findings).filter(({ level }) => level !== "note").map((
    { cause },
  ) => cause);
  return [verdict, points, ...new Set(causes)].join(" ");
}

Deno.test(
  { name: "what an earlier check left in a node's list changes no result", ignore: !has_tornado },
  async (t) => {
    await using nodes = await MistakenProcess.start(names);
    for (const name of names) {
      await t.step(name, async () => {
        const first = await check(nodes.url(name));
        for (let again = 0; again < 2; again++) assert.equal(await check(nodes.url(name)), first);
      });
    }
  },
);
