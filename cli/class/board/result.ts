/** What the board keeps of a check: points, stages, remarks, and the failing exchanges in both languages. */
import { isOpen, type Report } from "../../../check/result.ts";
import { showFinding, whyNot } from "../../../check/shown.ts";
import type { Excerpt } from "../../../check/visible.ts";
import { result_words } from "../../../check/words.ts";
import type { Failure, Part, ResultView, StageView } from "../../../node/page/board_routes.ts";
import type { Language } from "../../language.ts";
import * as limits from "./limits.ts";

/** The result of one check, without its messages. */
export interface Result {
  readonly verdict: Exclude<ResultView["verdict"], "none">;
  readonly points: number;
  readonly points_max: number;
  readonly stages: readonly StageView[];
  readonly is_foxchain: boolean;
  /** The name that the node gives itself. */
  readonly said_name: string | undefined;
  readonly words: Readonly<Record<Language, ResultWords>>;
}

/** What a person reads of it. */
export interface ResultWords {
  readonly why: string | undefined;
  readonly failures: readonly Failure[];
}

/** Reads a report. */
export function resultOf(report: Report): Result {
  const { verdict, points, points_max, notes } = report;
  const name = notes.find(({ cause }) => cause === "calls_itself")?.values.name;
  return {
    verdict,
    points,
    points_max,
    stages: report.stages.map((stage) => stageOf(report, stage)),
    is_foxchain: notes.some(({ cause }) => cause === "is_foxchain"),
    said_name: typeof name === "string" ? name : undefined,
    words: { en: wordsOf(report, "en"), zh: wordsOf(report, "zh") },
  };
}

function stageOf({ checks }: Report, stage: Report["stages"][number]): StageView {
  const own = checks.filter((check) => check.stage === stage);
  const is_missing = own.some(({ state, points, points_max }) => !isOpen(state) && points < points_max);
  const state = is_missing ? "missing" : own.some(({ state }) => isOpen(state)) ? "open" : "passed";
  return { stage, state };
}

function wordsOf(report: Report, language: Language): ResultWords {
  const stopped = report.checks.find(({ state }) => isOpen(state));
  const failures = report.checks.toSorted((a, b) => lostBy(b) - lostBy(a)).flatMap((check) =>
    check.findings.filter(({ level }) => level !== "note").map((finding): Failure => {
      const shown = showFinding(report, finding, language, limits.shown_characters_max);
      const { what, fix, price, sent, got, got_note, wanted } = shown;
      return {
        check: result_words[language].checks[check.id],
        price,
        what,
        fix,
        ...(sent === undefined ? {} : { sent: partOf(sent) }),
        ...(got === undefined ? {} : { got: partOf(got) }),
        ...(got_note === undefined ? {} : { got_note }),
        ...(wanted === undefined ? {} : { wanted: partOf(wanted) }),
      };
    })
  );
  return { why: stopped && whyNot(stopped, language), failures: failures.slice(0, limits.failures_max) };
}

/** What is too long is counted, as in a report. Here no file has the rest. */
function partOf({ before, mark, after, left_out: [start, end] }: Excerpt): Part {
  const count = (characters: number) => characters === 0 ? "" : `[… +${characters}]`;
  return { before: `${count(start)}${before}`, mark, after: `${after}${count(end)}` };
}

function lostBy({ state, points, points_max }: Report["checks"][number]): number {
  return isOpen(state) ? 0 : points_max - points;
}
