/** The panel of lab 2: a checklist that ticks itself off what the student sends by the console, and the lab report. */
import { ownUrl } from "../console/node_url.ts";
import { element, find, setText } from "../page/dom.ts";
import { type Page, wordsFor } from "../page/page.ts";
import { kept } from "../page/page_storage.ts";
import { UndoNotice } from "../page/undo_notice.ts";
import { page_words } from "../page/words.ts";
import { ChecklistView } from "./checklist_view.ts";
import { countSteps, type Verdict } from "./judge.ts";
import { LabState } from "./lab_state.ts";
import { loadCheck, loadReport } from "./load_parts.ts";
import { StepCard } from "./step_card.ts";
import type { noteFor as NoteFor } from "./step_notes.ts";
import type { StepId } from "./steps.ts";
import { lab_words } from "./words.ts";

/** Fills the section, and the card of the next step that stands beside the console. */
export function mountLab(section: HTMLElement, page: Page): void {
  const state = new LabState({ conversation: page.conversation, storage: kept, own_url: ownUrl(location) });
  const parts = new LateParts(section, page, state);
  const panel = new LabPanel(section, page, state, parts);
  const load = () => parts.loadReport().then(() => panel.show(), () => {});
  state.listen(() => panel.show());
  page.conversation.listen((exchange) => {
    state.hear(exchange);
    panel.show();
    // Now, while the node is there: a student may stop it before writing the report.
    load();
  });
  panel.show();
  // There is something to be said of the steps.
  if (page.conversation.exchanges.length > 0 || state.urls.length > 1) load();
}

/** The report's dialog, and the check of a node: loaded when they are first wanted. */
class LateParts {
  readonly notice = element("p", { class: "notice", role: "alert" });
  readonly #section: HTMLElement;
  readonly #page: Page;
  readonly #state: LabState;
  #dialog: Promise<HTMLDialogElement> | undefined;
  #noteFor: typeof NoteFor = () => "";

  constructor(section: HTMLElement, page: Page, state: LabState) {
    this.#section = section;
    this.#page = page;
    this.#state = state;
  }

  loadReport(): Promise<HTMLDialogElement> {
    this.#dialog ??= this.#makeDialog();
    this.#dialog.catch(() => this.#dialog = undefined);
    return this.#dialog;
  }

  /** What is to be said of a step; "" until that is loaded. */
  readonly note = (id: StepId, verdict: Verdict) => this.#noteFor(id, verdict, this.#page.language);

  openReport(): Promise<void> {
    return this.#open(async () => (await this.loadReport()).showModal());
  }

  /** Checks the node that the console is connected to. */
  check(closed: () => void): Promise<void> {
    return this.#open(async () => {
      const { openCheck } = await loadCheck();
      const { live, language, conversation } = this.#page;
      const state = this.#state;
      state.choose(conversation.counterpart?.url ?? state.url);
      openCheck({
        language,
        url: state.url,
        agent: live.node?.agent ?? "foxchain",
        spoils: !state.progress.empty.done,
        storage: kept,
        closed,
      });
    });
  }

  async #open(open: () => Promise<void>): Promise<void> {
    this.notice.textContent = "";
    try {
      await open();
    } catch {
      this.notice.textContent = page_words[this.#page.language].not_loaded;
    }
  }

  async #makeDialog(): Promise<HTMLDialogElement> {
    const { makeReportDialog, noteFor } = await loadReport();
    this.#noteFor = noteFor;
    const { live, language } = this.#page;
    const state = this.#state;
    const made = makeReportDialog(language, () => ({
      node_url: state.url,
      is_own: state.is_own,
      agent: live.node?.agent,
      describes_ops: state.describes_ops,
      progress: state.progress,
      storage: kept,
    }));
    this.#section.append(made);
    return made;
  }
}

/** The checklist with what stands around it, and the card of the next step. */
class LabPanel {
  readonly #words: typeof lab_words.en;
  readonly #state: LabState;
  readonly #list: ChecklistView;
  readonly #card: StepCard;
  readonly #progress = element("p", { class: "progress", role: "status" });
  readonly #bar = element("progress", { "aria-hidden": "true" });
  readonly #node: HTMLSelectElement;
  readonly #undo: UndoNotice;

  constructor(section: HTMLElement, page: Page, state: LabState, parts: LateParts) {
    const words = wordsFor(page, lab_words);
    const draft = (text: string) => page.conversation.draft(text);
    const url = () => state.url;
    this.#words = words;
    this.#state = state;
    const { note } = parts;
    this.#list = new ChecklistView({ words, draft, url, note });
    this.#card = new StepCard(find("lab_step", HTMLElement), {
      words,
      draft,
      url,
      note,
      openReport: () => void parts.openReport(),
    });
    this.#node = element("select", {
      id: "lab_node",
      on: { change: () => (state.choose(this.#node.value), this.show()) },
    });
    this.#undo = new UndoNotice(words.undo);
    section.append(
      element("p", { class: "hint" }, words.intro),
      this.#makeOverview(parts),
      this.#undo.root,
      parts.notice,
      this.#list.list,
      element("p", { class: "hint" }, words.kept),
    );
  }

  /** Draws how far the lab is. */
  show(): void {
    const { progress, url, urls, is_own } = this.#state;
    this.#list.show(progress, url, is_own);
    this.#card.show(progress);
    const { done, all } = countSteps(progress);
    setText(this.#progress, this.#words.progress(done, all));
    this.#bar.max = all;
    this.#bar.value = done;
    if (urls.join() !== [...this.#node.options].map(({ value }) => value).join()) {
      this.#node.replaceChildren(...urls.map((url) => element("option", { value: url }, url)));
    }
    this.#node.value = url;
  }

  #makeOverview(parts: LateParts): HTMLElement {
    const words = this.#words;
    const check: HTMLElement = element("button", {
      type: "button",
      on: { click: () => void parts.check(() => check.focus()).then(() => this.show()) },
    }, words.check);
    return element(
      "div",
      { class: "overview" },
      element("div", { class: "node" }, element("label", { for: "lab_node" }, words.node), this.#node),
      element("div", { class: "state" }, this.#progress, this.#bar),
      element(
        "button",
        { type: "button", class: "quiet", on: { click: () => this.#startOver() } },
        words.start_over,
      ),
      check,
      element(
        "button",
        { type: "button", class: "primary", on: { click: () => void parts.openReport() } },
        words.report,
      ),
    );
  }

  #startOver(): void {
    const { url } = this.#state;
    const takeBack = this.#state.startOver(Date.now());
    this.#undo.offer(this.#words.started_over(url), () => {
      takeBack(Date.now());
      this.show();
    });
    this.show();
  }
}
