/** A browser's storage for tests, which refuses to write when it is told to. */
import type { BrowserStorage } from "./page_storage.ts";

/** Texts in memory. */
export class TestStorage implements BrowserStorage {
  /** As where it is full. */
  refuses = false;
  readonly #texts = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#texts.get(key) ?? null;
  }

  setItem(key: string, text: string): void {
    this.#check();
    this.#texts.set(key, text);
  }

  removeItem(key: string): void {
    this.#check();
    this.#texts.delete(key);
  }

  #check(): void {
    if (this.refuses) throw new DOMException("full", "QuotaExceededError");
  }
}
