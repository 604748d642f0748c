/** The test code of the report: the student's own requests as a Python program that checks every answer. */
import { other_clock_difference_max_s } from "../../../check/limits.ts";
import type { Language } from "../page/language.ts";
import { type Progress, proofs, type Verdict } from "../lab/judge.ts";
import { sent_steps, type SentStepId } from "../lab/steps.ts";
import { lab_words } from "../lab/words.ts";
import { report_words } from "./words.ts";

/**
 * A whole Python program (3.7 and later, Tornado). It ends with exit code 0 when each answer was as it should be.
 *
 * @param node_url Where it connects to unless it is given another URL.
 */
export function testCode(progress: Progress, node_url: string, language: Language): string {
  const words = report_words[language];
  const steps = proofs(progress).map(({ id, verdict, evidence }) =>
    `    (${python(lab_words[language][`${id}_title`])}, ${statusOf(id)},\n` +
    `     ${python(evidence.request)},\n` +
    `     lambda response: ${check(id, verdict)}),\n`
  );
  return `#!/usr/bin/env python3
"""${words.code_about}

${words.code_needs}
    python3 lab2_test.py ws://localhost:9000/ws
"""
import asyncio
import json
import sys
import time

from tornado.websocket import websocket_connect

URL = sys.argv[1] if len(sys.argv) > 1 else ${python(node_url)}
TIMEOUT_S = 5

# (step, status, message, check of the response)
STEPS = [
${steps.join("")}]


def is_right(text, status, check):
    try:
        answer = json.loads(text)
        return answer["status"] == status and bool(check(answer.get("response")))
    except (KeyError, TypeError, ValueError):
        return False


async def main():
    connection = await websocket_connect(URL)
    passed = 0
    for number, (step, status, message, check) in enumerate(STEPS, 1):
        await connection.write_message(message)
        text = await asyncio.wait_for(connection.read_message(), TIMEOUT_S)
        right = is_right(text, status, check)
        passed += right
        print("#%d %s: %s" % (number, step, "ok" if right else "FAILED"))
        print("> %s\\n< %s\\n" % (message, text))
    connection.close()
    print("%d / %d ${words.code_result}" % (passed, len(STEPS)))
    return passed == len(STEPS)


sys.exit(0 if asyncio.run(main()) else 1)
`;
}

function check(id: SentStepId, { addr = "" }: Verdict): string {
  if (id === "empty") return `response["peers"] == []`;
  if (id === "listed") return `${python(addr)} in response["peers"]`;
  if (id === "time") {
    // It may be run from another computer.
    const most_s = other_clock_difference_max_s;
    return `response["time_zone"] and response["time"] % 1 and abs(response["time"] - time.time()) <= ${most_s}`;
  }
  return "True";
}

function statusOf(id: SentStepId): number {
  return sent_steps.find((step) => step.id === id)!.status;
}

/** JSON's string literals are Python's too. A lone surrogate is sent by browsers as U+FFFD, and by Python not at all. */
function python(text: string): string {
  return JSON.stringify(text.toWellFormed());
}
