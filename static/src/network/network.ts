/** The panel 'network'. */
import type { Page } from "../page/page.ts";

/** Fills the section. */
export function mountNetwork(_section: HTMLElement, _page: Page): void {}
