/** A finding as every report shows it: what is wrong, what to do, what was sent, what came, and what should have come. */
import type { Finding } from "./causes.ts";
import { hintFor } from "./hints.ts";
import type { CheckResult, Report } from "./result.ts";
import type { Frame } from "./session.ts";
import { type Excerpt, excerpt, firstDifference } from "./visible.ts";
import { type Language, result_words } from "./words.ts";

/** A finding in words. */
export interface Shown {
  readonly finding: Finding;
  readonly what: string;
  readonly fix: string;
  /** `−3`, or `counted already`, or the name of its level. */
  readonly price: string;
  readonly sent: Excerpt | undefined;
  readonly got: Excerpt | undefined;
  /** In brackets: what came in place of a text. */
  readonly got_note: string | undefined;
  readonly wanted: Excerpt | undefined;
}

/**
 * Puts a finding into words.
 *
 * @param characters_max Longest text shown in one place; what is left out is counted.
 */
export function showFinding(
  report: Pick<Report, "frames">,
  finding: Finding,
  language: Language,
  characters_max?: number,
): Shown {
  const frame = finding.frame === undefined ? undefined : report.frames[finding.frame - 1];
  const sent = finding.sent ?? frame?.sent;
  const came = finding.got ?? (frame && hasText(frame) ? frame.got : undefined);
  const { wanted } = finding;
  const part = (text: string | undefined, at: number | undefined) =>
    text === undefined ? undefined : excerpt(text, at, characters_max);
  const at = came === undefined || wanted === undefined ? undefined : firstDifference(came, wanted);
  return {
    finding,
    ...hintFor(finding.cause, finding.values, language),
    price: priceOf(finding, language),
    sent: part(sent, undefined),
    got: part(came, at),
    got_note: frame && noteOf(frame, language),
    wanted: part(wanted, at),
  };
}

/** A part on one line, with `⟦` and `⟧` around the first difference. */
export function plainExcerpt({ before, mark, after, left_out }: Excerpt, language: Language): string {
  const { left_out: tell } = result_words[language];
  const [start, end] = left_out.map((characters) => characters === 0 ? "" : tell(characters));
  return `${start}${before}${mark === "" ? "" : `⟦${mark}⟧`}${after}${end}`;
}

/** Why a check was not done, in words; undefined where it was. */
export function whyNot({ because, stopped_by, state }: CheckResult, language: Language): string | undefined {
  const words = result_words[language];
  if (stopped_by !== undefined) {
    return hintFor(stopped_by.cause, { detail: stopped_by.detail }, language).what;
  }
  return because === undefined || state === "passed" ? undefined : words.skipped(words.checks[because]);
}

function hasText({ kind }: Frame): boolean {
  return kind === "text" || kind === "binary";
}

function noteOf({ kind, got, took_ms }: Frame, language: Language): string | undefined {
  const words = result_words[language];
  if (kind === "silent") return words.no_answer((took_ms / 1000).toFixed(1));
  if (kind === "closed") return words.closed(got);
  return kind === "binary" ? words.binary : undefined;
}

function priceOf({ level, cost }: Finding, language: Language): string {
  const words = result_words[language];
  if (level !== "fault") return words.levels[level];
  return cost === 0 ? words.again : words.cost(cost);
}
