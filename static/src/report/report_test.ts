/** What the report says of the run. */
import assert from "node:assert/strict";
import { judge } from "../lab/judge.ts";
import { lecture_ms, said } from "../lab/test_evidence.ts";
import { fileName, frame_characters_max, makeReport } from "./report.ts";
import { fields, report } from "./test_report.ts";

Deno.test("a frame shows what the console shows", () => {
  assert.deepEqual(report("en").frames[1], {
    number: "#2",
    op: "register",
    status: "✓ 202 Accepted",
    is_good: true,
    round_trip: "1.5 ms",
    sent: "2021-04-07 17:12:51",
    request: '{\n  "op": "register",\n  "args": {\n    "addr": "ws://localhost:9000/ws"\n  }\n}',
    answer: '{\n  "status": 202,\n  "error": "Accepted"\n}',
  });
});

Deno.test("a message that is not JSON is shown as it was sent, and a refusal is marked as one", () => {
  const frame = report("en").frames[3]!;
  assert.deepEqual([frame.op, frame.request, frame.is_good], ["", '{"op": "peers"', false]);
  assert.equal(frame.status, "✗ 500 Cannot parse request message.");
});

Deno.test("each step says by which request it was done, or that it is open", () => {
  assert.deepEqual(report("zh").steps.map(({ outcome }) => outcome), [
    "✓ 已完成",
    ...[1, 2, 3, 4, 5, 6].map((number) => `✓ 已完成（#${number}）`),
  ]);
  const begun = makeReport({
    language: "en",
    fields,
    node_url: "ws://a/ws",
    implementation: "",
    progress: judge([], false),
    now_ms: 0,
  });
  assert.deepEqual([begun.steps[6]?.outcome, begun.frames], ["○ Open", []]);
});

for (const [missing, over] of [["nothing", 0], ["one character", 1]] as const) {
  Deno.test(`a message ${over} characters over the limit lacks ${missing}`, () => {
    const oops = "{".padEnd(frame_characters_max + over, "x");
    const progress = judge(said([oops, '{"status":500}']), true);
    const { frames } = makeReport({
      language: "en",
      fields,
      node_url: "",
      implementation: "",
      progress,
      now_ms: 0,
    });
    const note = over === 0 ? "" : "\n… and 1 more characters";
    assert.equal(frames[0]?.request, oops.slice(0, frame_characters_max) + note);
  });
}

const names: readonly [student_number: string, name: string][] = [
  ["2026001", "lab2_2026001"],
  [" ", "lab2"],
  ["../a b\\c", "lab2__a_b_c"],
  ["学号1", "lab2_学号1"],
  ["9".repeat(50), `lab2_${"9".repeat(40)}`],
];

for (const [student_number, name] of names) {
  Deno.test(`student number ${JSON.stringify(student_number)} makes the file ${name}`, () => {
    assert.equal(fileName({ ...fields, student_number }), name);
  });
}

Deno.test("the moment of the report is in the student's time zone", () => {
  assert.equal(report("zh").made, "2021-04-07 17:13:50");
  assert.equal(lecture_ms, Date.parse("2021-04-07T09:12:50Z"));
});
