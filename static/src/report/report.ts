/** What the report holds, before it is written as HTML or Markdown. */
import { cut, pretty } from "../console/pretty.ts";
import { console_words } from "../console/words.ts";
import type { Language } from "../page/language.ts";
import { type Evidence, factsOf } from "../lab/evidence.ts";
import type { KeptCheck } from "../check/kept_check.ts";
import { type CheckSection, checkSection } from "./check_section.ts";
import type { Fields } from "./fields.ts";
import { type Progress, proofs, type Verdict } from "../lab/judge.ts";
import { whoseOp } from "../lab/step_notes.ts";
import { step_ids, type StepId } from "../lab/steps.ts";
import { testCode } from "./test_code.ts";
import { lab_words } from "../lab/words.ts";
import { report_words } from "./words.ts";

/** Longest message shown in a report, in characters: about two printed pages. */
export const frame_characters_max = 6_000;

/** What the report is made of. */
export interface ReportSources {
  readonly language: Language;
  readonly fields: Fields;
  readonly node_url: string;
  /** Which implementation answered, in words. */
  readonly implementation: string;
  readonly progress: Progress;
  /** The last check of this node, if it was checked on the page. */
  readonly check?: KeptCheck;
  readonly now_ms: number;
  /** IANA name of the student's time zone; left out: the machine's. */
  readonly time_zone?: string;
}

/** One request and its answer as the console shows them. */
export interface Frame {
  /** Counted from the lab's first request on, whatever the console was used for before. */
  readonly number: string;
  /** The step that it proves. */
  readonly title: string;
  readonly op: string;
  /** The status of the answer. In the lab some requests must be refused. */
  readonly status: string;
  readonly round_trip: string;
  readonly sent: string;
  readonly request: string;
  readonly answer: string;
}

/** The report, all in words. */
export interface Report {
  readonly language: Language;
  readonly fields: Fields;
  readonly node_url: string;
  readonly implementation: string;
  readonly made: string;
  readonly steps: readonly { readonly title: string; readonly what: string; readonly outcome: string }[];
  readonly test_code: string;
  readonly frames: readonly Frame[];
  readonly check?: CheckSection;
}

/** Makes the report of what was done with one node. */
export function makeReport(sources: ReportSources): Report {
  const { language, fields, node_url, implementation, progress, check, now_ms, time_zone } = sources;
  const words = lab_words[language];
  const proved = proofs(progress);
  return {
    language,
    fields,
    node_url,
    implementation,
    made: dateTime(now_ms, time_zone),
    steps: step_ids.map((id) => ({
      title: words[`${id}_title`],
      what: words[`${id}_do`],
      outcome: outcome(id, progress[id], 1 + proved.findIndex((proof) => proof.id === id), language),
    })),
    test_code: testCode(progress, node_url, language),
    frames: proved.map(({ id, evidence }, at) => ({
      number: console_words[language].number(at + 1),
      title: words[`${id}_title`],
      ...frame(evidence, language, time_zone),
    })),
    ...(check === undefined
      ? {}
      : { check: checkSection(check, language, dateTime(check.started_ms, time_zone)) }),
  };
}

/** The name of the file to save, without its ending: the student number where it can be one. */
export function fileName({ student_number }: Fields): string {
  const name = student_number.trim().replace(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 40);
  return name === "" ? "lab2" : `lab2_${name}`;
}

function outcome(id: StepId, verdict: Verdict, number: number, language: Language): string {
  const words = lab_words[language];
  const { done, out_of_sight } = verdict;
  if (!done) return out_of_sight ? words.out_of_sight : words.open;
  const whose = whoseOp(id, verdict, language);
  return words.done(number || undefined) + (whose && `${language === "zh" ? "：" : ": "}${whose}`);
}

function frame(
  evidence: Evidence,
  language: Language,
  time_zone: string | undefined,
): Omit<Frame, "number" | "title"> {
  const { op, status, error } = { ...factsOf(evidence), ...envelope(evidence.answer) };
  return {
    op: typeof op === "string" ? cut(op, 40).shown : "",
    status: `${Number(status)} ${cut(error, 100).shown}`.trimEnd(),
    round_trip: console_words[language].round_trip(evidence.round_trip_ms),
    sent: dateTime(evidence.sent_ms, time_zone),
    request: shown(evidence.request, language),
    answer: shown(evidence.answer, language),
  };
}

function envelope(answer: string): { error: string } {
  const { error } = JSON.parse(answer) as { error?: unknown };
  return { error: typeof error === "string" ? error : "" };
}

function shown(text: string, language: Language): string {
  const { shown, missing } = cut(pretty(text), frame_characters_max);
  return missing > 0 ? shown + report_words[language].cut(missing) : shown;
}

/** Sweden writes dates as forms want them; the zone stands behind: 2026-11-25 10:31:14 GMT+8. */
function dateTime(at_ms: number, timeZone: string | undefined): string {
  return new Date(at_ms).toLocaleString("sv-SE", { timeZone, timeZoneName: "short" });
}
