import assert from "node:assert/strict";
import { hintFor } from "./hints.ts";
import { causes } from "./causes.ts";
import { type Check, check_ids } from "./check.ts";
import { node_budget_ms, port_patience_ms } from "./limits.ts";
import type { Report } from "./result.ts";
import { checks, runChecks } from "./run.ts";
import { lectureAnswers, type Script, scriptedWorld } from "./test_world.ts";
import type { World } from "./world.ts";

const options = { url: "ws://127.0.0.1:9000/ws", seed: "seed", agent: "test" };

/** Checks a scripted node, right but for what the script changes. */
async function run(
  script: Script = {},
  more: Partial<typeof options> & { checks?: Check[] } = {},
): Promise<Report> {
  const world: World = scriptedWorld({ answer: (text) => right(text), ...script });
  const right = lectureAnswers(() => world);
  return await runChecks(world, { ...options, ...more });
}

const states = ({ checks }: Report) => Object.fromEntries(checks.map(({ id, state }) => [id, state]));

Deno.test("the points of all checks make 100, each id once and in order", () => {
  assert.equal(checks.reduce((sum, { points }) => sum + points, 0), 100);
  assert.deepEqual(checks.map(({ id }) => id).toSorted(), [...check_ids].toSorted());
});

Deno.test("a right node gets all points, and the same seed sends the same messages", async () => {
  const [one, two, other] = [await run(), await run(), await run({}, { seed: "other" })];
  assert.equal(one.points, 100);
  const sent = ({ frames }: Report) => frames.map(({ sent }) => sent);
  assert.deepEqual(sent(one), sent(two));
  assert.notDeepEqual(sent(one), sent(other));
});

Deno.test("what is registered ends in .invalid, and ops that nobody has are new in each run", async () => {
  const sent = (await run()).frames.map(({ sent }) => sent);
  const hosts = sent.flatMap((text) => [...text.matchAll(/\/\/([^:/"]+)/g)].map(([, host]) => host!));
  assert.ok(hosts.length > 5 && hosts.every((host) => host.endsWith(".invalid")), hosts.join());
  const words = async (seed: string) =>
    (await run({}, { seed })).frames.map(({ sent }) => /^\{"op":"([a-z]{8})"\}$/.exec(sent)?.[1]).find(
      Boolean,
    );
  assert.notEqual(await words("a"), await words("b"));
});

Deno.test("a port is waited for: a node that comes within the patience is judged, a later one is not", async () => {
  const from = (start_ms: number): Script => ({
    open: (_path, now_ms) => now_ms < start_ms ? { kind: "refused", detail: "" } : undefined,
  });
  const late = await run(from(port_patience_ms - 600));
  assert.equal(late.points, 100);
  const later = await run(from(port_patience_ms + 600));
  assert.equal(later.verdict, "not_judged");
  assert.equal(later.points_open, 100);
  assert.ok(later.checks.every(({ state }) => state === "not_judged"));
});

Deno.test("a network that fails midway is no zero: what was judged counts, the rest is open", async () => {
  let gone = false;
  let asked = 0;
  const world: World = scriptedWorld({
    open: () => gone ? { kind: "unreachable", detail: "no way" } : undefined,
    answer(text) {
      gone = ++asked > 6;
      return gone ? { kind: "closed", code: 1006, reason: "" } : right(text);
    },
  });
  const right = lectureAnswers(() => world);
  const report = await runChecks(world, options);
  assert.equal(report.verdict, "not_judged");
  assert.ok(report.points > 0 && report.points + report.points_open === 100, `${report.points}`);
});

Deno.test("HTTP in place of a WebSocket is judged, but not what a gateway or a full node says", async () => {
  const at = (status: number) => run({ open: () => ({ kind: "http", status }) });
  const judged = await at(404);
  assert.deepEqual([judged.verdict, judged.points, judged.points_open], ["complete", 0, 0]);
  for (const status of [429, 502, 503, 504]) {
    const { verdict, points_open } = await at(status);
    assert.deepEqual([verdict, points_open], ["not_judged", 100], String(status));
  }
});

Deno.test("a browser sees less and says so: a connection that fails is not judged, a close loses its cause only", async () => {
  const world: World = {
    ...scriptedWorld({ open: () => ({ kind: "failed", detail: "" }) }),
    is_browser: true,
  };
  const report = await runChecks(world, options);
  assert.deepEqual([report.verdict, report.is_browser], ["not_judged", true]);
  assert.equal(report.checks[0]!.stopped_by?.cause, "browser_failed");
  const lecture = lectureAnswers(() => scriptedWorld({}));
  const closing = await run({
    answer: (text) => text === '{"op": "time"}' ? { kind: "closed", code: 1006, reason: "" } : lecture(text),
  });
  assert.deepEqual(closing.checks.flatMap(({ findings }) => findings).map(({ cause }) => cause), [
    "closed_time",
  ]);
});

Deno.test("a program that ends at a message loses that check's points only", async () => {
  let ended = false;
  const world: World = scriptedWorld({
    open: () => ended ? { kind: "refused", detail: "" } : undefined,
    answer(text) {
      ended = text.endsWith('"args":');
      return ended ? { kind: "closed", code: 1006, reason: "" } : right(text);
    },
  });
  const right = lectureAnswers(() => world);
  const report = await runChecks(world, options);
  assert.equal(states(report).bad_json, "failed");
  assert.deepEqual(report.checks.find(({ id }) => id === "bad_json")!.findings.map(({ cause }) => cause), [
    "program_ended",
  ]);
  assert.equal(report.points + report.points_open, 95);
});

Deno.test("a node so slow that its time is over is 'unfinished', with what was judged", async () => {
  const report = await run({ takes_ms: () => 1_900 });
  assert.equal(report.verdict, "unfinished");
  assert.ok(report.points > 0 && report.points_open > 0);
  assert.equal(report.points + report.points_open, 100);
  // The last wait is cut to what is left; the script's clock adds its own pauses.
  assert.ok(report.took_ms <= node_budget_ms + 250, `${report.took_ms}`);
});

Deno.test("a node whose first answer takes 15 s is slow, and keeps the points of its connection", async () => {
  const report = await run({ takes_ms: () => 15_000 });
  assert.equal(report.verdict, "unfinished");
  assert.deepEqual([report.points, report.points_open], [10, 90]);
  const [stopped] = report.checks.filter(({ state }) => state === "unfinished");
  assert.deepEqual([stopped?.id, stopped?.stopped_by?.cause], ["envelope", "answers_late"]);
  assert.match(hintFor("answers_late", { detail: stopped!.stopped_by!.detail }, "en").what, /took 15\.\d s/);
  assert.ok(report.frames[0]!.late!.took_ms >= 15_000 && report.took_ms <= node_budget_ms);
});

Deno.test("just within the 20 s of a node an answer makes it slow, and just after them it never answers", async () => {
  const at = (ms: number) => run({ takes_ms: () => ms });
  const within = await at(node_budget_ms - 1_000);
  assert.equal(within.verdict, "unfinished");
  const after = await at(node_budget_ms + 1_000);
  assert.equal(after.verdict, "complete");
  assert.equal(after.points, 10);
  assert.ok(
    after.checks.flatMap(({ findings }) => findings).some(({ cause }) => cause === "silent_all"),
  );
  assert.ok(after.took_ms <= node_budget_ms + 250, `${after.took_ms}`);
});

Deno.test("an answer of 5 s, longer than one is waited for, makes a node slow and not silent", async () => {
  const { verdict, took_ms } = await run({ takes_ms: () => 5_000 });
  assert.equal(verdict, "unfinished");
  assert.ok(took_ms < node_budget_ms / 2, `${took_ms}`);
});

Deno.test("slowness is told from the limit on, and costs no point on either side of it", async () => {
  const at = (ms: number) => run({ takes_ms: (text) => text === '{"op": "time"}' ? ms : 100 });
  const slow = (report: Report) =>
    report.checks.flatMap(({ findings }) => findings).map(({ cause }) => cause);
  assert.deepEqual(slow(await at(799)), []);
  const told = await at(1_001);
  assert.ok(/^(slow|standstill)( |$)/.test(slow(told).join(" ")), slow(told).join());
  assert.equal(told.points, 100);
});

Deno.test("a machine that is busy for several answers makes no message slow; one that is slow alone is told", async () => {
  for (const is_machine of [true, false]) {
    let busy_answers: number | undefined;
    const report = await run({
      takes_ms(text) {
        const is_time = text === '{"op": "time"}';
        if (!is_machine) return is_time ? 900 : 20;
        if (is_time) busy_answers ??= 3;
        return busy_answers !== undefined && busy_answers-- > 0 ? 900 : 20;
      },
    });
    const found = report.checks.flatMap(({ findings }) => findings).map(({ cause }) => cause);
    assert.equal(found.length > 0, !is_machine, found.join());
    assert.equal(report.points, 100);
  }
});

Deno.test("a skip names its cause, and the cause of the cause", async () => {
  const report = await run({
    answer: (text) =>
      text.includes('"peers"')
        ? '{"status":200,"error":"OK","response":5}'
        : '{"status":202,"error":"Accepted"}',
  });
  const skipped = report.checks.filter(({ state }) => state === "skipped");
  assert.deepEqual(skipped.map(({ id, because }) => `${id} < ${because}`), [
    "listed < peers",
    "register_list < peers",
    "scheme < peers",
    "time_value < time",
    "time_zone < time",
  ]);
});

Deno.test("a check that throws is the grader's fault: never scored, and the others go on", async () => {
  const broken = checks.map((check): Check =>
    check.id === "peers" ? { ...check, run: () => Promise.reject(new TypeError("a bug")) } : check
  );
  const report = await run({}, { checks: broken });
  const peers = report.checks.find(({ id }) => id === "peers")!;
  assert.equal(peers.state, "grader_error");
  assert.match(hintFor("grader", peers.findings[0]!.values, "en").what, /a bug/);
  assert.equal(report.verdict, "not_judged");
  assert.equal(report.points + report.points_open, 100);
  assert.equal(states(report).listed, "grader_error");
  assert.equal(states(report).time_value, "passed");
});

Deno.test("a habit costs once, however many answers show it", async () => {
  const world: World = scriptedWorld({ answer: (text) => JSON.stringify(right(text)) });
  const right = lectureAnswers(() => world);
  const report = await runChecks(world, options);
  assert.equal(report.points, 95);
  const costs = report.checks.flatMap(({ findings }) => findings).map(({ cost }) => cost);
  assert.ok(costs.length > 5);
  assert.deepEqual(costs.filter((cost) => cost > 0), [5]);
});

Deno.test("one late answer on a used connection does not shift those that follow", async () => {
  let late = 0;
  const report = await run({ takes_ms: (text) => text.includes("register") && late++ === 0 ? 9_000 : 1 });
  const faults = report.checks.flatMap(({ id, findings }) => findings.map(({ cause }) => `${id} ${cause}`));
  assert.ok(faults.every((fault) => fault.startsWith("register ")), faults.join());
});

Deno.test("one stage is judged alone, with its own points", async () => {
  const world: World = scriptedWorld({ answer: (text) => right(text) });
  const right = lectureAnswers(() => world);
  const report = await runChecks(world, { ...options, stages: [3] });
  assert.deepEqual(report.checks.map(({ id }) => id), ["time", "time_value", "time_zone"]);
  assert.equal(report.points, 30);
  assert.equal(report.points_max, 30);
});

Deno.test("every cause has its words in both languages", () => {
  for (const cause of causes) {
    const [en, zh] = [hintFor(cause, {}, "en"), hintFor(cause, {}, "zh")];
    for (const text of [en.what, en.fix]) assert.match(text, /[a-z]/i, cause);
    for (const text of [zh.what, zh.fix]) assert.match(text, /[\u4e00-\u9fff]/, cause);
    assert.doesNotMatch(en.what + en.fix, /[\u4e00-\u9fff]/, cause);
  }
});
