/**
 * The tag that a page gives its connection, at `/ws?page=TAG`: only that page and this node know it, so it lets the page
 * read what belongs to its own requests. A WebSocket of a browser can't send a header.
 */

/** 128 random bits in hexadecimal digits. */
const tag_form = /^[0-9a-f]{32}$/;

/** Whether a text is a tag. */
export function isPageTag(text: string | undefined): text is string {
  return text !== undefined && tag_form.test(text);
}

/**
 * The tag in the URL of an upgrade request; undefined where there is none, or something else.
 *
 * @example
 * ```ts
 * import { pageTag } from "./page_tag.ts";
 * import assert from "node:assert/strict";
 *
 * const tag = "0123456789abcdef0123456789abcdef";
 * assert.equal(pageTag(`http://localhost:9000/ws?page=${tag}`), tag);
 * assert.equal(pageTag("http://localhost:9000/ws?page=me"), undefined);
 * ```
 */
export function pageTag(url: string): string | undefined {
  const tag = new URL(url).searchParams.get("page") ?? undefined;
  return isPageTag(tag) ? tag : undefined;
}
