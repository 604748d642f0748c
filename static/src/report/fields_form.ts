/** The part of the report's dialog in which the student fills in the course's form. What is typed stays in this browser. */
import { decorate, element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { kept } from "../page/page_storage.ts";
import { type FieldId, type Fields, missingFields, readFields, report_fields } from "./fields.ts";
import { countWords, summary_characters } from "./word_count.ts";
import { report_words } from "./words.ts";

const storage_key = "foxchain.lab.report";

/** The inputs with their labels, complaints and the counter of the summary. Other tabs fill them in, too. */
export class FieldsForm {
  readonly root: HTMLElement;
  readonly #words: typeof report_words.en;
  readonly #inputs = new Map<FieldId, HTMLInputElement>();
  readonly #errors = new Map<FieldId, HTMLElement>();
  readonly #summary = element("textarea", {
    id: "report_summary",
    rows: 5,
    "aria-describedby": "report_count",
  });
  readonly #count = element("p", { id: "report_count", class: "hint" });

  /** Filled with what was typed earlier. */
  constructor(language: Language) {
    this.#words = report_words[language];
    const stored = storedFields();
    const places = report_fields.map(({ id, required }) => this.#makeField(id, required, stored[id]));
    this.#summary.value = stored.summary;
    this.root = element(
      "div",
      { on: { input: ({ target }) => this.#keep(target) } },
      element("div", { class: "fields" }, ...places),
      element("label", { for: "report_summary" }, this.#words.summary),
      element("p", { class: "hint" }, this.#words.summary_hint),
      this.#summary,
      this.#count,
    );
    this.#showCount();
    kept.listen(storage_key, () => this.#takeUp());
  }

  /** As they are typed now. */
  get fields(): Fields {
    const typed = [...this.#inputs].map(([id, { value }]) => [id, value]);
    return { ...Object.fromEntries(typed), summary: this.#summary.value };
  }

  /** Marks what must be filled in still, and goes to the first of it. */
  complain(missing: readonly FieldId[]): void {
    this.#showMissing(missing);
    if (missing.length > 0) this.#inputs.get(missing[0]!)!.focus();
  }

  #makeField(id: FieldId, required: boolean, value: string): HTMLElement {
    const input = element("input", {
      id: `report_${id}`,
      type: id === "date" ? "date" : "text",
      autocomplete: "off",
      "aria-required": required && "true",
      "aria-describedby": required && `report_${id}_error`,
    });
    input.value = value;
    this.#inputs.set(id, input);
    const error = element("p", { id: `report_${id}_error`, class: "notice" });
    if (required) this.#errors.set(id, error);
    const label = this.#words[id];
    return element(
      "div",
      {},
      element("label", { for: input.id }, required ? `${label} *` : label),
      input,
      ...(required ? [error] : []),
    );
  }

  #fieldOf(id: FieldId | "summary"): HTMLInputElement | HTMLTextAreaElement {
    return id === "summary" ? this.#summary : this.#inputs.get(id)!;
  }

  /** Only what is typed here: another tab may have filled in other fields. */
  #keep(changed: EventTarget | null): void {
    const typed = Object.entries(this.fields).filter(([id]) =>
      this.#fieldOf(id as FieldId | "summary") === changed
    );
    kept.write(storage_key, JSON.stringify({ ...storedFields(), ...Object.fromEntries(typed) }));
    this.#showCount();
    this.#showMissing(
      missingFields(this.fields).filter((id) => this.#inputs.get(id)!.ariaInvalid === "true"),
    );
  }

  /** What another tab typed, but not into the field where this one types. */
  #takeUp(): void {
    for (const [id, value] of Object.entries(storedFields())) {
      const field = this.#fieldOf(id as FieldId | "summary");
      if (field !== document.activeElement) field.value = value;
    }
    this.#showCount();
  }

  #showCount(): void {
    this.#count.textContent = this.#words.count(countWords(this.#summary.value), summary_characters);
  }

  #showMissing(missing: readonly FieldId[]): void {
    for (const [id, error] of this.#errors) {
      const is_missing = missing.includes(id);
      error.textContent = is_missing ? this.#words.field_missing : "";
      decorate(this.#inputs.get(id)!, { "aria-invalid": is_missing && "true" });
    }
  }
}

function storedFields(): Fields {
  return readFields(kept.read(storage_key), today());
}

/** Local date as a date field has it. */
function today(): string {
  return new Date().toLocaleDateString("sv-SE");
}
