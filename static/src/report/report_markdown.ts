/** The report as Markdown. */
import { fenced, inline, table } from "../page/markdown.ts";
import { countWords, summary_characters } from "./word_count.ts";
import { checkBlocks } from "./check_markdown.ts";
import { report_fields } from "./fields.ts";
import type { Frame, Report } from "./report.ts";
import { report_words } from "./words.ts";

/** Writes the file. Everything typed or received is escaped or stands in a fence. */
export function reportMarkdown(report: Report): string {
  const { language, fields, implementation, node_url, made, steps, frames, test_code, check } = report;
  const words = report_words[language];
  const colon = language === "zh" ? "：" : ": ";
  const form = [
    [words.course, words.course_name],
    [words.lab_name, words.lab_title],
    ...report_fields.map(({ id }) => [words[id], fields[id]] as const),
    [words.teacher_comment, ""],
    [words.teacher_score, ""],
  ];
  const outcomes = steps.map((
    { title, what, outcome },
    at,
  ) => [`${at + 1}. ${title}${colon}${what}`, outcome]);
  const blocks = [
    `# ${words.report}`,
    table(["", ""], form.map((cells) => cells.map((cell) => inline(cell!)))),
    `## ${words.assignment}`,
    `### ${words.process}`,
    `${words.implementation}${colon}${inline(implementation)}${colon}${inline(node_url)}`,
    `${words.made}${colon}${made}`,
    table([words.step, words.outcome], outcomes.map((cells) => cells.map((cell) => inline(cell!)))),
    `#### ${words.test_code}`,
    words.test_code_hint,
    fenced(test_code.trimEnd(), "python"),
    `### ${words.results}`,
    ...(frames.length === 0 ? [words.no_results] : frames.flatMap((frame) => frameBlocks(frame, report))),
    ...(check === undefined ? [] : checkBlocks(check, language)),
    `## ${words.summary}`,
    // A line's signs are escaped and its break is kept.
    fields.summary.trim().split("\n").map(inline).join("  \n"),
    words.count(countWords(fields.summary), summary_characters),
  ];
  return blocks.filter((block) => block !== "").join("\n\n") + "\n";
}

function frameBlocks(frame: Frame, { language }: Report): readonly string[] {
  const words = report_words[language];
  return [
    `#### ${inline(`${frame.number} ${frame.title} ${words.passed}`)}`,
    `${words.sent} ${frame.sent}, ${words.round_trip} ${frame.round_trip}`,
    `${words.request} ${inline(frame.op)}`.trimEnd(),
    fenced(frame.request, "json"),
    `${words.answer} ${inline(frame.status)}`,
    fenced(frame.answer, "json"),
  ];
}
