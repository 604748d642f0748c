/** A result as Markdown. What a node sent stands in code spans only, so none of it is read as Markdown. */
import type { Report } from "./result.ts";
import { plainExcerpt, showFinding, whyNot } from "./shown.ts";
import { type Language, result_words } from "./words.ts";
import { visible } from "./visible.ts";

/** Writes the file. */
export function reportMarkdown(report: Report, language: Language): string {
  const words = result_words[language];
  const lines = [
    `# ${words.title}`,
    "",
    `- ${words.address}: ${code(report.url)}`,
    `- ${words.score}: **${words.points(report.points, report.points_max)}** (${
      words.verdicts[report.verdict]
    })`,
    ...report.points_open > 0 ? [`- ${words.open(report.points_open)}`] : [],
    `- ${words.time}: ${new Date(report.started_ms).toISOString()} (${
      words.took((report.took_ms / 1000).toFixed(1))
    })`,
    `- ${words.agent}: ${code(report.agent)}, ${words.seed}: ${code(report.seed)}`,
    ...report.is_browser ? [`- ${words.browser}`] : [],
    "",
  ];
  for (const stage of report.stages) {
    lines.push(`## ${stage}. ${words.stages[stage]}`, "");
    for (const check of report.checks.filter((check) => check.stage === stage)) {
      const why = whyNot(check, language);
      const points = words.points(check.points, check.points_max);
      lines.push(`### ${words.checks[check.id]}: ${words.states[check.state]} (${points})`, "");
      if (why !== undefined) lines.push(prose(why), "");
      for (const finding of check.findings) lines.push(...findingLines(report, finding, language));
    }
  }
  if (report.notes.length > 0) {
    lines.push(`## ${words.notes}`, "");
    for (const finding of report.notes) lines.push(...findingLines(report, finding, language));
  }
  lines.push("---", "", words.proof, "");
  return lines.join("\n");
}

function findingLines(report: Report, finding: Report["notes"][number], language: Language): string[] {
  const words = result_words[language];
  const { what, fix, price, sent, got, got_note, wanted } = showFinding(report, finding, language);
  const came = `${got ? code(plainExcerpt(got, language)) : ""}${got_note ? ` ${got_note}` : ""}`.trim();
  return [
    `- **${price}** ${prose(what)}`,
    `  - ${words.hint}: ${prose(fix)}`,
    ...sent ? [`  - ${words.sent}: ${code(plainExcerpt(sent, language))}`] : [],
    ...came ? [`  - ${words.got}: ${came}`] : [],
    ...wanted ? [`  - ${words.wanted}: ${code(plainExcerpt(wanted, language))}`] : [],
    "",
  ];
}

/** A code span that holds any text. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${visible(text)} ${fence}`;
}

/** Escapes a sentence that may hold a node's words. Only code spans stay Markdown. */
function prose(text: string): string {
  return visible(text).replaceAll(/[\\*_[\]<>#|~&]/g, (sign) => `\\${sign}`);
}
