/** Judges all nodes of a class, a few at a time. A complete earlier result is taken from its file. */
import type { Report } from "../../check/result.ts";
import type { Language } from "../language.ts";
import { nodes_at_once_max } from "../limits.ts";
import type { Entry } from "./entries.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { eachAtOnce } from "./pool.ts";
import { placeOf } from "./same_node.ts";

/** What a run is given. */
export interface ClassRun {
  readonly entries: readonly Entry[];
  readonly language: Language;
  /** Judge also what was judged before. */
  readonly again: boolean;
  readonly store: {
    read(entry: Entry): Promise<Report | undefined>;
    write(entry: Entry, report: Report): Promise<void>;
  };
  /** Whether an earlier result answers the same question: the same stages and zone. */
  readonly isSame: (report: Report) => boolean;
  /** Checks one node. */
  readonly check: (entry: Entry) => Promise<Report>;
  /** Called for each student when the result is stored. `is_old`: it is an earlier result. */
  readonly onDone: (outcome: Outcome, report: Report, is_old: boolean) => Promise<void>;
}

/** How much a result says. A later run without a connection does not replace an earlier result. */
export const worth: Readonly<Record<Report["verdict"], number>> = {
  complete: 2,
  unfinished: 1,
  not_judged: 0,
};

/**
 * Judges them.
 *
 * @returns The outcomes in the order of the entries.
 * @throws The first error of the store or of `onDone`, after all running checks have ended.
 */
export async function judgeClass(run: ClassRun): Promise<Outcome[]> {
  const outcomes = new Map<number, Outcome>();
  // Several students may have one node. It is checked once: two checks would disturb each other.
  const nodes = Map.groupBy(run.entries, ({ program, fault, line }) => fault === undefined ? program : line);
  await eachAtOnce([...nodes.values()], nodes_at_once_max, async (owners) => {
    // Paths may differ where one of them is wrong. Each path has its own result.
    for (const at_one_place of Map.groupBy(owners, ({ url }) => placeOf(url)).values()) {
      for (const outcome of await judgeNode(at_one_place, run)) outcomes.set(outcome.entry.line, outcome);
    }
  });
  return run.entries.map(({ line }) => outcomes.get(line)!);
}

async function judgeNode(owners: readonly Entry[], run: ClassRun): Promise<Outcome[]> {
  const { language, again, store } = run;
  const known = await Promise.all(owners.map(async (entry) => {
    const report = await store.read(entry);
    return report !== undefined && run.isSame(report) ? report : undefined;
  }));
  const whole = known.find((report) => report?.verdict === "complete");
  const is_old = whole !== undefined && !again;
  const fresh = is_old ? whole : await run.check(owners[0]!);
  const outcomes: Outcome[] = [];
  for (const [place, entry] of owners.entries()) {
    const before = known[place];
    const is_kept = before !== undefined && worth[before.verdict] > worth[fresh.verdict];
    const report = is_kept || (is_old && before?.verdict === "complete") ? before! : fresh;
    if (report !== before) await store.write(entry, report);
    const outcome = outcomeOf(entry, report, language, is_kept);
    outcomes.push(outcome);
    await run.onDone(outcome, report, is_old);
  }
  return outcomes;
}
