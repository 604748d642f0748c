/** The browser's storage may fail at any time. */
import assert from "node:assert/strict";
import { type BrowserStorage, pageStorage } from "./page_storage.ts";
import { TestStorage } from "./test_storage.ts";

/** The event that a browser makes of what another tab did. */
function told(key: string | null, newValue: string | null, storageArea: BrowserStorage): Event {
  return Object.assign(new Event("storage"), { key, newValue, storageArea });
}

Deno.test("what is written is read, also by the next page, until it is removed", () => {
  const browser = new TestStorage();
  const storage = pageStorage(() => browser);
  assert.equal(storage.read("foxchain.draft"), null);
  assert.equal(storage.write("foxchain.draft", "fox"), true);
  assert.equal(storage.read("foxchain.draft"), "fox");
  assert.equal(pageStorage(() => browser).read("foxchain.draft"), "fox");
  storage.remove("foxchain.draft");
  assert.equal(pageStorage(() => browser).read("foxchain.draft"), null);
});

Deno.test("where storage is forbidden the page lives on with its memory", () => {
  const storage = pageStorage(() => {
    throw new DOMException("cookies are blocked", "SecurityError");
  });
  assert.equal(storage.read("foxchain.draft"), null);
  assert.equal(storage.write("foxchain.draft", "fox"), false);
  assert.equal(storage.read("foxchain.draft"), "fox");
  storage.remove("foxchain.draft");
  assert.equal(storage.read("foxchain.draft"), null);
  storage.listen("foxchain.draft", () => assert.fail());
});

Deno.test("a full storage keeps its old text, and this page reads the new one", () => {
  const browser = new TestStorage();
  const storage = pageStorage(() => browser);
  storage.write("foxchain.draft", "old");
  browser.refuses = true;
  assert.equal(storage.write("foxchain.draft", "new"), false);
  assert.deepEqual([storage.read("foxchain.draft"), browser.getItem("foxchain.draft")], ["new", "old"]);
  storage.remove("foxchain.draft");
  assert.equal(storage.read("foxchain.draft"), null);
  browser.refuses = false;
  assert.equal(storage.write("foxchain.draft", "newest"), true);
  assert.equal(browser.getItem("foxchain.draft"), "newest");
});

Deno.test("what another tab writes is heard by its key, and replaces what only the memory had", () => {
  const [browser, events] = [new TestStorage(), new EventTarget()];
  const storage = pageStorage(() => browser, events);
  const heard: (string | null)[] = [];
  storage.listen("foxchain.draft", (text) => heard.push(text));
  browser.refuses = true;
  storage.write("foxchain.draft", "mine");
  browser.refuses = false;
  browser.setItem("foxchain.draft", "theirs");
  events.dispatchEvent(told("foxchain.draft", "theirs", browser));
  assert.equal(storage.read("foxchain.draft"), "theirs");
  events.dispatchEvent(told("foxchain.url", "another key", browser));
  events.dispatchEvent(told("foxchain.draft", "of another storage", new TestStorage()));
  events.dispatchEvent(told(null, null, browser));
  assert.deepEqual(heard, ["theirs", null]);
});

Deno.test("two nodes that a proxy shows under one name have a key each, and share the rest", () => {
  const [browser, events] = [new TestStorage(), new EventTarget()];
  const [root, fox, wolf] = ["/", "/fox/", "/wolf/"].map((folder) =>
    pageStorage(() => browser, events, folder)
  );
  const heard: (string | null)[] = [];
  fox!.listen("foxchain.key", (text) => heard.push(text));
  for (const [storage, name] of [[root!, "root"], [fox!, "fox"], [wolf!, "wolf"]] as const) {
    storage.write("foxchain.key", name);
    storage.write("foxchain.draft", name);
  }
  assert.deepEqual([root, fox, wolf].map((storage) => storage!.read("foxchain.key")), [
    "root",
    "fox",
    "wolf",
  ]);
  assert.deepEqual(
    [root, fox, wolf].map((storage) => storage!.read("foxchain.draft")),
    Array(3).fill("wolf"),
  );
  wolf!.remove("foxchain.key");
  assert.equal(fox!.read("foxchain.key"), "fox");
  events.dispatchEvent(told("foxchain.key /wolf/", null, browser));
  events.dispatchEvent(told("foxchain.key /fox/", null, browser));
  assert.deepEqual(heard, [null]);
});
