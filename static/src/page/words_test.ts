/** The page's words and the places that name them agree, and both languages have every key. */
import assert from "node:assert/strict";
import page from "../../index.html" with { type: "text" };
import { sourceFiles } from "../../../tools/source_files.ts";
import type { Bilingual, Words } from "./language.ts";
import { page_words } from "./words.ts";

const tables: [name: string, words: Bilingual<Words>][] = [];
for (const path of sourceFiles("static/src/")) {
  if (!path.endsWith("words.ts")) continue;
  const exported = await import(new URL(`../../../${path}`, import.meta.url).href);
  for (const [name, words] of Object.entries<Bilingual<Words>>(exported)) {
    if (typeof words === "object" && "en" in words && "zh" in words) tables.push([name, words]);
  }
}

for (const [name, { en, zh }] of tables) {
  Deno.test(`${name} has every key in English and in Chinese`, () => {
    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
    for (const key of Object.keys(en)) {
      assert.equal(typeof zh[key], typeof en[key], key);
      assert.notEqual(zh[key], "", key);
    }
  });
}

Deno.test("the tables of words are found", () => {
  const names = tables.map(([name]) => name);
  for (const name of ["page_words", "console_words", "lab_words"]) assert.ok(names.includes(name), name);
});

Deno.test("every place in index.html names words that exist", () => {
  const named = [...page.matchAll(/data-words="(\w+)"/g)].map(([, key]) => key!);
  assert.ok(named.length > 5);
  assert.deepEqual(named.filter((key) => !Object.hasOwn(page_words.en, key)), []);
});

Deno.test("the page has no inline script and no inline style: the security policy forbids them", () => {
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
});
