/** What the doctor says, as data. `words.ts` has the sentences. Scripts read the ids: none is ever given a new meaning. */
import type { FindingId, FindingValues } from "./words.ts";

/** The subjects, in the order in which they are shown. */
export const subjects = [
  "port",
  "listening",
  "address",
  "database",
  "way",
  "clock",
  "reach",
  "here",
] as const;

/** One of {@linkcode subjects}. */
export type Subject = (typeof subjects)[number];

/** `ok`: nothing to do. `finding`: something to do. `unknown`: it can't be found out from here. */
export type State = "ok" | "finding" | "unknown";

/** One sentence of the doctor's. */
export interface Finding {
  readonly subject: Subject;
  readonly state: State;
  readonly id: FindingId;
  /** What stands in the sentence. */
  readonly values: FindingValues;
}
