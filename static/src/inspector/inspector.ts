/** The panel 'inspector'. */
import type { Page } from "../page/page.ts";

/** Fills the section. */
export function mountInspector(_section: HTMLElement, _page: Page): void {}
