/** The report as one HTML file that needs nothing else: its own style, no script, nothing from anywhere. */
import { html as markup, raw } from "hono/html";
import { htmlPage } from "../../../check/html_page.ts";
import { countWords, summary_characters } from "./word_count.ts";
import { checkHtml } from "./check_html.ts";
import type { FieldId } from "./fields.ts";
import type { Frame, Report } from "./report.ts";
import style from "./report.css" with { type: "text" };
import { report_words } from "./words.ts";

/** Writes the file. hono's `markup` escapes every value in it. */
export function reportHtml(report: Report): string {
  const { language, fields, implementation, node_url, made, steps, frames, test_code, check } = report;
  const words = report_words[language];
  const pair = (left: FieldId, right?: FieldId) =>
    markup`<tr><th>${words[left]}</th><td${right ? "" : raw(' colspan="3"')}>${fields[left]}</td>${
      right && markup`<th>${words[right]}</th><td>${fields[right]}</td>`
    }</tr>`;
  const wide = (label: string, value: string, kind = "") =>
    markup`<tr><th>${label}</th><td colspan="3" class="${kind}">${value}</td></tr>`;
  return htmlPage(
    language,
    words.report,
    [style],
    markup`<h1>${words.report}</h1>
<table class="form">
<colgroup><col class="label"><col><col class="label"><col></colgroup>
<tbody>
${wide(words.course, words.course_name)}
${wide(words.lab_name, words.lab_title)}
${pair("lab_number", "term")}
${pair("name", "student_number")}
${pair("class", "place")}
${pair("date", "teacher")}
${pair("group_mates")}
${wide(words.teacher_comment, "", "tall")}
${wide(words.teacher_score, "")}
</tbody>
</table>
<h2>${words.assignment}</h2>
<h3>${words.process}</h3>
<p>${words.implementation}${colon(language)}${implementation}${colon(language)}<code>${node_url}</code></p>
<p>${words.made}${colon(language)}${made}</p>
<table class="steps">
<thead><tr><th>${words.step}</th><th>${words.expected}</th><th>${words.outcome}</th></tr></thead>
<tbody>
${
      steps.map(({ title, what, outcome }, at) =>
        markup`<tr><td><strong>${at + 1}. ${title}</strong></td><td>${what}</td><td>${outcome}</td></tr>
`
      )
    }</tbody>
</table>
<section class="test_code">
<h4>${words.test_code}</h4>
<p>${words.test_code_hint}</p>
<pre class="code">${test_code}</pre>
</section>
<h3>${words.results}</h3>
${frames.length === 0 ? markup`<p>${words.no_results}</p>` : frames.map((frame) => drawFrame(frame, report))}
${check === undefined ? "" : checkHtml(check, language)}
<section class="summary">
<h2>${words.summary}</h2>
<p class="write">${fields.summary.trim()}</p>
<p class="count">${words.count(countWords(fields.summary), summary_characters)}</p>
</section>
`,
  );
}

function drawFrame(frame: Frame, { language }: Report) {
  const words = report_words[language];
  return markup`<table class="frame">
<colgroup><col class="request"><col></colgroup>
<thead><tr><th colspan="2"><b>${frame.number} ${frame.title}</b> <span class="good">${words.passed}</span>
<span class="time">${words.round_trip} ${frame.round_trip}</span>
<span class="time">${frame.sent}</span></th></tr></thead>
<tbody><tr><td><h4>${words.request} <code>${frame.op}</code></h4><pre>${frame.request}</pre></td>
<td><h4>${words.answer} <code>${frame.status}</code></h4><pre>${frame.answer}</pre></td></tr></tbody>
</table>
`;
}

function colon(language: Report["language"]): string {
  return language === "zh" ? "：" : ": ";
}
