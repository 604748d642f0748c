/** What a tile opens: the failing exchanges of one student, with what to do. */
import type { Failure, Part, StudentDetail, StudentView } from "../../board_messages.ts";
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { age } from "./age.ts";
import { board_words } from "./words.ts";

/** What the dialog may ask of the page. */
export interface DetailParts {
  readonly language: Language;
  /** Asks the node, with the key. */
  readonly request: (path: string) => Promise<Response>;
  /** Orders a check. */
  readonly check: (id: number) => void;
}

/** The dialog. */
export class DetailDialog {
  readonly root: HTMLDialogElement;
  readonly #parts: DetailParts;
  readonly #title = element("h2", { id: "detail_title" });
  readonly #body = element("div", {
    class: "detail",
    tabindex: 0,
    role: "group",
    "aria-labelledby": "detail_title",
  });
  #student: StudentView | undefined;
  #shown = "";

  constructor(parts: DetailParts) {
    this.#parts = parts;
    const words = this.#words;
    this.root = element(
      "dialog",
      { "aria-labelledby": "detail_title", on: { close: () => this.#student = undefined } },
      this.#title,
      this.#body,
      element(
        "p",
        { class: "buttons" },
        element(
          "button",
          { type: "button", on: { click: () => this.#student && parts.check(this.#student.id) } },
          words.check_one,
        ),
        element(
          "button",
          { type: "button", class: "primary", on: { click: () => this.root.close() } },
          words.close,
        ),
      ),
    );
  }

  /** Opens it for a student. */
  open(student: StudentView, now_ms: number): void {
    this.#student = student;
    this.#title.textContent = student.name;
    this.#body.replaceChildren();
    this.root.showModal();
    void this.#load(student, now_ms);
  }

  /** The board has changed: what is open is shown anew, if it is about what changed. */
  update(students: readonly StudentView[], now_ms: number): void {
    const student = students.find(({ id }) => id === this.#student?.id);
    if (student === undefined || JSON.stringify(student) === this.#shown) return;
    this.#student = student;
    void this.#load(student, now_ms);
  }

  get #words(): typeof board_words.en {
    return board_words[this.#parts.language] as typeof board_words.en;
  }

  async #load(student: StudentView, now_ms: number): Promise<void> {
    this.#shown = JSON.stringify(student);
    try {
      const answer = await this.#parts.request(`board/students/${student.id}?lang=${this.#parts.language}`);
      if (!answer.ok) throw new Error((await answer.json() as { error: string }).error);
      const detail = await answer.json() as StudentDetail;
      if (this.#student?.id === student.id) this.#draw(student, detail, now_ms);
    } catch (error) {
      this.#body.replaceChildren(
        element("p", { role: "alert" }, this.#words.refused((error as Error).message)),
      );
    }
  }

  #draw({ result }: StudentView, detail: StudentDetail, now_ms: number): void {
    const words = this.#words;
    const { number, class_name, url, said_name, shared_with, why, failures } = detail;
    const facts: [string, string | undefined][] = [
      [words.number, number],
      [words.class_name, class_name],
      [words.url, url],
      [words.says, said_name === undefined ? undefined : words.says_hint(said_name)],
      [words.shared_with, shared_with.join(", ")],
      [
        words.checked,
        result?.checked_ms ? words.ago(age(now_ms - result.checked_ms, this.#parts.language)) : undefined,
      ],
      [words.why, why],
    ];
    const is_judged = result !== undefined && result.verdict !== "none";
    this.#body.replaceChildren(
      element("dl", {}, ...facts.flatMap(([name, value]) => value ? pair(name, value) : [])),
      ...(result?.is_checking ? [element("p", { role: "status" }, words.checking)] : []),
      ...(result?.remarks ?? []).map((remark) => element("p", { class: "remark" }, `* ${words[remark]}`)),
      ...failures.map((failure) => this.#drawFailure(failure)),
      ...(failures.length > 0 || why ? [] : [element("p", {}, is_judged ? words.all_right : words.not_yet)]),
    );
  }

  #drawFailure({ check, price, what, fix, sent, got, got_note = "", wanted }: Failure): HTMLElement {
    const words = this.#words;
    const line = (name: string, part: Part | undefined, note = "") =>
      isEmpty(part) && note === "" ? [] : pair(name, ...drawPart(part), note);
    return element(
      "section",
      {},
      element("h3", {}, `${price} · ${check}`),
      element("p", {}, what),
      element(
        "dl",
        { class: "exchange" },
        ...line(words.sent, sent),
        ...line(words.got, got, got_note),
        ...line(words.wanted, wanted),
      ),
      element("p", {}, element("b", {}, `${words.hint}: `), fix),
    );
  }
}

function isEmpty(part: Part | undefined): boolean {
  return part === undefined || part.before + part.mark + part.after === "";
}

function pair(name: string, ...value: (string | Node)[]): HTMLElement[] {
  return [element("dt", {}, name), element("dd", {}, ...value)];
}

function drawPart(part: Part | undefined): Node[] {
  if (part === undefined) return [];
  const { before, mark, after } = part;
  return [element("code", {}, before, ...(mark === "" ? [] : [element("mark", {}, mark)]), after)];
}
