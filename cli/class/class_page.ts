/** The page of a class: the commonest mistakes as bars, and all students. It prints to A4 and loads nothing. */
import { html as markup } from "hono/html";
import { htmlPage } from "../../check/html_page.ts";
import report_style from "../../check/report.css" with { type: "text" };
import type { Language } from "../language.ts";
import { mistakes_shown_max } from "../limits.ts";
import class_style from "./class_page.css" with { type: "text" };
import { labelOf } from "./entries.ts";
import type { Outcome } from "./outcome.ts";
import { class_words } from "./words.ts";

/** How many students made a mistake. */
export interface Mistake {
  readonly cause: string;
  readonly what: string;
  readonly count: number;
}

/** The mistakes, the commonest first; each counts once a student. */
export function commonest(outcomes: readonly Outcome[]): Mistake[] {
  const all = new Map<string, { what: string; count: number }>();
  for (const { cause, what } of outcomes.flatMap(({ mistakes }) => mistakes)) {
    const known = all.get(cause);
    if (known === undefined) all.set(cause, { what, count: 1 });
    else known.count++;
  }
  return [...all].map(([cause, rest]) => ({ cause, ...rest })).sort((a, b) => b.count - a.count);
}

/** Writes the page. */
export function classPage(outcomes: readonly Outcome[], language: Language, now: Date): string {
  const words = class_words[language];
  const judged = outcomes.filter(({ verdict }) => verdict === "complete");
  const full = judged.filter(({ points, points_max }) => points === points_max);
  const sum = judged.reduce((total, { points }) => total + points, 0);
  const mistakes = commonest(outcomes).slice(0, mistakes_shown_max);
  return htmlPage(
    language,
    words.title,
    [`${report_style}\n`, class_style],
    markup`<h1>${words.title}</h1>
<p>${words.counts(judged.length, outcomes.length, full.length, outcomes.length - judged.length)}</p>
${judged.length === 0 ? "" : markup`<p>${words.average((sum / judged.length).toFixed(1))}</p>`}
<p>${now.toISOString()}</p>
<h2>${words.mistakes}</h2>
${
      mistakes.length > 0
        ? mistakes.map((mistake) => bar(mistake, judged.length, language))
        : markup`<p>${judged.length === 0 ? words.nobody_judged : words.no_mistakes}</p>`
    }
<table>
<thead><tr>${words.columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${outcomes.map((outcome) => row(outcome, language))}</tbody>
</table>
`,
  );
}

/** A bar for the share of the judged students. */
function bar({ what, count }: Mistake, judged: number, language: Language) {
  const percent = Math.min(100, Math.round(100 * count / Math.max(judged, count)));
  return markup`<figure><figcaption><span>${what}</span><span>${
    class_words[language].students(count)
  } (${percent} %)</span></figcaption>
<svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="3"/><rect class="part" width="${percent}" height="3"/></svg></figure>
`;
}

function row({ entry, verdict, points, remark }: Outcome, language: Language) {
  const words = class_words[language];
  const shown = verdict === "complete" ? points : verdict === "unfinished" ? words.slow : words.not_judged;
  const { number, name, class_name, file } = entry;
  const link = markup`<a href="students/${encodeURIComponent(file)}.html">${
    name === "" ? labelOf(entry) : name
  }</a>`;
  return markup`<tr><td>${number}</td><td>${link}</td><td>${class_name}</td><td class="points">${shown}</td><td>${remark}</td></tr>
`;
}
