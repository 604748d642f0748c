/** The panel of lab 2: a checklist that ticks itself off what the student sends by the console, and the lab report. */
import { ownUrl } from "../console/node_url.ts";
import { element, setText } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { kept } from "../page/page_storage.ts";
import { ChecklistView } from "./checklist_view.ts";
import { doneCount } from "./judge.ts";
import { LabState } from "./lab_state.ts";
import { loadReport } from "./load_report.ts";
import { step_ids } from "./steps.ts";
import { lab_words } from "./words.ts";

/** Fills the section. */
export function mountLab(section: HTMLElement, page: Page): void {
  const { conversation, language, live } = page;
  const words = wordsFor(page, lab_words);
  const state = new LabState({ conversation, storage: kept, own_url: ownUrl(location) });
  const view = new ChecklistView({ words, draft: (text) => conversation.draft(text), url: () => state.url });
  const progress = element("p", { class: "progress", role: "status" });
  const bar = element("progress", { max: step_ids.length, "aria-hidden": "true" });
  const node = element("select", {
    id: "lab_node",
    on: { change: () => (state.choose(node.value), show()) },
  });
  const notice = element("p", { class: "notice", role: "alert" });
  let dialog: Promise<HTMLDialogElement> | undefined;

  section.append(
    element("p", { class: "hint" }, words.intro),
    element(
      "div",
      { class: "overview" },
      element("div", { class: "node" }, element("label", { for: "lab_node" }, words.node), node),
      element("div", { class: "state" }, progress, bar),
      element("button", { type: "button", class: "quiet", on: { click: startOver } }, words.start_over),
      element(
        "button",
        { type: "button", class: "primary", on: { click: openReport } },
        words.report,
      ),
    ),
    notice,
    view.list,
    element("p", { class: "hint" }, words.kept),
  );
  state.listen(show);
  conversation.listen((exchange) => {
    state.hear(exchange);
    show();
    // Now, while the node is there: a student may stop it before writing the report.
    loadDialog().catch(() => {});
  });
  show();

  function loadDialog(): Promise<HTMLDialogElement> {
    dialog ??= loadReport().then(({ makeReportDialog }) => {
      const made = makeReportDialog(language, () => ({
        node_url: state.url,
        is_own: state.is_own,
        agent: live.node?.agent,
        describes_ops: state.describes_ops,
        progress: state.progress,
      }));
      section.append(made);
      return made;
    });
    dialog.catch(() => dialog = undefined);
    return dialog;
  }

  async function openReport(): Promise<void> {
    notice.textContent = "";
    try {
      (await loadDialog()).showModal();
    } catch {
      notice.textContent = words.report_failed;
    }
  }

  function startOver(): void {
    state.startOver(Date.now());
    show();
  }

  function show(): void {
    const stand = state.progress;
    view.show(stand, state.url, state.is_own);
    const done = doneCount(stand);
    setText(progress, words.progress(done, step_ids.length));
    bar.value = done;
    const urls = state.urls;
    if (urls.join() !== [...node.options].map(({ value }) => value).join()) {
      node.replaceChildren(...urls.map((url) => element("option", { value: url }, url)));
    }
    node.value = state.url;
  }
}
