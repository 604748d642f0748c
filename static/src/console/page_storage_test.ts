/** The browser's storage may fail at any time. */
import assert from "node:assert/strict";
import { pageStorage } from "./page_storage.ts";

Deno.test("what is written is read", () => {
  const texts = new Map<string, string>();
  const storage = pageStorage(() => ({
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
  }));
  assert.equal(storage.read("foxchain.draft"), null);
  storage.write("foxchain.draft", "fox");
  assert.equal(storage.read("foxchain.draft"), "fox");
});

Deno.test("storage that is forbidden or full breaks nothing", () => {
  const fail = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  for (const storage of [pageStorage(fail), pageStorage(() => ({ getItem: fail, setItem: fail }))]) {
    storage.write("foxchain.draft", "fox");
    assert.equal(storage.read("foxchain.draft"), null);
  }
});
