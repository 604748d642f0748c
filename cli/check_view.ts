/** What a person at a terminal reads of a check: a line for each check as it ends, then what is wrong, then the points. */
import type { Finding } from "../check/causes.ts";
import type { CheckResult, Report, State } from "../check/result.ts";
import { showFinding, whyNot } from "../check/shown.ts";
import type { Excerpt } from "../check/visible.ts";
import { visible } from "../check/visible.ts";
import { result_words } from "../check/words.ts";
import type { Language } from "./language.ts";
import type { Output } from "./output.ts";
import { showsColors } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** Longest text in one line; the files of --report have more, the evidence has all. */
const shown_characters_max = 240;

/** Signs and ANSI colours (ECMA-48 SGR). A sign says the same as its colour. */
const signs: Readonly<Record<State, readonly [sign: string, color: number]>> = {
  passed: ["✓", 32],
  partial: ["~", 33],
  failed: ["✗", 31],
  skipped: ["-", 2],
  not_judged: ["?", 36],
  unfinished: ["?", 36],
  grader_error: ["!", 35],
};

/** Writes to stdout. */
export class CheckView {
  readonly #output: Output;
  readonly #language: Language;
  readonly #has_colors: boolean;
  #last_reason: string | undefined;

  constructor(terminal: Terminal, output: Output, language: Language) {
    this.#output = output;
    this.#language = language;
    this.#has_colors = showsColors(terminal, "stdout");
  }

  /** Says which node. */
  begin(url: string): void {
    this.#output.data(`${result_words[this.#language].title}: ${url}`);
  }

  /** One check has ended. */
  result(result: CheckResult): void {
    const words = result_words[this.#language];
    const [sign, color] = signs[result.state];
    const points = words.points(result.points, result.points_max);
    const state = result.state === "passed" ? "" : `  ${words.states[result.state]}`;
    const line = `${result.stage} ${sign} ${words.checks[result.id]}  ${points}${state}`;
    this.#output.data(this.#color(color, line));
  }

  /** All have ended. */
  end(report: Report): void {
    const words = result_words[this.#language];
    for (const check of report.checks) this.#details(report, check);
    if (report.notes.length > 0) this.#output.data(`\n${this.#color(1, words.notes)}`);
    for (const note of report.notes) this.#finding(report, note);
    this.#output.data("");
    for (const stage of report.stages) {
      const checks = report.checks.filter((check) => check.stage === stage);
      const sum = (of: (check: CheckResult) => number) =>
        checks.reduce((total, check) => total + of(check), 0);
      const points = words.points(sum(({ points }) => points), sum(({ points_max }) => points_max));
      this.#output.data(`${stage} ${words.stages[stage]}: ${points}`);
    }
    const total = `${words.score}: ${words.points(report.points, report.points_max)}`;
    const color = report.verdict !== "complete" ? 36 : report.points === report.points_max ? 32 : 31;
    this.#output.data(`${this.#color(color, total)}  (${words.verdicts[report.verdict]})`);
    if (report.points_open > 0) this.#output.data(words.open(report.points_open));
    this.#output.data(
      `${words.seed}: ${visible(report.seed)}  ${words.took((report.took_ms / 1000).toFixed(1))}`,
    );
  }

  #details(report: Report, check: CheckResult): void {
    const words = result_words[this.#language];
    const reason = whyNot(check, this.#language);
    // One cause may have stopped all following checks. It is shown once.
    const why = reason === this.#last_reason ? undefined : reason;
    this.#last_reason = reason;
    if (check.findings.length === 0 && why === undefined) return;
    const state = words.states[check.state];
    this.#output.data(`\n${this.#color(1, `${words.checks[check.id]}: ${state}`)}`);
    if (why !== undefined) this.#output.data(`  ${visible(why)}`);
    for (const finding of check.findings) this.#finding(report, finding);
  }

  #finding(report: Report, finding: Finding): void {
    const words = result_words[this.#language];
    const shown = showFinding(report, finding, this.#language, shown_characters_max);
    const color = finding.level === "fault" ? 31 : finding.level === "warning" ? 33 : 2;
    this.#output.data(`  ${this.#color(color, shown.price)} ${visible(shown.what)}`);
    // A fault that was counted before was also explained before.
    if (finding.level === "fault" && finding.cost === 0) return;
    this.#output.data(`    ${words.hint}: ${visible(shown.fix)}`);
    if (finding.level === "note") return;
    if (shown.sent) this.#output.data(`    ${words.sent}: ${this.#excerpt(shown.sent)}`);
    if (shown.got ?? shown.got_note) {
      const text = shown.got ? this.#excerpt(shown.got) : "";
      this.#output.data(`    ${words.got}: ${[text, shown.got_note ?? ""].join(" ").trim()}`);
    }
    if (shown.wanted) this.#output.data(`    ${words.wanted}: ${this.#excerpt(shown.wanted)}`);
  }

  #excerpt({ before, mark, after, left_out }: Excerpt): string {
    const { left_out: tell } = result_words[this.#language];
    const [start, end] = left_out.map((characters) => characters === 0 ? "" : tell(characters));
    const marked = mark === "" ? "" : this.#has_colors ? this.#color(7, mark) : `⟦${mark}⟧`;
    return `${start}${before}${marked}${after}${end}`;
  }

  #color(style: number, text: string): string {
    return this.#has_colors ? `\x1b[${style}m${text}\x1b[0m` : text;
  }
}
