/** Keeps the console's history in the browser's storage, and merges what other tabs write there. */
import { kept } from "../page/page_storage.ts";
import type { ConversationHistory, Exchange } from "./conversation_history.ts";
import { knowsMore } from "./history_merge.ts";
import { readHistory, writeHistory } from "./history_storage.ts";

const storage_key = "foxchain.history";

/** A burst of messages is written to the browser's storage once. */
const written_after_ms = 300;

/** The history that an earlier visit left. */
export function storedHistory(): ReturnType<typeof readHistory> {
  return readHistory(kept.read(storage_key));
}

/** Writes a history after it changed, and when the page is left. */
export class HistoryKeeper {
  readonly #history: ConversationHistory;
  readonly #merged: (changed: readonly Exchange[]) => void;
  #writing: ReturnType<typeof setTimeout> | undefined;
  #written: string | null = null;

  /** @param merged Told of the exchanges that another tab changed. */
  constructor(history: ConversationHistory, merged: (changed: readonly Exchange[]) => void) {
    this.#history = history;
    this.#merged = merged;
    addEventListener("pagehide", ({ persisted }) => {
      if (!persisted) history.lose(); // the other tabs should not wait with us
      this.#write();
    });
    kept.listen(storage_key, (text) => {
      if (text === null) return; // the person emptied the storage
      this.#mergeWith(text);
      // Tabs that write at the same moment overwrite each other, so the missing part is written again. What does not
      // fit is not.
      if (knowsMore(readHistory(writeHistory(history)), readHistory(text))) this.keep();
    });
  }

  /** The history was changed. */
  keep(): void {
    this.#writing ??= setTimeout(() => this.#write(), written_after_ms);
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    const stored = kept.read(storage_key);
    if (stored !== this.#written) this.#mergeWith(stored);
    this.#written = writeHistory(this.#history);
    kept.write(storage_key, this.#written);
  }

  /** Takes up what another tab wrote. */
  #mergeWith(text: string | null): void {
    this.#merged(this.#history.merge(readHistory(text)));
  }
}
