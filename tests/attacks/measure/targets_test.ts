import assert from "node:assert/strict";
import { attack } from "../attack.ts";
import type { Measured, Repeat } from "./measure.ts";
import { missesOf } from "./targets.ts";

const flood = attack({
  name: "flood",
  sends: "nothing",
  bounds: { seconds_max: 1, connections_max: 1, sent_mib_max: 1 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  run: async () => {},
});
const service = { asked: 100, share_percent: 100, longest_ms: 3_000, p99_ms: 100 };
const repeat: Repeat = {
  seconds: 1,
  sent_mib: 1,
  opened: 1,
  refused: 0,
  cut: false,
  peak_mib: 599,
  cpu_percent: 30,
  local: service,
  public: service,
  settled_p99_ms: 100,
};
/** All of it just holds, with `--memory-max 200`. */
const held: Measured = {
  repeats: [repeat],
  died: null,
  before: { rss_mib: 80, descriptors: 30, public: service },
  after: { back_s: 15, places: 0, class_room: 60, newcomer: true, descriptors: 0, rss_mib: 100 },
};
const after = held.after!;

const cases: [string, Measured, string[]][] = [
  ["what just holds", held, []],
  ["memory", { ...held, repeats: [repeat, { ...repeat, peak_mib: 600 }] }, ["600 MiB"]],
  [
    "a local wait in any repeat",
    { ...held, repeats: [repeat, { ...repeat, local: { ...service, longest_ms: 3_001 } }, repeat] },
    ["a local client waited 3.0 s"],
  ],
  ["processor time", { ...held, repeats: [{ ...repeat, cpu_percent: 31 }] }, ["31 % of a core"]],
  ["others' waits", { ...held, repeats: [{ ...repeat, settled_p99_ms: 101 }] }, [
    "p99 of another client 101 ms",
  ]],
  ["places", { ...held, after: { ...after, places: 1 } }, ["1 places still held after 15 s"]],
  ["newcomers", { ...held, after: { ...after, newcomer: false } }, ["no place for a newcomer"]],
  ["silence", { ...held, after: { ...after, places: null } }, ["does not answer afterwards"]],
  ["descriptors", { ...held, after: { ...after, descriptors: 2 } }, [
    "2 descriptors still held after 15 s",
  ]],
  ["the class", { ...held, after: { ...after, class_room: 59 } }, ["only 59 of 60 of the class back"]],
  ["the end of the process", { ...held, died: { repeat: 1, code: 70, signal: null }, after: null }, [
    "ended in repeat 1, exit code 70",
  ]],
];

for (const [what, measured, misses] of cases) {
  Deno.test(`missesOf() judges ${what}`, () => assert.deepEqual(missesOf(flood, measured, 200), misses));
}

Deno.test("missesOf() leaves out time where other work disturbs the machine, but nothing else", () => {
  const slow: Repeat = { ...repeat, cpu_percent: 99, settled_p99_ms: 9_999, peak_mib: 999 };
  assert.deepEqual(missesOf(flood, { ...held, repeats: [slow] }, 200, true), ["999 MiB"]);
});
