import assert from "node:assert/strict";
import { report } from "./report.ts";
import { scenarios } from "./scenarios/index.ts";
import { simulate } from "./simulate.ts";

for (const scenario of scenarios.values()) {
  for (const lecture_share of [0, 0.3]) {
    const crowd = lecture_share === 0 ? "" : " among 30 % lecture nodes";
    // That one brings its own.
    if (scenario.name === "mixed-lecture" && lecture_share > 0) continue;
    Deno.test(`${scenario.name}, small${crowd}: every target is met`, async () => {
      const result = await report(scenario, {
        nodes: scenario.small_nodes,
        first_seed: 1,
        seeds: 1,
        small: true,
        lecture_share,
      });
      assert.deepEqual(result.figures.filter(({ verdict }) => verdict === "MISSED"), []);
    });
  }
}

Deno.test("a seed replays exactly, and another one runs differently", async () => {
  const run = (seed: number) =>
    report(scenarios.get("cold-start")!, { nodes: 20, first_seed: seed, seeds: 1, small: true });
  const [first, again, other] = [await run(3), await run(3), await run(4)];
  assert.deepEqual(again.traces, first.traces);
  assert.deepEqual(again.figures, first.figures);
  assert.notDeepEqual(other.traces, first.traces);
});

Deno.test("simulate says 2 to a scenario or an option that does not exist", async () => {
  const { error } = console;
  const write = Deno.stderr.writeSync;
  console.error = () => {};
  try {
    assert.equal(await simulate(["warp-drive"]), 2);
    assert.equal(await simulate(["campus", "--lecture-share", "30"]), 2);
  } finally {
    console.error = error;
    Deno.stderr.writeSync = write;
  }
});
