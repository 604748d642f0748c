/** What the console keeps in the browser. A browser may forbid it, or be full: then nothing is kept, and nothing breaks. */

/** Keys of this panel. */
export type StorageKey = "foxchain.history" | "foxchain.draft" | "foxchain.url";

/** Kept over a reload and later visits. */
export const kept: PageStorage = pageStorage(() => localStorage);

/** Kept over a reload of this tab only: two tabs may talk to two nodes. */
export const kept_in_tab: PageStorage = pageStorage(() => sessionStorage);

/** Texts by key. */
export interface PageStorage {
  read(key: StorageKey): string | null;
  write(key: StorageKey, text: string): void;
}

/**
 * Keeps texts where that is possible.
 *
 * @param open May throw, as `localStorage` does where it is forbidden.
 */
export function pageStorage(open: () => Pick<Storage, "getItem" | "setItem">): PageStorage {
  return {
    read(key) {
      try {
        return open().getItem(key);
      } catch {
        return null;
      }
    },
    write(key, text) {
      try {
        open().setItem(key, text);
      } catch {
        // Forbidden or full: the conversation goes on, a reload will not bring this back.
      }
    },
  };
}
