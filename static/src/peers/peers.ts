/** The panel 'peers'. */
import type { Page } from "../page/page.ts";

/** Fills the section. */
export function mountPeers(_section: HTMLElement, _page: Page): void {}
