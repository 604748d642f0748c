/** The address of a node as a person types it, in a list or at a terminal, made into the URL of its WebSocket. */

const default_port = "9000";

const web_socket_schemes: Readonly<Record<string, string>> = {
  "ws:": "ws:",
  "wss:": "wss:",
  "http:": "ws:",
  "https:": "wss:",
};

/**
 * Reads `ws://host:port/ws`, and mends what people type instead: the page's `http://host:port/`, `host:port`,
 * `host` (port 9000), a port alone (this computer), a URL without a path. A path is kept, also `/`: lecture nodes
 * listen there.
 *
 * @returns Undefined when it can't be made the URL of a node.
 *
 * @example
 * ```ts
 * import { nodeUrl } from "./node_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(nodeUrl("192.168.1.7:9000"), "ws://192.168.1.7:9000/ws");
 * assert.equal(nodeUrl("https://fox.example/"), "wss://fox.example/ws");
 * assert.equal(nodeUrl("9001"), "ws://localhost:9001/ws");
 * assert.equal(nodeUrl("ws://localhost:6001/"), "ws://localhost:6001/");
 * assert.equal(nodeUrl("ftp://fox.example"), undefined);
 * ```
 */
export function nodeUrl(text: string): string | undefined {
  const with_scheme = withScheme(text.trim());
  const url = URL.parse(with_scheme);
  const scheme = url === null ? undefined : web_socket_schemes[url.protocol];
  if (url === null || scheme === undefined || url.hostname === "" || url.port === "0") return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  const of_page = url.protocol.startsWith("http");
  const without_path = /^[^/]*\/\/[^/?#]*([?#]|$)/.test(with_scheme);
  const path = without_path || (of_page && !url.pathname.endsWith("/ws")) ? "/ws" : url.pathname;
  return `${scheme}//${url.host}${path}${of_page ? "" : url.search}`;
}

function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (/^:?\d{1,5}$/.test(text)) return `ws://localhost:${text.replace(":", "")}`;
  if (/^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text)) return `ws://[${text}]:${default_port}`;
  const [, host = "", rest = ""] = /^([^/?#]*)(.*)$/.exec(text) ?? [];
  return /:\d+$/.test(host) ? `ws://${text}` : `ws://${host}:${default_port}${rest}`;
}
