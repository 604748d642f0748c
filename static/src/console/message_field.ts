/** The message's field: plain text first, replaced by the editor when a person comes near. */
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import type { Editor, EditorModule, EditorOptions } from "./editor/contract.ts";
import { lecture_ops, type OpDescription } from "./op_description.ts";

/** Fetches the editor's bundle. */
export type LoadEditor = () => Promise<EditorModule>;

/** A bundle of its own beside this one: it is ten times as large as the rest of the page. */
const editor_url = "./editor.js";

/** What the field needs of the console. */
export interface MessageHost extends Pick<EditorOptions, "changed" | "judged"> {
  readonly label: string;
  readonly language: Language;
  readonly text: string;
}

/** Holds the draft. */
export class MessageField {
  /** Its label's `for` names the textarea. */
  readonly root: HTMLElement;
  readonly #host: MessageHost;
  readonly #load: LoadEditor;
  readonly #plain: HTMLTextAreaElement;
  #editor: Editor | undefined;
  #loading = false;
  #composing = false;
  #ops = lecture_ops;

  /** Plain at first. */
  constructor(host: MessageHost, load: LoadEditor = () => import(editor_url)) {
    this.#host = host;
    this.#load = load;
    this.#plain = element("textarea", {
      id: "message",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      "aria-describedby": "shortcut",
      on: {
        input: host.changed,
        compositionstart: () => this.#composing = true,
        compositionend: () => this.#composing = false,
      },
    });
    this.#plain.value = host.text;
    this.root = element("div", { id: "editor" }, this.#plain);
  }

  /** The draft. */
  get text(): string {
    return this.#editor?.text ?? this.#plain.value;
  }

  set text(text: string) {
    if (this.#editor) this.#editor.text = text;
    else this.#plain.value = text;
    this.#host.changed();
  }

  focus(): void {
    (this.#editor ?? this.#plain).focus();
  }

  describeOps(ops: readonly OpDescription[]): void {
    this.#ops = ops;
    this.#editor?.describeOps(ops);
  }

  /** Puts the editor in place. If it can't be had the plain field stays, and the next call tries again. */
  async improve(): Promise<void> {
    if (this.#loading || this.#editor) return;
    this.#loading = true;
    try {
      const { createEditor } = await this.#load();
      await this.#composed();
      this.#replace(createEditor);
    } catch {
      // The node is gone, or the browser too old: plain text does all that is needed.
    } finally {
      this.#loading = false;
    }
  }

  /** Waits until an input method has finished its word: replacing the field would lose it. */
  async #composed(): Promise<void> {
    if (!this.#composing) return;
    await new Promise((resolve) => this.#plain.addEventListener("compositionend", resolve, { once: true }));
  }

  #replace(createEditor: EditorModule["createEditor"]): void {
    const plain = this.#plain;
    const focused = document.activeElement === plain;
    this.#editor = createEditor({
      ...this.#host,
      parent: this.root,
      text: plain.value,
      selection: { from: plain.selectionStart, to: plain.selectionEnd },
      ops: this.#ops,
    });
    plain.remove();
    if (focused) this.#editor.focus();
  }
}
