/** The lab and the check judge alike: what one of them ticks, the other one gives points for. */
import assert from "node:assert/strict";
import type { CheckId } from "../../../check/check.ts";
import { runChecks } from "../../../check/run.ts";
import { lectureAnswers, scriptedWorld } from "../../../check/test_world.ts";
import type { World } from "../../../check/world.ts";
import { judge } from "./judge.ts";
import type { SentStepId } from "./steps.ts";

/** The checks that look at what a step looks at. */
const checks_of: Readonly<Record<Exclude<SentStepId, "empty">, readonly CheckId[]>> = {
  register: ["register"],
  // Only an address whose registration was accepted can be found in the list.
  listed: ["register", "peers", "listed"],
  bad_json: ["bad_json"],
  unknown_op: ["unknown_op"],
  time: ["time", "time_value", "time_zone"],
};

type Answer = Record<string, unknown>;

/** Changes the right answer to one op. */
function changed(op: string, change: (answer: Answer) => unknown) {
  return (request: string, answer: string) => {
    // What is not JSON is no request of any op.
    if (!request.includes(`"${op}"`) || !request.endsWith("}")) return answer;
    const told = change(JSON.parse(answer));
    return typeof told === "string" ? told : JSON.stringify(told);
  };
}

const time = (change: (response: Answer) => Answer) =>
  changed("time", (answer) => ({ ...answer, response: change(answer.response as Answer) }));
const listing = (change: (peers: readonly string[]) => unknown) =>
  changed("peers", (answer) => ({
    ...answer,
    response: { peers: change((answer.response as { peers: string[] }).peers) },
  }));
const of_error = (text: string, change: (answer: Answer) => Answer) => (_request: string, answer: string) =>
  answer.includes(text) ? JSON.stringify(change(JSON.parse(answer))) : answer;

const programs: readonly [title: string, change: (request: string, answer: string) => string][] = [
  ["the lecture's", (_request, answer) => answer],
  ["in milliseconds", time((told) => ({ ...told, time: (told.time as number) * 1000 }))],
  ["in whole seconds", time((told) => ({ ...told, time: Math.round(told.time as number) }))],
  ["eight hours off", time((told) => ({ ...told, time: (told.time as number) + 28_800 }))],
  ["two seconds off", time((told) => ({ ...told, time: (told.time as number) - 2 }))],
  ["a second off", time((told) => ({ ...told, time: (told.time as number) - 1 }))],
  ["with a time in quotes", time((told) => ({ ...told, time: String(told.time) }))],
  ["with a time of null", time((told) => ({ ...told, time: null }))],
  ["without a zone", time(({ time }) => ({ time }))],
  ["with an offset for a zone", time((told) => ({ ...told, time_zone: "+0800" }))],
  ["with a zone of two digits", time((told) => ({ ...told, time_zone: "+08" }))],
  ["with a zone's place", time((told) => ({ ...told, time_zone: "Asia/Shanghai" }))],
  ["with a Chinese zone", time((told) => ({ ...told, time_zone: "中国标准时间" }))],
  ["with a pair of zones", time((told) => ({ ...told, time_zone: ["CST", "CST"] }))],
  ["with a zone in small letters", time((told) => ({ ...told, time_zone: "cst" }))],
  ["without time", changed("time", () => ({ status: 404, error: "no", response: null }))],
  ["with a list in a text", listing((peers) => JSON.stringify(peers))],
  ["with objects in the list", listing((peers) => peers.map((addr) => ({ addr })))],
  ["that lists nothing", listing(() => [])],
  ["with a bare list", changed("peers", (answer) => ({ ...answer, response: [] }))],
  ["that answers register by 200", changed("register", (answer) => ({ ...answer, status: 200 }))],
  ["with a status in quotes", changed("register", (answer) => ({ ...answer, status: "202" }))],
  ["with single quotes", changed("time", (answer) => JSON.stringify(answer).replaceAll('"', "'"))],
  ["that answers bad JSON by 400", of_error("Cannot parse", (answer) => ({ ...answer, status: 400 }))],
  ["that answers an unknown op by 500", of_error("not supported.", (answer) => ({ ...answer, status: 500 }))],
];

for (const [title, change] of programs) {
  Deno.test(`a program ${title}: the lab ticks what has no fault in the check`, async () => {
    const world: World = scriptedWorld({ answer: (text) => change(text, right(text)) });
    const right = lectureAnswers(() => world);
    const report = await runChecks(world, { url: "ws://localhost:9000/ws", seed: "1", agent: "test" });
    const said = report.frames.filter(({ kind }) => kind === "text")
      .map(({ number, sent, got, sent_ms, took_ms }) => ({
        ...{ number, request: sent, answer: got, sent_ms, round_trip_ms: took_ms },
      }));
    const progress = judge(said, true, true);
    const are_right = ([, checks]: readonly [string, readonly CheckId[]]) =>
      report.checks.filter(({ id }) => checks.includes(id)).every(({ state, findings }) =>
        // The words of an error cost a point and open no step.
        state !== "skipped" && findings.every(({ level, cause }) => level !== "fault" || /^text_/.test(cause))
      );
    assert.deepEqual(
      Object.keys(checks_of).map((id) => [id, progress[id as SentStepId].done]),
      Object.entries(checks_of).map(([id, checks]) => [id, are_right([id, checks])]),
    );
  });
}
