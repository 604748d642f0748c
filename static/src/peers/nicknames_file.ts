/** Nicknames as a file that a person saves, and names out of a file: what was saved in another browser, or a class list. */
import { download, element } from "../page/dom.ts";
import { UndoNotice } from "../page/undo_notice.ts";
import type { PeersContext } from "./context.ts";

/** Beside this bundle. Not a literal in import(), so it is no part of this bundle. */
const import_url = "./names_import.js";

/** The buttons that save the names and take them back, and a line that says what came of it. */
export function nicknameFileButtons({ words, names: { nicknames }, language }: PeersContext): HTMLElement {
  const notice = new UndoNotice(words.undo);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      const { readNames }: typeof import("./names_import.ts") = await import(import_url);
      const { names, said } = readNames(bytes, language);
      const before = new Map(nicknames.all);
      nicknames.giveAll(names);
      notice.offer(said, names.length > 0 && (() => nicknames.restore(before)));
    } catch {
      notice.offer(words.names_failed, false);
    }
  };
  const field = element("input", {
    type: "file",
    accept: ".json,.csv,.txt",
    hidden: true,
    "aria-label": words.names_import,
    on: {
      change: async () => {
        await take(field.files?.[0]);
        field.value = "";
      },
    },
  });
  const save = () => {
    download(
      "foxchain_names.json",
      "application/json",
      JSON.stringify(Object.fromEntries(nicknames.all), null, 2),
    );
  };
  return element(
    "div",
    {},
    element(
      "div",
      { class: "chips" },
      element("button", { type: "button", on: { click: save } }, words.names_export),
      element("button", { type: "button", on: { click: () => field.click() } }, words.names_import),
      field,
    ),
    notice.root,
  );
}
