/** Brings the notice about a store that takes no writes when it is first needed: most pages never load it. */
import type { Page } from "./page.ts";

/** Beside this bundle. Not a literal in import(), so it is no part of this bundle. */
const url = "./store_notice.js";

/** Waits for the first fault. Where the notice can't be loaded, the next change tries again. */
export function followStore(page: Page): void {
  let loading: Promise<void> | undefined;
  page.live.listen(() => {
    if (page.live.node?.store?.fault === undefined) return;
    loading ??= import(url).then(
      ({ mountStoreNotice }: typeof import("./store_notice.ts")) => mountStoreNotice(page),
      () => void (loading = undefined),
    );
  });
}
