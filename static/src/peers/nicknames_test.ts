import assert from "node:assert/strict";
import { pageStorage } from "../page/page_storage.ts";
import { TestStorage } from "../page/test_storage.ts";
import { nickname_characters_max, Nicknames, nicknames_max } from "./nicknames.ts";

function storageOf(text: string | null) {
  const browser = new TestStorage();
  if (text !== null) browser.setItem("foxchain.nicknames", text);
  return pageStorage(() => browser);
}

Deno.test("a nickname survives, is cut at its limit and goes when it is emptied", () => {
  const storage = storageOf(null);
  const names = new Nicknames(storage);
  names.give("a", "狐".repeat(nickname_characters_max));
  names.give("b", "x".repeat(nickname_characters_max + 1));
  assert.equal(new Nicknames(storage).of("a"), "狐".repeat(nickname_characters_max));
  assert.equal(new Nicknames(storage).of("b"), "x".repeat(nickname_characters_max));
  names.give("a", "  ");
  assert.equal(new Nicknames(storage).of("a"), "");
});

Deno.test("the name given longest ago goes when there are too many", () => {
  const names = new Nicknames(storageOf(null));
  for (let n = 0; n < nicknames_max; n++) names.give(`key ${n}`, "name");
  names.give("key 0", "again");
  assert.equal(names.of("key 1"), "name");
  names.give("one more", "name");
  assert.deepEqual([names.of("key 0"), names.of("key 1"), names.of("key 2")], ["again", "", "name"]);
});

for (const text of ["{oops", "null", "[1]", '{"a":1}', '"text"']) {
  Deno.test(`what the store holds instead of names is no name: ${text}`, () => {
    assert.equal(new Nicknames(storageOf(text)).of("a"), "");
  });
}

Deno.test("a store that refuses does not take the name from the page", () => {
  const browser = new TestStorage();
  browser.refuses = true;
  const names = new Nicknames(pageStorage(() => browser));
  names.give("a", "name");
  assert.equal(names.of("a"), "name");
});

Deno.test("names that two tabs give are kept side by side, and each hears of the other's", () => {
  const [browser, events] = [new TestStorage(), new EventTarget()];
  const one = new Nicknames(pageStorage(() => browser, events));
  const two = new Nicknames(pageStorage(() => browser));
  let heard = 0;
  one.listen(() => heard++);
  one.give("a", "Ada");
  two.give("b", "Bob");
  const newValue = browser.getItem("foxchain.nicknames");
  const told = { key: "foxchain.nicknames", newValue, storageArea: browser };
  events.dispatchEvent(Object.assign(new Event("storage"), told));
  assert.deepEqual([heard, one.of("a"), one.of("b")], [2, "Ada", "Bob"]);
});
