/** A result as one HTML file that needs nothing else and prints to A4. Every value is escaped, and no script may run. */
import { html as markup } from "hono/html";
import type { Finding } from "./causes.ts";
import { htmlPage, type Piece } from "./html_page.ts";
import style from "./report.css" with { type: "text" };
import type { CheckResult, Report } from "./result.ts";
import { showFinding, whyNot } from "./shown.ts";
import type { Excerpt } from "./visible.ts";
import { type Language, result_words } from "./words.ts";

/**
 * Writes the file.
 *
 * @param owner A student's number and name, to stand above the result.
 * @param remark A sentence that stands above the result.
 */
export function reportHtml(report: Report, language: Language, owner = "", remark = ""): string {
  const words = result_words[language];
  const pair = (label: string, value: unknown) => markup`<dt>${label}</dt><dd>${value}</dd>`;
  return htmlPage(
    language,
    `${words.title}: ${owner === "" ? report.url : owner}`,
    [style],
    markup`<h1>${words.title}${owner === "" ? "" : `: ${owner}`}</h1>
${remark === "" ? "" : markup`<p><b>${remark}</b></p>`}
<dl>
${pair(words.address, markup`<code>${report.url}</code>`)}
${
      pair(
        words.score,
        markup`<span class="score">${words.points(report.points, report.points_max)}</span> ${
          words.verdicts[report.verdict]
        }`,
      )
    }
${report.points_open > 0 ? pair("", words.open(report.points_open)) : ""}
${
      pair(
        words.time,
        `${new Date(report.started_ms).toISOString()} (${words.took((report.took_ms / 1000).toFixed(1))})`,
      )
    }
${pair(words.agent, markup`${report.agent}, ${words.seed}: <code>${report.seed}</code>`)}
${report.is_browser ? pair("", words.browser) : ""}
</dl>
${report.stages.map((stage) => drawStage(report, stage, language))}
${
      report.notes.length === 0
        ? ""
        : markup`<h2>${words.notes}</h2>${report.notes.map((note) => drawFinding(report, note, language))}`
    }
<footer>${words.first_difference} ${words.proof}</footer>
`,
  );
}

function drawStage(report: Report, stage: 1 | 2 | 3, language: Language): Piece {
  const checks = report.checks.filter((check) => check.stage === stage);
  return markup`<h2>${stage}. ${result_words[language].stages[stage]}</h2>
${checks.map((check) => drawCheck(report, check, language))}`;
}

function drawCheck(report: Report, check: CheckResult, language: Language): Piece {
  const words = result_words[language];
  const why = whyNot(check, language);
  return markup`<section><h3><span class="name">${
    words.checks[check.id]
  }</span><span class="${check.state}">${words.states[check.state]}</span><span>${
    words.points(check.points, check.points_max)
  }</span></h3>
${why === undefined ? "" : markup`<p>${why}</p>`}
${check.findings.map((finding) => drawFinding(report, finding, language))}</section>`;
}

function drawFinding(report: Report, finding: Finding, language: Language): Piece {
  const words = result_words[language];
  const { what, fix, price, sent, got, got_note, wanted } = showFinding(report, finding, language);
  const line = (label: string, part: Excerpt | undefined, beside = "") =>
    part === undefined && beside === ""
      ? ""
      : markup`<dt>${label}</dt><dd>${
        part === undefined ? "" : drawExcerpt(part, language)
      } <i>${beside}</i></dd>`;
  return markup`<div class="finding"><p><b class="${finding.level}">${price}</b> ${what}</p>
<p><b>${words.hint}:</b> ${fix}</p>
<dl>${line(words.sent, sent)}${line(words.got, got, got_note)}${line(words.wanted, wanted)}</dl></div>`;
}

function drawExcerpt({ before, mark, after, left_out }: Excerpt, language: Language): Piece {
  const cut = (characters: number) =>
    characters === 0 ? "" : markup`<i>${result_words[language].left_out(characters)}</i>`;
  return markup`${cut(left_out[0])}<code>${before}${
    mark === "" ? "" : markup`<mark>${mark}</mark>`
  }${after}</code>${cut(left_out[1])}`;
}
