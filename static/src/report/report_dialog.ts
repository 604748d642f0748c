/** The entry of a bundle of its own, loaded when it is first wanted: the dialog that asks for the report's fields and saves the report. What is typed stays in this browser. */
import { decorate, download, element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { kept } from "../page/page_storage.ts";
import { countCharacters, summary_characters } from "./word_count.ts";
import { type FieldId, type Fields, missingFields, readFields, report_fields } from "./fields.ts";
import { implementationWords, type Known } from "./implementation.ts";
import type { Progress } from "../lab/judge.ts";
import { fileName, makeReport } from "./report.ts";
import { reportHtml } from "./report_html.ts";
import { reportMarkdown } from "./report_markdown.ts";
import { testCode } from "./test_code.ts";
import { report_words } from "./words.ts";

const storage_key = "foxchain.lab.report";

/** What the report says of the run, as it stands when it is saved. */
export interface Run extends Known {
  readonly node_url: string;
  readonly progress: Progress;
}

/** Makes the dialog; it is shown with `showModal()`. */
export function makeReportDialog(language: Language, run: () => Run): HTMLDialogElement {
  const words = report_words[language];
  const storedFields = () => readFields(kept.read(storage_key), today());
  const stored = storedFields();
  const inputs = new Map<FieldId, HTMLInputElement>();
  const errors = new Map<FieldId, HTMLElement>();
  const summary = element("textarea", { id: "report_summary", rows: 5, "aria-describedby": "report_count" });
  const count = element("p", { id: "report_count", class: "hint" });
  const notice = element("p", { class: "notice", role: "alert" });
  const news = element("p", { class: "news", role: "status" });
  summary.value = stored.summary;
  showCount();

  const form = element(
    "form",
    {
      novalidate: true,
      on: {
        submit: (event) => (event.preventDefault(), save(event as SubmitEvent)),
        input: ({ target }) => keep(target),
      },
    },
    element("p", {}, words.report_intro),
    element("p", { class: "hint" }, words.private),
    element("p", { class: "hint" }, words.required),
    element("div", { class: "fields" }, ...report_fields.map(({ id, required }) => makeField(id, required))),
    element("label", { for: "report_summary" }, words.summary),
    element("p", { class: "hint" }, words.summary_hint),
    summary,
    count,
    notice,
    news,
    element(
      "div",
      { class: "actions" },
      element("button", { class: "primary", value: "html" }, words.save_html),
      element("button", { value: "markdown" }, words.save_markdown),
      element("button", { type: "button", on: { click: saveCode } }, words.save_code),
      element("button", { type: "button", class: "quiet", on: { click: () => dialog.close() } }, words.close),
    ),
  );
  const dialog = element(
    "dialog",
    { id: "lab_report", "aria-labelledby": "lab_report_title" },
    element("h3", { id: "lab_report_title" }, words.report),
    form,
  );
  kept.listen(storage_key, () => {
    for (const [id, value] of Object.entries(storedFields())) {
      const field = fieldOf(id as FieldId | "summary");
      if (field !== document.activeElement) field.value = value;
    }
    showCount();
  });
  return dialog;

  function fieldOf(id: FieldId | "summary"): HTMLInputElement | HTMLTextAreaElement {
    return id === "summary" ? summary : inputs.get(id)!;
  }

  function makeField(id: FieldId, required: boolean): HTMLElement {
    const input = element("input", {
      id: `report_${id}`,
      type: id === "date" ? "date" : "text",
      autocomplete: "off",
      "aria-required": required && "true",
      "aria-describedby": required && `report_${id}_error`,
    });
    input.value = stored[id];
    inputs.set(id, input);
    const error = element("p", { id: `report_${id}_error`, class: "notice" });
    if (required) errors.set(id, error);
    return element(
      "div",
      {},
      element("label", { for: input.id }, required ? `${words[id]} *` : words[id]),
      input,
      ...(required ? [error] : []),
    );
  }

  function fields(): Fields {
    const typed = [...inputs].map(([id, { value }]) => [id, value]);
    return { ...Object.fromEntries(typed), summary: summary.value };
  }

  /** Only what is typed here: another tab may have filled in other fields. */
  function keep(changed: EventTarget | null): void {
    const typed = Object.entries(fields()).filter(([id]) => fieldOf(id as FieldId | "summary") === changed);
    kept.write(storage_key, JSON.stringify({ ...storedFields(), ...Object.fromEntries(typed) }));
    showCount();
    showMissing(missingFields(fields()).filter((id) => inputs.get(id)!.ariaInvalid === "true"));
  }

  function showCount(): void {
    count.textContent = words.count(countCharacters(summary.value), summary_characters);
  }

  function showMissing(missing: readonly FieldId[]): void {
    for (const [id, error] of errors) {
      const is_missing = missing.includes(id);
      error.textContent = is_missing ? words.field_missing : "";
      decorate(inputs.get(id)!, { "aria-invalid": is_missing && "true" });
    }
    if (missing.length === 0) notice.textContent = "";
  }

  function save({ submitter }: SubmitEvent): void {
    const missing = missingFields(fields());
    showMissing(missing);
    news.textContent = "";
    if (missing.length > 0) {
      notice.textContent = words.missing(
        missing.map((id) => words[id]).join(language === "zh" ? "、" : ", "),
      );
      inputs.get(missing[0]!)!.focus();
      return;
    }
    const { node_url, progress, ...known } = run();
    const implementation = implementationWords(known, language);
    const report = makeReport({
      language,
      fields: fields(),
      node_url,
      implementation,
      progress,
      now_ms: Date.now(),
    });
    if ((submitter as HTMLButtonElement | null)?.value === "markdown") {
      saveAs(`${fileName(fields())}.md`, "text/markdown", reportMarkdown(report));
    } else {
      saveAs(`${fileName(fields())}.html`, "text/html", reportHtml(report));
    }
  }

  function saveCode(): void {
    const { progress, node_url } = run();
    saveAs("lab2_test.py", "text/x-python", testCode(progress, node_url, language));
  }

  function saveAs(name: string, media_type: string, text: string): void {
    download(name, media_type, text);
    news.textContent = words.saved(name);
  }
}

/** Local date as a date field has it. */
function today(): string {
  return new Intl.DateTimeFormat("sv-SE").format(new Date());
}
