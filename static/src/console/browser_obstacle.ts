/** What in a browser may keep a page from a node, judged by their addresses alone. Pure. */
import { ownUrl, type PageOrigin } from "./node_url.ts";

/**
 * - `mixed`: a page that came by https may not open ws: towards another machine.
 * - `local_network`: Chromium asks before a page from a wider network reaches this machine or the network around it, and
 *   refuses at once where the page did not come by https.
 * - `port`: no port is named, so it is the web's, and a node rarely listens there.
 * - `path`: nodes listen at /ws.
 */
export type BrowserObstacle = "mixed" | "local_network" | "port" | "path";

/**
 * The likeliest obstacle, or undefined: then it is probably the node.
 *
 * @example
 * ```ts
 * import { browserObstacle } from "./browser_obstacle.ts";
 * import assert from "node:assert/strict";
 *
 * const page = { protocol: "http:", host: "localhost:9000", pathname: "/" };
 * assert.equal(browserObstacle("ws://localhost:9100/p2p", page), "path");
 * assert.equal(browserObstacle("ws://localhost:9100/ws", page), undefined);
 * ```
 */
export function browserObstacle(url: string, page: PageOrigin): BrowserObstacle | undefined {
  if (!URL.canParse(url) || url === ownUrl(page)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(url);
  const scope = scopeOf(hostname);
  if (page.protocol === "https:" && protocol === "ws:" && scope > 0) return "mixed";
  if (scope < scopeOf(new URL(`${page.protocol}//${page.host}`).hostname)) return "local_network";
  if (pathname !== "/ws") return "path";
  return port === "" ? "port" : undefined;
}

/** 0: this machine, 1: the network around it, 2: the internet. A bare name is one of the network around it. */
function scopeOf(hostname: string): 0 | 1 | 2 {
  if (/^(localhost|.+\.localhost|127\..+|\[::1\])$/.test(hostname)) return 0;
  const near = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[f[cd]|\[fe[89ab])|\.local$|^[^.:]+$/;
  return near.test(hostname) ? 1 : 2;
}
