/** What is kept of a check: the words of both languages, one result for each node, and nothing that another version wrote. */
import assert from "node:assert/strict";
import { runChecks } from "../../../check/run.ts";
import { lectureAnswers, scriptedWorld } from "../../../check/test_world.ts";
import type { World } from "../../../check/world.ts";
import { checks_kept_max, type KeptCheck, keptCheck, readChecks, withCheck } from "./kept_check.ts";

async function check(
  answer: (text: string) => string | undefined,
  url = "ws://a:9000/ws",
): Promise<KeptCheck> {
  const world: World = scriptedWorld({ answer: (text) => answer(text) ?? right(text) });
  const right = lectureAnswers(() => world);
  return keptCheck(await runChecks(world, { url, seed: "1", agent: "test" }));
}

Deno.test("a finding is kept in both languages, with what was sent, what came and what is wanted", async () => {
  const kept = await check((text) =>
    text.includes('"time"') ? '{"status":200,"error":"OK","response":{}}' : undefined
  );
  const { findings } = kept.checks.find(({ id }) => id === "time")!;
  const [{ en, zh, level }] = findings as [KeptCheck["checks"][number]["findings"][number]];
  assert.equal(level, "fault");
  assert.match(en.what, /`time` is missing/);
  assert.match(zh.what, /缺少/);
  assert.equal(en.sent?.before, '{"op": "time"}');
  assert.ok(zh.got !== undefined && zh.wanted !== undefined);
  assert.deepEqual(kept.checks.find(({ id }) => id === "time_zone")!.why, {
    en: "it needs: time: 200, with time and time_zone",
    zh: "需要先通过：time：200，包含 time 和 time_zone",
  });
});

Deno.test("what is kept is read as it was; another check of the node takes its place", async () => {
  const [good, bad] = [await check(() => undefined), await check(() => "oops")];
  const stored = withCheck(withCheck(null, bad), good);
  assert.deepEqual(readChecks(stored), JSON.parse(JSON.stringify([good])));
});

Deno.test("so many nodes are kept, and the oldest goes for one more", async () => {
  const kept = await check(() => undefined);
  let stored: string | null = null;
  for (let node = 0; node <= checks_kept_max; node++) {
    stored = withCheck(stored, { ...kept, url: `ws://${node}` });
  }
  const urls = readChecks(stored).map(({ url }) => url);
  assert.deepEqual([urls.length, urls[0]], [checks_kept_max, "ws://1"]);
});

for (
  const stored of [
    null,
    "",
    "oops",
    "5",
    "{}",
    "[null,5]",
    '[{"format":1}]',
    '[{"format":2,"url":"ws://a"}]',
    '[{"format":1,"url":"ws://a","started_ms":0,"checks":[null],"notes":[]}]',
    '[{"format":1,"url":"ws://a","started_ms":0,"checks":[{"id":"time","findings":[{}]}],"notes":[]}]',
    '[{"format":1,"url":"ws://a","started_ms":0,"checks":[{"id":"dance","findings":[]}],"notes":[]}]',
  ]
) {
  Deno.test(`nothing is read of ${stored}`, () => assert.deepEqual(readChecks(stored), []));
}
