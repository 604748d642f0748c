/** What stands in place of the table of peers while there are none: how peers come. */
import { ownUrl } from "../console/node_url.ts";
import { element } from "../page/dom.ts";
import type { Page } from "../page/page.ts";
import type { PeersContext } from "./context.ts";

/** How peers come. */
export function drawEmpty(
  { conversation }: Pick<Page, "conversation">,
  words: PeersContext["words"],
): HTMLElement {
  const request = { op: "register", args: { addr: ownUrl(location) } };
  const click = () => conversation.draft(JSON.stringify(request));
  return element(
    "div",
    { class: "none", hidden: true },
    element("p", {}, element("strong", {}, words.empty_title)),
    element("p", { class: "hint" }, `${words.empty} `, element("code", {}, "--join ws://HOST:9000/ws")),
    element("button", { type: "button", on: { click } }, words.draft),
  );
}
