/** The small variants of the attacks, against a node of this checkout. `deno task attack` runs the whole set. */
import assert from "node:assert/strict";
import { has_proc } from "../node_process.ts";
import { attacks } from "./attacks.ts";
import { Lab } from "./measure/lab.ts";
import { measure } from "./measure/measure.ts";
import { missesOf } from "./measure/targets.ts";

const checkout = new URL("../../", import.meta.url).pathname;
/** The least that a node takes, so that little memory is needed to go past it. */
const memory_max_mib = 192;
const repeats = 2;

for (const attack of attacks.filter(({ small }) => small !== undefined)) {
  Deno.test({
    name: `a node stands ${attack.sends}, in its small variant`,
    // Only Linux takes every address of 127.0.0.0/8 for its own, and has a /proc to measure by.
    ignore: !has_proc,
    async fn() {
      await using lab = await Lab.open(checkout);
      const measured = await measure(lab, attack, { repeats, small: true, memory_max_mib });
      // Other tests share the machine, so times are not judged here but for those that a person would notice.
      assert.deepEqual(missesOf(attack, measured, memory_max_mib, true), [], JSON.stringify(measured));
    },
  });
}
