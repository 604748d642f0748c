/** What a class keeps in memory of one student: the points, the remark and the mistakes, not the messages. */
import { hintFor } from "../../check/hints.ts";
import { junitSuites } from "../../check/junit.ts";
import { isOpen, type Report } from "../../check/result.ts";
import { whyNot } from "../../check/shown.ts";
import type { Language } from "../language.ts";
import { type Entry, labelOf } from "./entries.ts";
import { class_words } from "./words.ts";

/** One student's result in short. */
export interface Outcome {
  readonly entry: Entry;
  readonly verdict: Report["verdict"];
  readonly points: number;
  readonly points_max: number;
  /** 评语: what was lost, or why it was not judged. */
  readonly remark: string;
  /** Each cause of lost points once. */
  readonly mistakes: readonly { readonly cause: string; readonly what: string }[];
  /** The suites of JUnit XML. */
  readonly junit: string;
}

/**
 * Makes it.
 *
 * @param is_kept True when this is an earlier result, since the node could not be judged again.
 */
export function outcomeOf(entry: Entry, report: Report, language: Language, is_kept: boolean): Outcome {
  const faults = report.checks.flatMap(({ findings }) => findings).filter(({ level, cost }) =>
    level === "fault" && cost > 0
  );
  const worded = faults.map(({ cause, values, cost }) => ({
    cause,
    cost,
    what: hintFor(cause, values, language).what,
  }));
  return {
    entry,
    verdict: report.verdict,
    points: report.points,
    points_max: report.points_max,
    remark: remarkOf(entry, report, language, is_kept, worded),
    mistakes: [...new Map(worded.map(({ cause, what }) => [cause, { cause, what }])).values()],
    junit: junitSuites(report, language, labelOf(entry)),
  };
}

function remarkOf(
  { fault, shared_with, line }: Entry,
  report: Report,
  language: Language,
  is_kept: boolean,
  faults: readonly { readonly cost: number; readonly what: string }[],
): string {
  const words = class_words[language];
  const others = shared_with.map((other) => `${other.name} (${words.line(other.line)})`).join(", ");
  const parts = shared_with.length > 0 ? [words.shared(others)] : [];
  if (is_kept) parts.push(words.kept(new Date(report.started_ms).toISOString()));
  if (fault !== undefined) {
    return [...parts, `${words.not_judged} (${words.line(line)}): ${words.faults[fault]}`].join(
      words.separator,
    );
  }
  if (report.verdict !== "complete") {
    const stopped = report.checks.find(({ state }) => isOpen(state));
    const why = stopped && whyNot(stopped, language);
    const how = report.verdict === "unfinished" ? words.slow : words.not_judged;
    parts.push(why === undefined ? how : `${how}: ${why}`);
    if (report.points > 0) parts.push(words.partly(report.points, report.points_open));
  }
  // Without the full stop: the parts are joined with a separator.
  for (const { cost, what } of faults) parts.push(`−${cost} ${what.replace(/[。.]$/, "")}`);
  const own_node = report.notes.find(({ cause }) => cause === "is_foxchain");
  if (own_node !== undefined) parts.push(hintFor(own_node.cause, own_node.values, language).what);
  return parts.join(words.separator);
}
