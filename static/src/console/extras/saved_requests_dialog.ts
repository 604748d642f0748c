/** The dialog of the saved requests: save the editor's text under a name, put one back, delete one. */
import { element } from "../../page/dom.ts";
import { kept } from "../../page/page_storage.ts";
import { UndoNotice } from "../../page/undo_notice.ts";
import type { ExtrasHost } from "./extras_host.ts";
import {
  readSaved,
  saved_max,
  type SavedRequest,
  text_characters_max,
  withoutSaved,
  withSaved,
} from "./saved_requests.ts";
import { extras_words } from "./words.ts";

const storage_key = "foxchain.saved";

/** Makes the dialog; it is shown with `showModal()`. */
export function makeSavedRequests(host: ExtrasHost): HTMLDialogElement {
  return new SavedRequestsDialog(host).dialog;
}

class SavedRequestsDialog {
  readonly dialog: HTMLDialogElement;
  readonly #host: ExtrasHost;
  readonly #words: typeof extras_words.en;
  readonly #name: HTMLInputElement;
  readonly #list = element("ul");
  readonly #none: HTMLElement;
  readonly #notice = element("p", { class: "hint", role: "status" });
  readonly #undo: UndoNotice;

  constructor(host: ExtrasHost) {
    const words = extras_words[host.language];
    this.#host = host;
    this.#words = words;
    this.#name = element("input", { id: "saved_name", autocomplete: "off" });
    this.#none = element("p", { class: "empty" }, words.none);
    this.#undo = new UndoNotice(words.undo);
    const close = () => this.dialog.close();
    this.dialog = element(
      "dialog",
      { id: "saved_requests", "aria-labelledby": "saved_title" },
      element("h3", { id: "saved_title" }, words.saved),
      element("p", { class: "hint" }, words.saved_intro),
      element(
        "form",
        { on: { submit: (event) => (event.preventDefault(), this.#save()) } },
        element("label", { for: "saved_name" }, words.name),
        element(
          "div",
          { class: "row" },
          this.#name,
          element("button", { class: "primary" }, words.save),
        ),
      ),
      this.#notice,
      this.#undo.root,
      this.#none,
      this.#list,
      element("button", { type: "button", class: "quiet", on: { click: close } }, words.close),
    );
    kept.listen(storage_key, () => this.#draw());
    this.#draw();
  }

  #save(): void {
    const words = this.#words;
    const saved = withSaved(readSaved(kept.read(storage_key)), this.#name.value, this.#host.text());
    if (saved === "no_name") this.#notice.textContent = words.no_name;
    else if (saved === "too_many") this.#notice.textContent = words.too_many(saved_max);
    else if (saved === "too_long") this.#notice.textContent = words.too_long(text_characters_max);
    else {
      const is_kept = this.#write(saved);
      this.#notice.textContent = is_kept ? words.done(this.#name.value.trim()) : words.in_memory;
      this.#name.value = "";
    }
    this.#name.focus();
  }

  #remove({ name, text }: SavedRequest): void {
    this.#notice.textContent = "";
    this.#undo.offer(this.#words.removed(name), () => {
      const saved = withSaved(readSaved(kept.read(storage_key)), name, text);
      if (typeof saved !== "string") this.#write(saved);
    });
    this.#write(withoutSaved(readSaved(kept.read(storage_key)), name));
    this.#name.focus();
  }

  #write(saved: readonly SavedRequest[]): boolean {
    const is_kept = kept.write(storage_key, JSON.stringify(saved));
    this.#draw();
    return is_kept;
  }

  #draw(): void {
    const saved = readSaved(kept.read(storage_key));
    this.#none.hidden = saved.length > 0;
    this.#list.replaceChildren(...saved.map((one) => this.#drawOne(one)));
  }

  #drawOne(saved: SavedRequest): HTMLElement {
    const words = this.#words;
    const put = () => {
      this.dialog.close();
      this.#host.edit(saved.text);
    };
    const remove = () => this.#remove(saved);
    return element(
      "li",
      {},
      element("span", {}, saved.name),
      element("code", {}, saved.text.slice(0, 100)),
      element(
        "button",
        { type: "button", "aria-label": words.put_for(saved.name), on: { click: put } },
        words.put,
      ),
      element("button", {
        type: "button",
        class: "quiet",
        "aria-label": words.remove_for(saved.name),
        on: { click: remove },
      }, words.remove),
    );
  }
}
