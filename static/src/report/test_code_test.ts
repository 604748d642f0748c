/** The test code: Python that compiles whatever was sent, and checks what the lab checks. */
import assert from "node:assert/strict";
import { judge } from "../lab/judge.ts";
import { said, whole_progress } from "../lab/test_evidence.ts";
import { testCode } from "./test_code.ts";

Deno.test("the requests stand in their order, each with its status and its check", () => {
  const code = testCode(whole_progress, "ws://localhost:9000/ws", "en");
  const steps = code.slice(code.indexOf("STEPS = ["), code.indexOf("\n]\n"));
  const rows = [...steps.matchAll(/\("(.*)", (\d+),\n {5}(".*"),\n {5}lambda response: (.*)\),/g)];
  assert.deepEqual(rows.map(([, , status, message, check]) => [JSON.parse(message!), status, check]), [
    ['{"op":"peers"}', "200", 'response["peers"] == []'],
    ['{"op":"register","args":{"addr":"ws://localhost:9000/ws"}}', "202", "True"],
    ['{"op":"peers"}', "200", '"ws://localhost:9000/ws" in response["peers"]'],
    ['{"op": "peers"', "500", "True"],
    ['{"op":"foo"}', "404", "True"],
    [
      '{"op":"time"}',
      "200",
      'response["time_zone"] and response["time"] % 1 and abs(response["time"] - time.time()) <= 300',
    ],
  ]);
});

Deno.test("what was sent can't leave its string", () => {
  const sent = 'x"""\n\'\\"); import os\u0000\u2028\ud800';
  const code = testCode(judge(said([sent, { status: 500 }]), true), 'ws://a/"\n', "zh");
  assert.ok(code.includes(`", 500,\n     ${JSON.stringify(sent.toWellFormed())},\n`));
  assert.ok(code.includes('else "ws://a/\\"\\n"\n'));
  assert.equal(code.match(/"""/g)!.length, 2);
});
