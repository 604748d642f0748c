/** The panel 'lab'. */
import type { Page } from "../page/page.ts";

/** Fills the section. */
export function mountLab(_section: HTMLElement, _page: Page): void {}
