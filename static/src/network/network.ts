/** The panel 'network': the node that serves the page, and what it sees of the network around it. */
import { ownUrl } from "../console/node_url.ts";
import { decorate, element, setText } from "../page/dom.ts";
import { oncePerFrame } from "../page/once_per_frame.ts";
import type { Page } from "../page/page.ts";
import { wordsFor } from "../page/page.ts";
import { describeNode } from "./descriptions.ts";
import { ExplanationView } from "./explanation_view.ts";
import { choosePictureForm, type PictureForm } from "./picture_form.ts";
import { GraphView } from "./graph_view.ts";
import { GridView } from "./grid_view.ts";
import { lastHealing } from "./healing.ts";
import { makeLegend } from "./legend.ts";
import { Messages } from "./messages.ts";
import { NoticeView } from "./notice.ts";
import { makePicture, nodeOf, type Picture } from "./picture.ts";
import { networkSightOf } from "./network_sight.ts";
import { countWords, healingWords, summaryWords } from "./sentences.ts";
import { network_words } from "./words.ts";

/** Fills the section. */
export function mountNetwork(section: HTMLElement, page: Page): void {
  const { live, language } = page;
  const words = wordsFor(page, network_words);
  const less_motion = matchMedia("(prefers-reduced-motion: reduce)");
  const options = { language, choose, calm: () => less_motion.matches };
  const graph = new GraphView(options);
  const grid = new GridView(options);
  const messages = new Messages();
  const notice = new NoticeView(page);
  const explanation = new ExplanationView(live, language, close);
  const draw = oncePerFrame(drawFrame);
  let picture: Picture = { nodes: [], edges: [] };
  let form: PictureForm = "graph";
  let chosen: string | undefined;
  let with_messages = false;
  let is_new = true;
  let is_seen = true;

  const toggle = element(
    "button",
    { type: "button", class: "messages", "aria-pressed": "false", on: { click: switchMessages } },
    words.show_messages,
  );
  const summary = element("p", { class: "hint" });
  const counts = element("p", { class: "hint counts", hidden: true });
  const news = element("p", { class: "unseen", role: "status" });
  const healing = element("p", { class: "healing", role: "status" });
  const stand = element("div", { class: "stand" }, graph.element);
  const heading = section.querySelector("h2");
  section.append(
    element("div", { class: "row" }, ...(heading ? [heading] : []), toggle),
    summary,
    notice.element,
    stand,
    counts,
    healing,
    news,
    explanation.element,
    makeLegend(language),
  );

  live.listen(({ traffic }) => {
    if (with_messages && traffic) {
      messages.add(traffic, (id) => {
        const link = live.links.get(id);
        return link && nodeOf(link);
      }, performance.now());
    }
    is_new = true;
    draw();
  });
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = stand;
    graph.resize({ width, height });
    draw();
  }).observe(stand);
  // Nothing moves that nobody sees. A tab in the background gets no frames anyway.
  new IntersectionObserver((seen) => {
    is_seen = seen.at(-1)!.isIntersecting;
    draw();
  }).observe(section);

  function drawFrame(): void {
    if (is_new) drawNews();
    const view = form === "graph" ? graph : grid;
    if (is_seen && view.animate(messages, performance.now())) draw();
  }

  function drawNews(): void {
    is_new = false;
    picture = makePicture(live, Date.now());
    form = choosePictureForm(picture.nodes.length, form);
    const view = form === "graph" ? graph : grid;
    if (view.element.parentNode !== stand) stand.replaceChildren(view.element);
    view.show(picture, chosen);
    const stage = networkSightOf(live);
    decorate(section, { "data-stage": stage, "data-form": form });
    notice.show(stage, live.node?.addresses.at(-1) ?? ownUrl(location));
    setText(summary, summaryWords(live.node, language));
    setText(healing, healingWords(lastHealing(live.events), language));
    setText(counts, countWords(messages.counts, language));
    explain();
  }

  function explain(): void {
    explanation.show(chosen, picture.nodes.find(({ id }) => id === chosen));
  }

  function choose(id: string): void {
    chosen = chosen === id ? undefined : id;
    const node = picture.nodes.find((node) => node.id === chosen);
    news.textContent = node ? describeNode(node, language) : "";
    is_new = true;
    draw();
  }

  function close(): void {
    stand.querySelector<HTMLElement | SVGElement>("[aria-pressed=true]")?.focus();
    if (chosen !== undefined) choose(chosen);
  }

  function switchMessages(): void {
    with_messages = !with_messages;
    messages.clear();
    decorate(toggle, { "aria-pressed": String(with_messages) });
    counts.hidden = !with_messages;
    live.start(with_messages);
    is_new = true;
    draw();
  }
}
