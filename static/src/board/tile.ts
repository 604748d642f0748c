/** One student's tile. Every state has a sign and words: no colour says anything alone. */
import type { StageView, StudentView } from "../../board_messages.ts";
import { element, setText } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { age } from "./age.ts";
import { type Need, needOf } from "./need.ts";
import { board_words } from "./words.ts";

const signs: Readonly<Record<Need, string>> = {
  missing: "✗",
  unjudged: "?",
  lost: "!",
  away: "–",
  waiting: "…",
  done: "✓",
};

const stage_signs: Readonly<Record<StageView["state"], string>> = { passed: "✓", missing: "✗", open: "?" };

/** Longer names are written smaller, the longest on two lines. A Chinese character is two half-widths. */
const name_half_widths = { large: 7, medium: 11 } as const;

function halfWidths(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u1100-\uffff]/.test(character) ? 2 : 1), 0);
}

/** The tile; its student may change, its person does not. */
export class Tile {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly #sign = element("span", { class: "sign", "aria-hidden": "true" });
  readonly #name = element("span", { class: "name" });
  readonly #spoken = element("span", { class: "unseen" });
  readonly #stages = element("span");
  readonly #points = element("span", { class: "points" });
  readonly #since = element("span", { class: "since" });
  readonly #language: Language;

  /** @param open Called when the tile is chosen. */
  constructor(language: Language, open: () => void) {
    this.#language = language;
    this.button = element(
      "button",
      { type: "button", tabindex: -1, on: { click: open } },
      element("span", { class: "head" }, this.#sign, this.#name),
      element("span", { class: "result", "aria-hidden": "true" }, this.#stages, this.#points),
      this.#spoken,
      this.#since,
    );
    this.item = element("li", {}, this.button);
  }

  /**
   * Draws.
   *
   * @param now_ms By the node's clock.
   * @param names_only Nothing of a result is shown: a sign tells only who is here.
   */
  show(student: StudentView, now_ms: number, names_only: boolean): void {
    const need = needOf(student);
    const is_here = student.presence === "online";
    const since = this.#sinceText(student, now_ms);
    this.button.classList.toggle("is_online", is_here);
    this.button.dataset.need = !names_only ? need : is_here ? "here" : "gone";
    setText(this.#sign, !names_only ? signs[need] : is_here ? "●" : "○");
    setText(this.#name, student.name);
    const width = halfWidths(student.name);
    this.#name.classList.toggle("medium", width > name_half_widths.large && width <= name_half_widths.medium);
    this.#name.classList.toggle("long", width > name_half_widths.medium);
    const [stages, points] = this.#resultTexts(student, need);
    setText(this.#stages, stages);
    setText(this.#points, points);
    setText(this.#since, since);
    setText(this.#spoken, this.#spokenTexts(student, need).map((text) => `${text}. `).join(""));
  }

  get #words(): typeof board_words.en {
    return board_words[this.#language] as typeof board_words.en;
  }

  #sinceText({ presence, since_ms }: StudentView, now_ms: number): string {
    const words = this.#words;
    if (presence === "none") return words.no_node;
    if (presence === "unknown") return words.unknown;
    if (since_ms === null) return words.never;
    const length = age(now_ms - since_ms, this.#language);
    return presence === "online" ? words.online(length) : words.offline(length);
  }

  #resultTexts({ result }: StudentView, need: Need): [stages: string, points: string] {
    if (result === undefined) return ["", ""];
    const words = this.#words;
    if (result.verdict === "none") {
      return [result.is_checking ? words.checking : need === "waiting" ? words.waiting : "", ""];
    }
    const mark = result.is_checking ? "…" : result.remarks.length > 0 ? "*" : "";
    if (result.verdict !== "complete") return [`${words[result.verdict]} ${mark}`, ""];
    // All three need no numbers: they stand in their order.
    const numbered = result.stages.length < 3;
    const stages = result.stages.map(({ stage, state }) => `${numbered ? stage : ""}${stage_signs[state]}`);
    return [`${stages.join(" ")} ${mark}`, String(result.points)];
  }

  /** What the signs mean, for who hears the page. */
  #spokenTexts({ result }: StudentView, need: Need): string[] {
    if (result === undefined) return [];
    const words = this.#words;
    if (result.verdict === "none") {
      return result.is_checking ? [words.checking] : need === "waiting" ? [words.waiting] : [];
    }
    return [
      result.verdict === "complete" ? words.points(result.points, result.points_max) : words[result.verdict],
      ...result.stages.map(({ stage, state }) => words.stage(stage, words[state])),
      ...(result.is_checking ? [words.checking] : []),
      ...result.remarks.map((remark) => words[remark]),
    ];
  }
}
