/** The report's section about the check of the node, in words, before it is written as HTML or Markdown. */
import type { Shown } from "../../../check/shown.ts";
import { result_words } from "../../../check/words.ts";
import type { KeptCheck, KeptFinding } from "../check/kept_check.ts";
import type { Language } from "../page/language.ts";
import { report_words } from "./words.ts";

/** A finding, and how much it weighs. */
export interface CheckFinding extends Omit<Shown, "finding"> {
  readonly level: KeptFinding["level"];
}

/** One check. */
export interface CheckLine {
  readonly name: string;
  /** As a class of the style. */
  readonly state: KeptCheck["checks"][number]["state"];
  readonly outcome: string;
  readonly points: string;
  /** Why it was not done. */
  readonly why: string | undefined;
  readonly findings: readonly CheckFinding[];
}

/** The section. */
export interface CheckSection {
  readonly total: string;
  /** Of points that nobody can tell about; "" where all were judged. */
  readonly open: string;
  readonly made: string;
  /** What a check in a browser can't see, and what it does not prove. */
  readonly remarks: readonly string[];
  readonly lines: readonly CheckLine[];
  readonly notes: readonly CheckFinding[];
}

/**
 * Puts it into words.
 *
 * @param made When it was made.
 */
export function checkSection(check: KeptCheck, language: Language, made: string): CheckSection {
  const words = result_words[language];
  const has_findings = check.checks.some(({ findings }) => findings.length > 0);
  const finding = (kept: KeptFinding): CheckFinding => ({ level: kept.level, ...kept[language] });
  return {
    total: `${words.points(check.points, check.points_max)} (${words.verdicts[check.verdict]})`,
    open: check.points_open > 0 ? words.open(check.points_open) : "",
    made: `${made}, ${check.agent}, ${words.seed} ${check.seed}`,
    remarks: [
      ...(has_findings ? [words.first_difference] : []),
      words.browser,
      report_words[language].check_proof,
    ],
    lines: check.checks.map(({ id, state, points, points_max, why, findings }) => ({
      name: words.checks[id],
      state,
      outcome: words.states[state],
      points: words.points(points, points_max),
      why: why?.[language],
      findings: findings.map(finding),
    })),
    notes: check.notes.map(finding),
  };
}
