/**
 * All that the page keeps in the browser. No other file touches the browser's storage: it throws where cookies are blocked,
 * where it is full, and in some private windows. Then the texts are kept in memory, and the page lives on until it is closed.
 */

/** What is kept, by name. */
export type StorageKey =
  | "foxchain.check"
  | "foxchain.draft"
  | "foxchain.history"
  | "foxchain.key"
  | "foxchain.lab"
  | "foxchain.lab.report"
  | "foxchain.language"
  | "foxchain.nicknames"
  | "foxchain.saved"
  | "foxchain.theme"
  | "foxchain.url";

/** Texts of one node. A proxy may show several nodes under one name, each in its own folder. */
const of_one_node: ReadonlySet<StorageKey> = new Set(["foxchain.key", "foxchain.url"]);

/** Kept over a reload and later visits, and shared by all tabs of this origin. */
export const kept: PageStorage = pageStorage(() => localStorage);

/** Kept over a reload of this tab only: two tabs may talk to two nodes. */
export const kept_in_tab: PageStorage = pageStorage(() => sessionStorage);

/** Texts by key. Nothing here throws. */
export interface PageStorage {
  /** What was written last; null for nothing. */
  read(key: StorageKey): string | null;
  /** Keeps a text. False where only this page's memory has it, so that it is gone after a reload. */
  write(key: StorageKey, text: string): boolean;
  /** Forgets a text. */
  remove(key: StorageKey): void;
  /** Hears what another tab wrote (null: removed). What this tab writes is not heard. */
  listen(key: StorageKey, heard: (text: string | null) => void): void;
}

/** What of the browser's storage is used. */
export type BrowserStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Where the browser reports what other tabs wrote: `globalThis` in the page. */
export type StorageEvents = Pick<EventTarget, "addEventListener">;

/**
 * Keeps texts in the browser's storage where that is possible, otherwise in memory.
 *
 * @param open May throw, as `localStorage` does where it is forbidden.
 * @param folder Where the page lies on its host: a proxy may show another node beside it, with a key of its own.
 *
 * @example
 * ```ts
 * import { pageStorage } from "./page_storage.ts";
 * import assert from "node:assert/strict";
 *
 * const forbidden = pageStorage(() => {
 *   throw new DOMException("cookies are blocked", "SecurityError");
 * });
 * assert.equal(forbidden.write("foxchain.draft", "fox"), false);
 * assert.equal(forbidden.read("foxchain.draft"), "fox");
 * ```
 */
export function pageStorage(
  open: () => BrowserStorage,
  events: StorageEvents = globalThis,
  folder: string = folderOfPage(),
): PageStorage {
  const nameOf = (key: StorageKey) => folder !== "/" && of_one_node.has(key) ? `${key} ${folder}` : key;
  /** Texts that the browser did not take; null: it did not remove the text. */
  const memory = new Map<StorageKey, string | null>();

  function keep(key: StorageKey, text: string | null): boolean {
    try {
      if (text === null) open().removeItem(nameOf(key));
      else open().setItem(nameOf(key), text);
      memory.delete(key);
      return true;
    } catch {
      memory.set(key, text);
      return false;
    }
  }

  function stored(key: StorageKey): string | null {
    try {
      return open().getItem(nameOf(key));
    } catch {
      return null;
    }
  }

  function isOurs(area: Storage | null): boolean {
    try {
      return area === open();
    } catch {
      return false;
    }
  }

  return {
    read: (key) => memory.has(key) ? memory.get(key)! : stored(key),
    write: keep,
    remove: (key) => void keep(key, null),
    listen(key, heard) {
      events.addEventListener("storage", (event) => {
        const { key: changed, newValue, storageArea } = event as StorageEvent;
        // No key: the person emptied the storage.
        if ((changed !== nameOf(key) && changed !== null) || !isOurs(storageArea)) return;
        memory.delete(key); // what the other tab wrote is newer
        heard(newValue);
      });
    },
  };
}

/** `/`, or e.g. `/fox/` behind a proxy. */
function folderOfPage(): string {
  const path = globalThis.location?.pathname ?? "/";
  return path.slice(0, path.lastIndexOf("/") + 1);
}
