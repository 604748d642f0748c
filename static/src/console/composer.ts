/** The console's part in which a request is written: examples, message, send. */
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import type { BinaryFrame } from "./extras/binary_frame.ts";
import { draftOf, raw_messages } from "./draft.ts";
import { loadExtras } from "./load_extras.ts";
import { type Choice, menu } from "./menu.ts";
import { type LoadEditor, MessageField } from "./message_field.ts";
import { isLectureOp, lecture_ops, type OpDescription } from "./op_description.ts";
import type { ConsoleWords } from "./words.ts";

/** What it needs of the console. */
export interface ComposerHost {
  readonly words: ConsoleWords;
  readonly language: Language;
  /** The draft to begin with, if an earlier visit left one. */
  readonly text: string | null;
  /** Address of the node that is asked. */
  url(): string;
  /** The person changed the draft. */
  changed(): void;
  send(): void;
  /** Sends a binary frame; says whether that was possible. */
  sendBytes(frame: BinaryFrame): boolean;
}

/** Dialogs of the part that is loaded later. */
type DialogMaker = "makeSavedRequests" | "makeBinaryForm";

/** Holds the draft; sends nothing by itself. */
export class Composer {
  readonly root: HTMLElement;
  readonly #host: ComposerHost;
  readonly #message: MessageField;
  readonly #chips: HTMLElement;
  readonly #notice = element("p", { id: "notice", role: "alert" });
  readonly #dialogs = new Map<DialogMaker, HTMLDialogElement>();

  /** Offers the lecture's ops until the node's own are known. */
  constructor(host: ComposerHost, load_editor?: LoadEditor) {
    const { words, language } = host;
    this.#host = host;
    const fault = element("span", { id: "fault" });
    const shortcut = element("span", { id: "shortcut" }, words.shortcut);
    this.#message = new MessageField({
      label: words.message,
      language,
      text: host.text ?? draftOf(lecture_ops[0]!, host.url()),
      changed: host.changed,
      judged(found) {
        fault.textContent = found?.words ?? "";
        fault.dataset.severity = found?.severity ?? "";
        shortcut.hidden = found !== undefined;
      },
    }, load_editor);
    this.#chips = element("div", { class: "chips", role: "group", "aria-label": words.examples });
    this.root = element(
      "form",
      {
        id: "composer",
        on: { submit: (event) => (event.preventDefault(), host.send()) },
      },
      this.#chips,
      element(
        "div",
        { class: "row" },
        element("label", { for: "message", on: { click: () => this.#message.focus() } }, words.message),
        element(
          "button",
          {
            type: "button",
            class: "quiet",
            id: "saved",
            on: { click: () => this.#open("makeSavedRequests") },
          },
          words.saved,
        ),
      ),
      this.#message.root,
      element(
        "div",
        { class: "row" },
        element("p", { class: "hint" }, fault, shortcut),
        element("button", { class: "primary", id: "send" }, words.send),
      ),
      this.#notice,
    );
    // The editor is loaded when a person comes near the field. A visit without typing does not load it.
    for (const event of ["pointerover", "focusin"]) {
      this.root.addEventListener(event, () => this.#message.improve());
    }
    this.describeOps(lecture_ops);
  }

  /** The draft. */
  get text(): string {
    return this.#message.text;
  }

  /** Says why nothing was sent; "" removes the notice. */
  notice(text: string): void {
    this.#notice.textContent = text;
  }

  /** Replaces the draft and moves the keyboard there. */
  edit(text: string): void {
    this.#message.text = text;
    void this.#message.improve();
    this.#message.focus();
  }

  /** The node says that it has these ops: the lecture's and those of students are buttons, others stand behind one. */
  describeOps(ops: readonly OpDescription[]): void {
    const { words } = this.#host;
    const choices = ops.map((op) => ({
      action: op.name,
      label: op.name,
      own: op.own === true,
      ...(op.summary === "" ? {} : { title: op.summary }),
      choose: () => void (this.#message.text = draftOf(op, this.#host.url())),
    }));
    const of_lecture = choices.filter(({ action, own }) => isLectureOp(action) || own);
    const own = choices.filter(({ action, own }) => !isLectureOp(action) && !own);
    const focused = this.#chips.contains(document.activeElement)
      ? document.activeElement!.textContent
      : undefined;
    this.#chips.replaceChildren(
      ...of_lecture.map(({ label, title, own, choose }) =>
        element("button", { type: "button", title, class: own ? "own" : "", on: { click: choose } }, label)
      ),
      menu("raw", words.raw_messages, this.#rawChoices()),
      ...(own.length > 0 ? [menu("own_ops", words.own_ops, own)] : []),
    );
    // The same op may be a button of the new row.
    for (const button of this.#chips.querySelectorAll<HTMLElement>("button, summary")) {
      if (button.textContent === focused) button.focus();
    }
    this.#message.describeOps(ops);
  }

  async #open(make: DialogMaker): Promise<void> {
    try {
      const extras = await loadExtras();
      const { language, sendBytes } = this.#host;
      const dialog = this.#dialogs.get(make) ??
        extras[make]({ language, text: () => this.text, edit: (text) => this.edit(text), sendBytes });
      this.#dialogs.set(make, dialog);
      // Beside the form: HTML allows no form inside a form.
      this.root.after(dialog);
      dialog.showModal();
    } catch {
      this.notice(this.#host.words.not_loaded);
    }
  }

  #rawChoices(): readonly Choice[] {
    const raw = raw_messages.map((text) => ({
      action: text,
      label: text,
      choose: () => void (this.#message.text = text),
    }));
    const label = this.#host.words.binary_form;
    return [...raw, { action: "binary", label, choose: () => void this.#open("makeBinaryForm") }];
  }
}
