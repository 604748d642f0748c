/**
 * Adds the style of a part that is loaded later. So it is not in the first load. The page's policy allows no inline
 * style.
 */

/** Adds it to the page, after the page's own. */
export function adoptStyle(style: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
}
