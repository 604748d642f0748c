/** What the report says of the run. */
import assert from "node:assert/strict";
import { judge } from "../lab/judge.ts";
import { lecture_ms, said, whole_lab } from "../lab/test_evidence.ts";
import { fileName, frame_characters_max, makeReport } from "./report.ts";
import { fields, report } from "./test_report.ts";

Deno.test("a frame shows what the console shows", () => {
  assert.deepEqual(report("en").frames[1], {
    number: "#2",
    title: "register is accepted",
    op: "register",
    status: "202 Accepted",
    round_trip: "1.5 ms",
    sent: "2021-04-07 17:12:50 GMT+8",
    request: '{\n  "op": "register",\n  "args": {\n    "addr": "ws://localhost:9000/ws"\n  }\n}',
    answer: '{\n  "status": 202,\n  "error": "Accepted"\n}',
  });
});

Deno.test("a message that is not JSON is shown as it was sent, and its refusal is no failure", () => {
  const frame = report("en").frames[3]!;
  assert.deepEqual([frame.op, frame.request], ["", '{"op": "peers"']);
  assert.equal(frame.status, "500 Cannot parse request message.");
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
  assert.deepEqual([begun.steps[0]?.outcome, begun.steps[6]?.outcome], ["– Not seen from here", "○ Open"]);
  assert.deepEqual(begun.frames, []);
});

Deno.test("the numbers begin with the lab, wherever the console stands", () => {
  const later = said(...whole_lab).map((evidence) => ({ ...evidence, number: evidence.number + 40 }));
  const { frames, steps } = makeReport({
    language: "en",
    fields,
    node_url: "ws://a/ws",
    implementation: "",
    progress: judge(later, true),
    now_ms: 0,
  });
  assert.deepEqual(frames.map(({ number }) => number), ["#1", "#2", "#3", "#4", "#5", "#6"]);
  assert.deepEqual(steps.slice(0, 2).map(({ outcome }) => outcome), ["✓ Done", "✓ Done by #1"]);
});

const owners: readonly [own: boolean | undefined, en: string, zh: string][] = [
  [true, "✓ Done by #6: answered by an op that a student wrote", "✓ 已完成（#6）：由学生自己编写的操作应答"],
  [
    false,
    "✓ Done by #6: answered by the op that the node brings along",
    "✓ 已完成（#6）：由节点自带的操作应答",
  ],
  [undefined, "✓ Done by #6", "✓ 已完成（#6）"],
];

for (const [own, en, zh] of owners) {
  Deno.test(`the homework's step says whose op answered: ${en}`, () => {
    const evidence = said(...whole_lab).map((one) => own === undefined ? one : { ...one, own });
    for (const [language, outcome] of [["en", en], ["zh", zh]] as const) {
      const { steps } = makeReport({
        language,
        fields,
        node_url: "ws://a/ws",
        implementation: "",
        progress: judge(evidence, true),
        now_ms: 0,
      });
      assert.equal(steps[6]?.outcome, outcome);
      assert.ok(!/answered|应答/.test(steps[5]!.outcome), "other steps are of ops that no student writes");
    }
  });
}

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
  assert.equal(report("zh").made, "2021-04-07 17:13:50 GMT+8");
  assert.equal(lecture_ms, Date.parse("2021-04-07T09:12:50Z"));
});
