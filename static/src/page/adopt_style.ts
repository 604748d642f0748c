/** Adds the style of a part that is loaded later: it is no weight of the first load, and the page's policy allows no inline style. */

/** Adds it to the page, after the page's own. */
export function adoptStyle(style: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
}
