/** The frame of every HTML file that is written: it needs nothing else, and no script may run in it. */
import { html as markup, raw } from "hono/html";
import type { Language } from "./words.ts";

/** A finished piece of HTML. */
export type Piece = ReturnType<typeof markup>;

/** The browser loads and runs nothing, even if an escape were forgotten. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * A whole file.
 *
 * @param styles Text of style sheets, each ended by a line break.
 * @param main What stands on the page, ended by a line break.
 */
export function htmlPage(language: Language, title: string, styles: readonly string[], main: Piece): string {
  return `${markup`<!DOCTYPE html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>
${styles.map((style) => raw(style))}</style>
</head>
<body>
<main>
${main}</main>
</body>
</html>
`}`;
}
