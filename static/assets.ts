/**
 * The page's files, each named once, so that a bundle or an executable carries all of them. Each is loaded at the first
 * request for it, so that a node starts faster.
 */

/** One file as a server sends it. */
export interface Asset {
  /** The value of the Content-Type header. */
  readonly content_type: string;
  /** Its content. Text is sent as UTF-8. */
  load(): Promise<string | Uint8Array<ArrayBuffer>>;
}

/** A module with nothing but the content of a file. */
type File<Content> = Promise<{ readonly default: Content }>;

/**
 * URL path -> file. `build/` is what `deno task page` makes of `src/`: the page, and the parts that it loads
 * when they are first needed.
 *
 * @example
 * ```ts
 * import { assets } from "./assets.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(assets.get("/")?.content_type, "text/html; charset=utf-8");
 * assert.equal(assets.get("/static/unknown"), undefined);
 * ```
 */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ["/", text("html", () => import("./index.html", { with: { type: "text" } }))],
  ["/static/app.js", text("javascript", () => import("./build/app.js", { with: { type: "text" } }))],
  ["/static/report.js", text("javascript", () => import("./build/report.js", { with: { type: "text" } }))],
  [
    "/static/inspector.js",
    text("javascript", () => import("./build/inspector.js", { with: { type: "text" } })),
  ],
  [
    "/static/picture_extras.js",
    text("javascript", () => import("./build/picture_extras.js", { with: { type: "text" } })),
  ],
  ["/static/editor.js", text("javascript", () => import("./build/editor.js", { with: { type: "text" } }))],
  [
    "/static/console_extras.js",
    text("javascript", () => import("./build/console_extras.js", { with: { type: "text" } })),
  ],
  ["/static/check.js", text("javascript", () => import("./build/check.js", { with: { type: "text" } }))],
  [
    "/static/check_worker.js",
    text("javascript", () => import("./build/check_worker.js", { with: { type: "text" } })),
  ],
  [
    "/static/names_import.js",
    text("javascript", () => import("./build/names_import.js", { with: { type: "text" } })),
  ],
  [
    "/static/store_notice.js",
    text("javascript", () => import("./build/store_notice.js", { with: { type: "text" } })),
  ],
  ["/static/docs.js", text("javascript", () => import("./build/docs.js", { with: { type: "text" } }))],
  ["/static/stream.js", text("javascript", () => import("./build/stream.js", { with: { type: "text" } }))],
  ["/static/style.css", text("css", () => import("./build/style.css", { with: { type: "text" } }))],
  // A browser asks for this icon where no page names one, e.g. at /metrics.
  ["/favicon.ico", asset("image/svg+xml", favicon)],
  ["/static/favicon.svg", asset("image/svg+xml", favicon)],
  [
    "/static/font/foxchain_pixel.woff2",
    asset("font/woff2", () => import("./font/foxchain_pixel.woff2", { with: { type: "bytes" } })),
  ],
  ["/static/font/OFL.txt", text("plain", () => import("./font/OFL.txt", { with: { type: "text" } }))],
]);

/** What only the node of a class board serves, besides; its `/` takes the place of the usual one. */
export const board_assets: ReadonlyMap<string, Asset> = new Map([
  ["/", { content_type: "text/html; charset=utf-8", load: pageWithBoard }],
  ["/board", text("html", () => import("./board.html", { with: { type: "text" } }))],
  ["/static/board.js", text("javascript", () => import("./build/board.js", { with: { type: "text" } }))],
  ["/static/board.css", text("css", () => import("./build/board.css", { with: { type: "text" } }))],
]);

/** The page with a link to the class board, before the one to the protocol. */
async function pageWithBoard(): Promise<string> {
  const page = await assets.get("/")!.load() as string;
  const link = '<a href="board" data-words="board"></a>';
  return page.replace('<a id="protocol"', `${link}\n        <a id="protocol"`);
}

function favicon(): File<string> {
  return import("./favicon.svg", { with: { type: "text" } });
}

function text(kind: "html" | "javascript" | "css" | "plain", load: () => File<string>): Asset {
  return asset(`text/${kind}; charset=utf-8`, load);
}

function asset(content_type: string, load: () => File<string | Uint8Array<ArrayBuffer>>): Asset {
  return { content_type, load: async () => (await load()).default };
}
