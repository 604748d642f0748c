/** The page's entry: chooses the language and hands each section to its panel. */
import { mountConsole } from "./console/console.ts";
import { mountEvents } from "./events/events.ts";
import { mountInspector } from "./inspector/inspector.ts";
import { mountLab } from "./lab/lab.ts";
import { mountNetwork } from "./network/network.ts";
import { find } from "./page/dom.ts";
import { chooseLanguage } from "./page/language.ts";
import { Live } from "./page/live.ts";
import type { Mount } from "./page/page.ts";
import { kept } from "./page/page_storage.ts";
import { showPage } from "./page/show_page.ts";
import { mountPeers } from "./peers/peers.ts";

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
  inspector: mountInspector,
};
for (const [id, mount] of Object.entries(panels)) mount(find(id, HTMLElement), page);
showPage(language);
live.start();
