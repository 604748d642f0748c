/** The report's section about the check of the node, as HTML. hono's `markup` escapes every value in it. */
import { html as markup } from "hono/html";
import { plainExcerpt } from "../../../check/shown.ts";
import type { Excerpt } from "../../../check/visible.ts";
import { result_words } from "../../../check/words.ts";
import type { Language } from "../page/language.ts";
import type { CheckFinding, CheckLine, CheckSection } from "./check_section.ts";
import { report_words } from "./words.ts";

/** A finished piece of HTML. */
type Piece = ReturnType<typeof markup>;

/** Writes it. */
export function checkHtml(check: CheckSection, language: Language): Piece {
  const words = report_words[language];
  const { total, open, made, remarks, lines, notes } = check;
  return markup`<h3>${words.check}</h3>
<p><strong>${total}</strong> ${open}</p>
<p class="made">${made}</p>
<table class="checks">
<thead><tr><th>${words.check_item}</th><th>${words.outcome}</th><th>${words.points}</th></tr></thead>
<tbody>
${lines.map(drawLine)}</tbody>
</table>
${lines.flatMap((line) => drawDetails(line, language))}
${notes.length === 0 ? "" : markup`<h4>${result_words[language].notes}</h4>`}
${notes.map((finding) => drawFinding(finding, language))}
${remarks.map((remark) => markup`<p class="remark">${remark}</p>`)}
`;
}

function drawLine({ name, state, outcome, points }: CheckLine): Piece {
  const sign = state === "passed" ? "✓ " : "";
  return markup`<tr><td>${name}</td><td class="${state}">${sign}${outcome}</td><td>${points}</td></tr>
`;
}

/** What is not said by its line. */
function drawDetails({ name, why, findings }: CheckLine, language: Language): readonly Piece[] {
  if (why === undefined && findings.length === 0) return [];
  return [markup`<section class="check"><h4>${name}</h4>
${why === undefined ? "" : markup`<p>${why}</p>`}
${findings.map((finding) => drawFinding(finding, language))}</section>
`];
}

function drawFinding(finding: CheckFinding, language: Language): Piece {
  const words = result_words[language];
  const { level, what, fix, price, sent, got, got_note, wanted } = finding;
  const line = (label: string, part: Excerpt | undefined, note = "") =>
    part === undefined && note === ""
      ? ""
      : markup`<dt>${label}</dt><dd>${
        part === undefined ? "" : drawExcerpt(part, language)
      } <i>${note}</i></dd>`;
  return markup`<div class="finding"><p><b class="${level}">${price}</b> ${what}</p>
<p><b>${words.hint}:</b> ${fix}</p>
<dl>${line(words.sent, sent)}${line(words.got, got, got_note)}${line(words.wanted, wanted)}</dl></div>`;
}

/** The first difference stands between signs, not in a colour: paper may have none. */
function drawExcerpt(part: Excerpt, language: Language): Piece {
  return markup`<code>${plainExcerpt(part, language)}</code>`;
}
