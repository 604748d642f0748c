/** Says why the last try at a step proved nothing, and of the homework whose op answered. */
import { factsOf } from "./evidence.ts";
import type { Verdict } from "./judge.ts";
import { sent_steps, type StepId } from "./steps.ts";
import type { lab_words } from "./words.ts";

/** Longest status shown: it may be anything that a stranger's program sends. */
const status_characters_max = 40;

/** Whether the homework's answer came from an op that a student wrote. "" where the node does not say. */
export function whoseOp(id: StepId, { proof }: Verdict, words: typeof lab_words.en): string {
  if (id !== "time" || proof?.own === undefined) return "";
  return proof.own ? words.own : words.brought;
}

/** "" for a step that is done, and for one that was not tried. */
export function missWords(id: StepId, { done, miss }: Verdict, words: typeof lab_words.en): string {
  if (done || miss === undefined) return "";
  const { evidence: { number, request, answer }, reason } = miss;
  if (reason !== "status") return words[`miss_${reason}`](number);
  const got = String(factsOf({ request, answer }).status).slice(0, status_characters_max);
  return words.miss_status(number, got, sent_steps.find((step) => step.id === id)!.status);
}
