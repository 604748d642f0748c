/** Fills a panel below the first screen when it comes near: its code is no part of the first load. */
import { element } from "./dom.ts";
import type { Mount, Page } from "./page.ts";
import { page_words } from "./words.ts";

/** Loading begins this far before the panel is in view. */
const margin = "400px";

/** Loads once the section is near. Where the node is away, says so, and tries again when the section is seen again. */
export function mountLate(section: HTMLElement, page: Page, load: () => Promise<Mount>): void {
  const notice = element("p", { class: "hint", role: "status" });
  section.append(notice);
  let loading = false;
  const observer = new IntersectionObserver(async (seen) => {
    if (loading || !seen.at(-1)!.isIntersecting) return;
    loading = true;
    try {
      const mount = await load();
      observer.disconnect();
      notice.remove();
      mount(section, page);
    } catch {
      notice.textContent = page_words[page.language].not_loaded;
    }
    loading = false;
  }, { rootMargin: margin });
  observer.observe(section);
}
