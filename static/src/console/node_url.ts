/** What a student types as a node's address, made into a WebSocket URL. */

/** Where the page came from: the parts of `location` that matter. */
export interface PageOrigin {
  /** "http:" or "https:". */
  readonly protocol: string;
  /** Host with port. */
  readonly host: string;
  /** Where the page lies there: "/", or e.g. "/fox/" behind a proxy. */
  readonly pathname: string;
}

/**
 * The `ws` beside the page, of the node that served it.
 *
 * @example
 * ```ts
 * import { ownUrl } from "./node_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(ownUrl({ protocol: "http:", host: "localhost:9000", pathname: "/" }), "ws://localhost:9000/ws");
 * assert.equal(ownUrl({ protocol: "https:", host: "a.example", pathname: "/fox/" }), "wss://a.example/fox/ws");
 * ```
 */
export function ownUrl(page: PageOrigin): string {
  const folder = page.pathname.slice(0, page.pathname.lastIndexOf("/") + 1);
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}${folder}ws`;
}

/**
 * Completes an address: nothing means this page's node, a page's URL or a bare host means the `ws` there, and a
 * ws:// or wss:// URL stays as it was typed. Undefined when no address can be made of it.
 *
 * @example
 * ```ts
 * import { nodeUrl } from "./node_url.ts";
 * import assert from "node:assert/strict";
 *
 * const page = { protocol: "http:", host: "localhost:9000", pathname: "/" };
 * assert.equal(nodeUrl("192.168.1.7:9000", page), "ws://192.168.1.7:9000/ws");
 * assert.equal(nodeUrl("not an address", page), undefined);
 * ```
 */
export function nodeUrl(typed: string, page: PageOrigin): string | undefined {
  const text = typed.trim();
  if (text === "") return ownUrl(page);
  // Chromium makes a host of it: not%20an%20address.
  if (/\s/.test(text)) return undefined;
  if (/^wss?:\/\//i.test(text)) return URL.canParse(text) && !text.includes("#") ? text : undefined;
  if (/^(?!https?:)[^/]*:\/\//i.test(text)) return undefined;
  const address = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, search } = new URL(address);
  // A folder is where a page lies, and its node listens beside it.
  if (pathname.endsWith("/")) return ownUrl({ protocol, host, pathname });
  return ownUrl({ protocol, host, pathname: "/" }).slice(0, -"/ws".length) + pathname + search;
}
