/** The list of checks: a line for each, which opens to what was sent, what came, what is wanted, and the hint. */
import { check_ids, type CheckId } from "../../../check/check.ts";
import type { CheckResult, State } from "../../../check/result.ts";
import type { Frame } from "../../../check/session.ts";
import { showFinding, whyNot } from "../../../check/shown.ts";
import { result_words } from "../../../check/words.ts";
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { drawFinding, drawFrames } from "./finding_view.ts";
import { check_words } from "./words.ts";

/** A sign says the same as its colour. */
const signs: Readonly<Record<State, string>> = {
  passed: "✓",
  partial: "~",
  failed: "✗",
  skipped: "–",
  not_judged: "?",
  unfinished: "?",
  grader_error: "!",
};

/** All checks in their order, also where they are run in another one. */
export class CheckRows {
  readonly list = element("ol", { class: "checks" });
  readonly #language: Language;
  readonly #rows = new Map<CheckId, HTMLElement>();
  #has_opened = false;

  constructor(language: Language) {
    this.#language = language;
    for (const id of check_ids) {
      const row = element("li", {}, "… ", result_words[language].checks[id]);
      this.#rows.set(id, row);
      this.list.append(row);
    }
  }

  /** A check has ended. The first one that has something to mend opens by itself. */
  show(result: CheckResult, frames: readonly Frame[]): void {
    const words = result_words[this.#language];
    const { id, state, points, points_max } = result;
    const opens = !this.#has_opened && result.findings.some(({ level }) => level === "fault");
    if (opens) this.#has_opened = true;
    const row = this.#rows.get(id)!;
    const had_focus = row.contains(document.activeElement);
    const was_open = row.querySelector("details")?.open;
    const summary = element(
      "summary",
      {},
      element("span", { class: "sign" }, signs[state]),
      element("span", { class: "name" }, words.checks[id]),
      ...(state === "passed" ? [] : [element("span", { class: "state" }, words.states[state])]),
      element("span", { class: "points" }, words.points(points, points_max)),
    );
    row.replaceChildren(
      element(
        "details",
        { class: state, open: was_open ?? opens },
        summary,
        ...this.#body(result, frames),
      ),
    );
    if (had_focus) summary.focus();
  }

  #body(result: CheckResult, frames: readonly Frame[]): readonly HTMLElement[] {
    const language = this.#language;
    const why = whyNot(result, language);
    if (why !== undefined) return [element("p", {}, why)];
    const { findings } = result;
    if (findings.length > 0) {
      return findings.map((finding) =>
        drawFinding(showFinding({ frames }, finding, language), finding.level, language)
      );
    }
    const own = frames.filter(({ number }) => result.frames.includes(number));
    return [
      element("p", {}, check_words[language].right),
      ...(own.length > 0 ? [drawFrames(own, language)] : []),
    ];
  }
}
