/** The page's words and the places that name them agree, and both languages have every key. */
import assert from "node:assert/strict";
import page from "../../index.html" with { type: "text" };
import { sourceFiles } from "../../../tools/source_files.ts";
import { editor_words } from "../console/editor/words.ts";
import { state_words } from "../console/state_words.ts";
import { console_words } from "../console/words.ts";
import { events_words } from "../events/words.ts";
import { lab_words } from "../lab/words.ts";
import { report_words } from "../report/words.ts";
import { inspector_words } from "../inspector/words.ts";
import type { Bilingual, Words } from "./language.ts";
import { peers_words } from "../peers/words.ts";
import { explanation_words, network_words, role_words, tie_words } from "../network/words.ts";
import { page_words, peer_words } from "./words.ts";

/** Every table of words; a new panel adds its own here. */
const tables: Readonly<Record<string, Bilingual<Words>>> = {
  page_words,
  peer_words,
  peers_words,
  events_words,
  inspector_words,
  console_words,
  network_words,
  tie_words,
  role_words,
  explanation_words,
  lab_words,
  report_words,
  state_words,
  editor_words,
};

for (const [name, { en, zh }] of Object.entries(tables)) {
  Deno.test(`${name} has every key in English and in Chinese`, () => {
    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
    for (const key of Object.keys(en)) {
      assert.equal(typeof zh[key], typeof en[key], key);
      assert.notEqual(zh[key], "", key);
    }
  });
}

Deno.test("every table of words of the page is in this test", async () => {
  const found: string[] = [];
  for (const path of sourceFiles("static/src/")) {
    if (!path.endsWith("words.ts")) continue;
    const text = await Deno.readTextFile(path);
    found.push(...[...text.matchAll(/export const (\w+) = bilingual\(/g)].map(([, table]) => table!));
  }
  assert.deepEqual(found.sort(), Object.keys(tables).sort());
});

Deno.test("every place in index.html names words that exist", () => {
  const named = [...page.matchAll(/data-words="(\w+)"/g)].map(([, key]) => key!);
  assert.ok(named.length > 5);
  assert.deepEqual(named.filter((key) => !Object.hasOwn(page_words.en, key)), []);
});

Deno.test("the page has no inline script and no inline style: the security policy forbids them", () => {
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
});
