/** The trials, against a node of this checkout. */
import assert from "node:assert/strict";
import { has_proc } from "../node_process.ts";
import { Lab } from "./measure/lab.ts";
import { trials } from "./trials.ts";

const checkout = new URL("../../", import.meta.url).pathname;
const must_run = Deno.env.get("CI") === "true";

for (const { name, tries, missing, run } of trials) {
  const why_not = missing?.() ?? (has_proc ? undefined : "needs Linux's /proc");
  Deno.test({
    name: `${name} fails: ${tries}${why_not === undefined ? "" : ` (NOT RUN: ${why_not})`}`,
    ignore: why_not !== undefined && !must_run,
    async fn() {
      assert.equal(why_not, undefined, "CI must run this test");
      await using lab = await Lab.open(checkout, true);
      const { withstood, found } = await run(lab);
      assert.ok(withstood, found);
    },
  });
}
