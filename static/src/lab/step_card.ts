/** The card beside the console: the lab's next step, what the last try proved, and how many steps are done. */
import { element, setText } from "../page/dom.ts";
import { countSteps, lastTried, nextStep, type Progress, type Verdict } from "./judge.ts";
import { messageFor } from "./messages.ts";
import { step_ids, type StepId } from "./steps.ts";
import type { lab_words } from "./words.ts";

/** What the card works with. */
export interface StepCardHost {
  readonly words: typeof lab_words.en;
  /** Puts a message into the console's editor. */
  draft(message: string): void;
  /** URL of the node that the steps are done with. */
  url(): string;
  openReport(): void;
  /** What is to be said of a step. */
  note(id: StepId, verdict: Verdict): string;
}

/** Fills its section. The elements stay, so that the keyboard keeps its place; only their words change. */
export class StepCard {
  readonly #host: StepCardHost;
  readonly #count = element("span", { class: "count" });
  readonly #bar = element("progress", { "aria-hidden": "true" });
  readonly #title = element("strong");
  readonly #what = element("span");
  readonly #button = element("button", { type: "button", on: { click: () => this.#act() } });
  readonly #outcome = element("p", { class: "outcome", role: "status" });
  #next: StepId | undefined;

  constructor(section: HTMLElement, host: StepCardHost) {
    this.#host = host;
    section.append(
      element(
        "div",
        { class: "row" },
        element("h2", { id: "lab_step_title" }, host.words.next),
        this.#bar,
        this.#count,
        element("a", { href: "#lab" }, host.words.all_steps),
      ),
      element("div", { class: "row" }, element("p", {}, this.#title, " ", this.#what), this.#button),
      this.#outcome,
    );
  }

  /** Shows how the steps stand with a node. */
  show(progress: Progress): void {
    const { words } = this.#host;
    const { done, all } = countSteps(progress);
    setText(this.#count, `${done}/${all}`);
    this.#bar.max = all;
    this.#bar.value = done;
    const next = this.#next = nextStep(progress);
    setText(
      this.#title,
      next ? `${step_ids.indexOf(next) + 1}. ${words[`${next}_title`]}` : words.all_done(all),
    );
    setText(this.#what, next ? words[`${next}_do`] : "");
    setText(this.#button, next ? words.put : words.report);
    setText(this.#outcome, this.#outcomeWords(progress));
  }

  #outcomeWords(progress: Progress): string {
    const { words } = this.#host;
    const tried = lastTried(progress);
    if (tried === undefined) return "";
    const { done, proof } = progress[tried];
    if (done) return words.proved(words[`${tried}_title`], proof!.number);
    const note = this.#host.note(tried, progress[tried]);
    return note && `→ ${note}`;
  }

  #act(): void {
    if (this.#next === undefined || this.#next === "page") this.#host.openReport();
    else this.#host.draft(messageFor(this.#next, this.#host.url()));
  }
}
