/** Nicknames as a file that a person saves, and takes back in another browser. */
import { download, element } from "../page/dom.ts";
import type { PeersContext } from "./context.ts";
import { nicknames_max } from "./nicknames.ts";

/**
 * The names in a file that was saved here: a JSON object of addresses and names. Undefined for any other text.
 *
 * @example
 * ```ts
 * import { readNicknames } from "./nicknames_file.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(readNicknames('{"ws://a.example/ws":"Ada"}'), [["ws://a.example/ws", "Ada"]]);
 * assert.equal(readNicknames("[1]"), undefined);
 * ```
 */
export function readNicknames(text: string): [key: string, name: string][] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
    const entries = Object.entries(read);
    const fits = entries.length <= nicknames_max && entries.every(([, name]) => typeof name === "string");
    return fits ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** The buttons that save the names and take them back. */
export function nicknameFileButtons({ words, nicknames, say }: PeersContext): HTMLElement {
  const file = element("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    "aria-label": words.names_import,
    on: {
      change: async () => {
        const names = readNicknames(await file.files?.[0]?.text() ?? "");
        file.value = "";
        if (names === undefined) return say(words.names_refused);
        nicknames.giveAll(names);
        say(words.names_taken(names.length));
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
    { class: "chips" },
    element("button", { type: "button", on: { click: save } }, words.names_export),
    element("button", { type: "button", on: { click: () => file.click() } }, words.names_import),
    file,
  );
}
