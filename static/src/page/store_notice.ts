/** The entry of a bundle of its own. Says above the panels that new addresses are not kept, with the store's own words. */
import { adoptStyle } from "./adopt_style.ts";
import { element, find, setText } from "./dom.ts";
import type { Live } from "./live.ts";
import type { Page } from "./page.ts";
import style from "./store_notice.css" with { type: "text" };
import { store_words } from "./store_words.ts";

/** Puts the notice on the page. It goes by itself when the store takes writes again, and comes back with the next fault. */
export function mountStoreNotice({ live, language }: Page): void {
  adoptStyle(style);
  const words = store_words[language];
  const cause = element("span");
  const box = element(
    "div",
    {},
    element("p", {}, element("strong", {}, words.title), " ", cause),
    element("p", { class: "hint" }, words.meanwhile),
  );
  const notice = element("div", { id: "store_notice", role: "alert", hidden: true }, box);
  find("main", HTMLElement).before(notice);
  const show = () => {
    const fault = faultOf(live);
    if (fault !== undefined) setText(cause, fault[language]);
    notice.hidden = fault === undefined;
  };
  live.listen(show);
  show();
}

/** Undefined also while the node tells nothing: what it told last may be over. */
function faultOf({ status, node }: Live) {
  return status === "open" ? node?.store?.fault : undefined;
}
