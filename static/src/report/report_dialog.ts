/** The entry of a bundle of its own, loaded when it is first wanted: the dialog that saves the report. */
import { readChecks } from "../check/kept_check.ts";
import { adoptStyle } from "../page/adopt_style.ts";
import { download, element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { type FieldId, missingFields } from "./fields.ts";
import { FieldsForm } from "./fields_form.ts";
import { implementationWords, type Known } from "./implementation.ts";
import type { Progress } from "../lab/judge.ts";
import type { PageStorage } from "../page/page_storage.ts";
import style from "./dialog.css" with { type: "text" };
import { fileName, makeReport, type Report } from "./report.ts";
import { reportHtml } from "./report_html.ts";
import { reportMarkdown } from "./report_markdown.ts";
import { testCode } from "./test_code.ts";
import { report_words } from "./words.ts";

export { noteFor } from "../lab/step_notes.ts";

/** What the report says of the run, as it stands when it is saved. */
export interface Run extends Known {
  readonly node_url: string;
  readonly progress: Progress;
  /** Has the last check of each node. */
  readonly storage: Pick<PageStorage, "read">;
}

/** Makes the dialog; it is shown with `showModal()`. */
export function makeReportDialog(language: Language, run: () => Run): HTMLDialogElement {
  adoptStyle(style);
  return new ReportDialog(language, run).dialog;
}

/** The form, and the buttons that save, which stay in view. */
class ReportDialog {
  readonly dialog: HTMLDialogElement;
  readonly #language: Language;
  readonly #words: typeof report_words.en;
  readonly #run: () => Run;
  readonly #form: FieldsForm;
  readonly #notice = element("p", { class: "notice", role: "alert" });
  readonly #news = element("p", { class: "news", role: "status" });

  constructor(language: Language, run: () => Run) {
    const words = report_words[language];
    this.#language = language;
    this.#words = words;
    this.#run = run;
    this.#form = new FieldsForm(language);
    this.dialog = element(
      "dialog",
      { id: "lab_report", "aria-labelledby": "lab_report_title" },
      element("h3", { id: "lab_report_title" }, words.report),
      element(
        "form",
        {
          novalidate: true,
          on: {
            submit: (event) => (event.preventDefault(), this.#save(event as SubmitEvent)),
            input: () => this.#forgetNotice(),
          },
        },
        element("p", {}, words.report_intro),
        element("p", { class: "hint" }, words.private),
        element("p", { class: "hint" }, words.required),
        this.#form.root,
        this.#makeFoot(),
      ),
    );
  }

  #makeFoot(): HTMLElement {
    const words = this.#words;
    return element(
      "div",
      { class: "foot" },
      this.#notice,
      this.#news,
      element(
        "div",
        { class: "actions" },
        element("button", { class: "primary", value: "html" }, words.save_html),
        element("button", { value: "markdown" }, words.save_markdown),
        element("button", { type: "button", on: { click: () => this.#saveCode() } }, words.save_code),
        element(
          "button",
          { type: "button", class: "quiet", on: { click: () => this.dialog.close() } },
          words.close,
        ),
      ),
    );
  }

  #forgetNotice(): void {
    if (missingFields(this.#form.fields).length === 0) this.#notice.textContent = "";
  }

  #save({ submitter }: SubmitEvent): void {
    const missing = missingFields(this.#form.fields);
    this.#news.textContent = "";
    this.#notice.textContent = missing.length === 0 ? "" : this.#missingWords(missing);
    this.#form.complain(missing);
    if (missing.length > 0) return;
    const name = fileName(this.#form.fields);
    if ((submitter as HTMLButtonElement | null)?.value === "markdown") {
      this.#saveAs(`${name}.md`, "text/markdown", reportMarkdown(this.#makeReport()));
    } else {
      this.#saveAs(`${name}.html`, "text/html", reportHtml(this.#makeReport()));
    }
  }

  #missingWords(missing: readonly FieldId[]): string {
    const labels = missing.map((id) => this.#words[id]);
    return this.#words.missing(labels.join(this.#language === "zh" ? "、" : ", "));
  }

  #makeReport(): Report {
    const { node_url, progress, storage, ...known } = this.#run();
    const check = readChecks(storage.read("foxchain.check")).find(({ url }) => url === node_url);
    return makeReport({
      language: this.#language,
      fields: this.#form.fields,
      node_url,
      implementation: implementationWords(known, this.#language),
      progress,
      now_ms: Date.now(),
      ...(check === undefined ? {} : { check }),
    });
  }

  #saveCode(): void {
    const { progress, node_url } = this.#run();
    this.#saveAs("lab2_test.py", "text/x-python", testCode(progress, node_url, this.#language));
  }

  #saveAs(name: string, media_type: string, text: string): void {
    download(name, media_type, text);
    this.#news.textContent = this.#words.saved(name);
  }
}
