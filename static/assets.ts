/** The page's files, each named once, so that a bundle or an executable carries all of them. */
import app from "./build/app.js" with { type: "text" };
import report from "./build/report.js" with { type: "text" };
import inspector from "./build/inspector.js" with { type: "text" };
import console_extras from "./build/console_extras.js" with { type: "text" };
import picture_extras from "./build/picture_extras.js" with { type: "text" };
import editor from "./build/editor.js" with { type: "text" };
import check from "./build/check.js" with { type: "text" };
import check_worker from "./build/check_worker.js" with { type: "text" };
import names_import from "./build/names_import.js" with { type: "text" };
import docs from "./build/docs.js" with { type: "text" };
import stream from "./build/stream.js" with { type: "text" };
import favicon from "./favicon.svg" with { type: "text" };
import licence from "./font/OFL.txt" with { type: "text" };
import font from "./font/foxchain_pixel.woff2" with { type: "bytes" };
import page from "./index.html" with { type: "text" };
import style from "./build/style.css" with { type: "text" };

/** One file as a server sends it. */
export interface Asset {
  /** The value of the Content-Type header. */
  readonly content_type: string;
  /** Text is sent as UTF-8. */
  readonly body: string | Uint8Array<ArrayBuffer>;
}

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
  ["/", { content_type: "text/html; charset=utf-8", body: page }],
  ["/static/app.js", { content_type: "text/javascript; charset=utf-8", body: app }],
  ["/static/report.js", { content_type: "text/javascript; charset=utf-8", body: report }],
  ["/static/inspector.js", { content_type: "text/javascript; charset=utf-8", body: inspector }],
  ["/static/picture_extras.js", { content_type: "text/javascript; charset=utf-8", body: picture_extras }],
  ["/static/editor.js", { content_type: "text/javascript; charset=utf-8", body: editor }],
  ["/static/console_extras.js", { content_type: "text/javascript; charset=utf-8", body: console_extras }],
  ["/static/check.js", { content_type: "text/javascript; charset=utf-8", body: check }],
  ["/static/check_worker.js", { content_type: "text/javascript; charset=utf-8", body: check_worker }],
  ["/static/names_import.js", { content_type: "text/javascript; charset=utf-8", body: names_import }],
  ["/static/docs.js", { content_type: "text/javascript; charset=utf-8", body: docs }],
  ["/static/stream.js", { content_type: "text/javascript; charset=utf-8", body: stream }],
  ["/static/style.css", { content_type: "text/css; charset=utf-8", body: style }],
  // Where no page names an icon, e.g. at /metrics, a browser asks for this one.
  ["/favicon.ico", { content_type: "image/svg+xml", body: favicon }],
  ["/static/favicon.svg", { content_type: "image/svg+xml", body: favicon }],
  ["/static/font/foxchain_pixel.woff2", { content_type: "font/woff2", body: font }],
  ["/static/font/OFL.txt", { content_type: "text/plain; charset=utf-8", body: licence }],
]);
