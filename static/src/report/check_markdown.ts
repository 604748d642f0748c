/** The report's section about the check of the node, as Markdown. */
import { plainExcerpt } from "../../../check/shown.ts";
import { result_words } from "../../../check/words.ts";
import type { Language } from "../page/language.ts";
import { code, inline, table } from "../page/markdown.ts";
import type { CheckFinding, CheckSection } from "./check_section.ts";
import { report_words } from "./words.ts";

/** Writes it, block by block. What a node sent stands in code spans. */
export function checkBlocks(check: CheckSection, language: Language): readonly string[] {
  const words = report_words[language];
  const { total, open, made, remarks, lines, notes } = check;
  const rows = lines.map(({ name, outcome, points }) => [name, outcome, points].map(inline));
  return [
    `### ${words.check}`,
    `**${inline(total)}** ${inline(open)}`.trimEnd(),
    inline(made),
    table([words.check_item, words.outcome, words.points], rows),
    ...lines.filter(({ why, findings }) => why !== undefined || findings.length > 0).flatMap((line) => [
      `#### ${inline(line.name)}`,
      inline(line.why ?? ""),
      ...line.findings.map((finding) => findingBlock(finding, language)),
    ]),
    ...(notes.length === 0 ? [] : [`#### ${result_words[language].notes}`]),
    ...notes.map((finding) => findingBlock(finding, language)),
    ...remarks.map(inline),
  ];
}

function findingBlock(
  { what, fix, price, sent, got, got_note, wanted }: CheckFinding,
  language: Language,
): string {
  const words = result_words[language];
  const came = [got ? code(plainExcerpt(got, language)) : "", inline(got_note ?? "")].join(" ").trim();
  return [
    `- **${inline(price)}** ${inline(what)}`,
    `  - ${words.hint}: ${inline(fix)}`,
    ...(sent ? [`  - ${words.sent}: ${code(plainExcerpt(sent, language))}`] : []),
    ...(came ? [`  - ${words.got}: ${came}`] : []),
    ...(wanted ? [`  - ${words.wanted}: ${code(plainExcerpt(wanted, language))}`] : []),
  ].join("\n");
}
