/** The page's words and the places that name them agree. */
import assert from "node:assert/strict";
import page from "../index.html" with { type: "text" };
import { texts } from "./words.ts";

Deno.test("every place in index.html names words that exist", () => {
  const named = [...page.matchAll(/data-words="(\w+)"/g)].map(([, key]) => key!);
  assert.ok(named.length > 5);
  assert.deepEqual(named.filter((key) => !Object.hasOwn(texts, key)), []);
});

Deno.test("the page has no inline script and no inline style: the security policy forbids them", () => {
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
});
