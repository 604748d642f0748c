/** The address of a node's page, and the link by which that page may steer. */
import { nodeUrl } from "./node_url.ts";

/**
 * The page of a node, from what `nodeUrl` takes for the node. A page may have a path of its own behind a proxy.
 *
 * @returns Undefined for what is no address of a node. It ends with a slash.
 *
 * @example
 * ```ts
 * import { pageUrl } from "./page_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(pageUrl("9001"), "http://localhost:9001/");
 * assert.equal(pageUrl("wss://fox.example/fox/ws"), "https://fox.example/fox/");
 * assert.equal(pageUrl("https://fox.example/fox/"), "https://fox.example/fox/");
 * assert.equal(pageUrl("ftp://fox.example"), undefined);
 * ```
 */
export function pageUrl(text: string): string | undefined {
  const node = nodeUrl(text);
  if (node === undefined) return undefined;
  const url = new URL(/^\s*https?:\/\//i.test(text) ? text.trim() : node);
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf("/") + 1);
  const scheme = /^(https|wss):$/.test(url.protocol) ? "https" : "http";
  return `${scheme}://${url.host}${folder}`;
}

/**
 * The link that gives a page the key. What follows `#` stays in the browser: it is not sent with any request.
 *
 * @param page As {@linkcode pageUrl} gives it.
 */
export function keyLink(page: string, key: string): string {
  return `${page}#key=${key}`;
}

/** The link of `--open`, which gives the page a code that it exchanges for the key once. */
export function codeLink(page: string, code: string): string {
  return `${page}#code=${code}`;
}
