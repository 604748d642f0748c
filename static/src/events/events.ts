/** The panel 'events'. */
import type { Page } from "../page/page.ts";

/** Fills the section. */
export function mountEvents(_section: HTMLElement, _page: Page): void {}
