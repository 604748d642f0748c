/** The page's entry: chooses the language and hands each section to its panel. */
import { mountConsole } from "./console/console.ts";
import { mountEvents } from "./events/events.ts";
import { mountLab } from "./lab/lab.ts";
import { mountNetwork } from "./network/network.ts";
import { find } from "./page/dom.ts";
import { mountLate } from "./page/mount_late.ts";
import { followStore } from "./page/follow_store.ts";
import { chooseLanguage } from "./page/language.ts";
import { Live } from "./page/live.ts";
import type { Mount } from "./page/page.ts";
import { kept } from "./page/page_storage.ts";
import { showPage } from "./page/show_page.ts";
import { applyTheme } from "./page/theme.ts";
import { mountThemeSwitch } from "./page/theme_switch.ts";
import { mountPeers } from "./peers/peers.ts";

applyTheme();
const language = chooseLanguage({
  search: location.search,
  stored: kept.read("foxchain.language"),
  preferred: navigator.languages,
});
const live = new Live();
live.steering.start();
const conversation = mountConsole(find("console", HTMLElement), { language, live });
const page = { language, live, conversation };

const panels: Readonly<Record<string, Mount>> = {
  network: mountNetwork,
  lab: mountLab,
  peers: mountPeers,
  events: mountEvents,
};
for (const [id, mount] of Object.entries(panels)) mount(find(id, HTMLElement), page);
mountLate(find("inspector", HTMLElement), page, async () => (await loadInspector()).mountInspector);
followStore(page);
mountThemeSwitch(language);
showPage(language);
// With the messages that pass, unless less movement is wished.
live.start(!matchMedia("(prefers-reduced-motion: reduce)").matches);

/** A bundle of its own beside this one, with the drawing of the charts. */
function loadInspector(): Promise<typeof import("./inspector/inspector.ts")> {
  const url = "./inspector.js"; // not a literal in import(): it is no part of this bundle
  return import(url);
}
