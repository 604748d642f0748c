/** Exchanges for tests of the lab and its report. */
import type { Evidence } from "./evidence.ts";
import { judge, type Progress } from "./judge.ts";

/** A moment in 2021, the one in the lecture's answer to `time`. */
export const lecture_ms = 1_617_786_770_000;

/** Numbered from 1, a tenth of a second apart, so that one moment of `time` fits all; what is not a text is written as JSON. */
export function said(
  ...pairs: readonly (readonly [request: unknown, answer: unknown])[]
): readonly Evidence[] {
  return pairs.map(([request, answer], at) => ({
    number: at + 1,
    request: text(request),
    answer: text(answer),
    sent_ms: lecture_ms + at * 100,
    round_trip_ms: 1.5,
  }));
}

/** The whole lab, as the lecture's node answers. */
export const whole_lab: readonly (readonly [unknown, unknown])[] = [
  [{ op: "peers" }, { status: 200, error: "OK", response: { peers: [] } }],
  [{ op: "register", args: { addr: "ws://localhost:9000/ws" } }, { status: 202, error: "Accepted" }],
  [{ op: "peers" }, { status: 200, error: "OK", response: { peers: ["ws://localhost:9000/ws"] } }],
  ['{"op": "peers"', { status: 500, error: "Cannot parse request message.", response: null }],
  [{ op: "foo" }, { status: 404, error: 'Operation "foo" is not supported.', response: null }],
  [{ op: "time" }, { status: 200, error: "OK", response: { time: 1617786770.954288, time_zone: "CST" } }],
];

/** The verdict on it. */
export const whole_progress: Progress = judge(said(...whole_lab), true);

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
