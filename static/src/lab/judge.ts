/**
 * Which of the lab's steps are proved by what was said with one node: a view over the rules of `check/`. Pure: the same
 * exchanges, the same verdict.
 */
import { type Evidence, type Facts, factsOf } from "./evidence.ts";
import {
  type Miss,
  registeredBy,
  sent_steps,
  type SentStepId,
  spelledIn,
  step_ids,
  type StepId,
} from "./steps.ts";

/** How one step stands. */
export interface Verdict {
  readonly done: boolean;
  /** True: nothing that this page sees can prove the step. So it counts neither as done nor as open. */
  readonly out_of_sight?: boolean;
  /** What proves it. Missing for a step that is open, and for a page that is there. */
  readonly proof?: Evidence;
  /** The last try without a proof, while the step is open. */
  readonly miss?: { readonly evidence: Evidence; readonly reason: Miss };
  /** `listed`: the address as the list has it. */
  readonly addr?: string;
}

/** Each step's verdict. */
export type Progress = Readonly<Record<StepId, Verdict>>;

/**
 * Judges all that was said with ONE node. A step once proved stays so, whatever comes later.
 *
 * @param said Oldest first.
 * @param page_is_here The node serves this page. A page can't see the page of another node, so nothing is known of that
 *   one: an answer on the WebSocket proves no page.
 * @param same_clock The node runs on this computer. Another one's clock may be off by minutes.
 *
 * @example
 * ```ts
 * import { judge } from "./judge.ts";
 * import assert from "node:assert/strict";
 *
 * const said = { number: 1, sent_ms: 0, round_trip_ms: 1, request: "{oops", answer: '{"status":500}' };
 * const { bad_json, time } = judge([said], true);
 * assert.equal(bad_json.proof?.number, 1);
 * assert.equal(time.done, false);
 * ```
 */
export function judge(
  said: readonly Evidence[],
  page_is_here: boolean,
  same_clock = false,
): Progress {
  const verdicts: Record<StepId, Verdict> = {
    page: page_is_here ? { done: true } : { done: false, out_of_sight: true },
    empty: { done: false },
    register: { done: false },
    listed: { done: false },
    bad_json: { done: false },
    unknown_op: { done: false },
    time: { done: false },
  };
  const registered = new Map<string, Evidence>();
  for (const evidence of said) {
    const facts = factsOf(evidence);
    const sent_s = evidence.sent_ms / 1000;
    const moment = { sent_s, got_s: sent_s + evidence.round_trip_ms / 1000, same_clock };
    const earlier = { registered: [...registered.keys()], moment };
    for (const step of sent_steps) {
      if (verdicts[step.id].done || !step.aims(facts, earlier)) continue;
      const reason = facts.status === step.status ? step.miss(facts, earlier) : "status";
      verdicts[step.id] = reason
        ? { done: false, miss: { evidence, reason } }
        : { done: true, proof: evidence };
    }
    if (verdicts.listed.proof === evidence) {
      const addr = [...registered.keys()].find((addr) =>
        spelledIn(facts.response.peers, addr) !== undefined
      )!;
      // The two steps belong together: this list, and the request that registered its address.
      verdicts.register = { done: true, proof: registered.get(addr)! };
      verdicts.listed = { ...verdicts.listed, addr: spelledIn(facts.response.peers, addr)! };
    }
    for (const addr of acceptedIn(facts)) if (!registered.has(addr)) registered.set(addr, evidence);
  }
  return verdicts;
}

/** How many steps are done, of how many that can be proved from here. */
export function countSteps(progress: Progress): { readonly done: number; readonly all: number } {
  const verdicts = Object.values(progress).filter(({ out_of_sight }) => !out_of_sight);
  return { done: verdicts.filter(({ done }) => done).length, all: verdicts.length };
}

/** The first step that is open; undefined when all are done that can be proved from here. */
export function nextStep(progress: Progress): StepId | undefined {
  return step_ids.find((id) => !progress[id].done && !progress[id].out_of_sight);
}

/** The step that the last try was sent for, whether it proved something or not. */
export function lastTried(progress: Progress): StepId | undefined {
  const number = (id: StepId) => (progress[id].proof ?? progress[id].miss?.evidence)?.number ?? 0;
  const tried = step_ids.filter((id) => number(id) > 0);
  // One exchange may prove one step and miss another. Then the proof counts.
  return tried.toSorted((a, b) =>
    number(b) - number(a) || Number(progress[b].done) - Number(progress[a].done)
  )[0];
}

/** The exchanges that prove something, oldest first, each with the step that it was sent for. */
export function proofs(
  progress: Progress,
): readonly { id: SentStepId; verdict: Verdict; evidence: Evidence }[] {
  return sent_steps.flatMap(({ id }) => {
    const verdict = progress[id];
    return verdict.proof ? [{ id, verdict, evidence: verdict.proof }] : [];
  }).sort((a, b) => a.evidence.number - b.evidence.number);
}

function acceptedIn(facts: Facts): readonly string[] {
  return facts.op === "register" && facts.status === 202 ? registeredBy(facts) : [];
}
