import assert from "node:assert/strict";
import { chosenMaster, isDecided, type SentinelAnswer } from "./master_choice.ts";

const a = { host: "10.0.0.1", port: 1 };
const b = { host: "10.0.0.1", port: 2 };
const lost = new Error("no answer");

Deno.test("the master is the one that most sentinels name, and the first one's of two named equally often", () => {
  const cases: readonly (readonly [answers: readonly SentinelAnswer[], master: typeof a | undefined])[] = [
    [[a], a],
    [[a, b, b], b],
    [[b, a, a], a],
    [[lost, "unknown name", b], b],
    [[a, b], a],
    [[b, a, lost], b],
    [[{ ...a }, b, { ...a }], a],
    [[lost, "unknown name"], undefined],
    [[], undefined],
  ];
  for (const [answers, master] of cases) {
    assert.deepEqual(chosenMaster(answers), master, JSON.stringify(answers));
  }
});

Deno.test("the choice waits for no more answers once more than half of all sentinels agree, and not earlier", () => {
  assert.equal(isDecided([a], 1), true);
  assert.equal(isDecided([a], 2), false);
  assert.equal(isDecided([a, a], 2), true);
  assert.equal(isDecided([a, b], 3), false);
  assert.equal(isDecided([a, lost, a], 3), true);
  assert.equal(isDecided([a, a], 4), false);
  assert.equal(isDecided([a, a, b, a], 5), true);
  assert.equal(isDecided([lost, "unknown name"], 2), false);
});
