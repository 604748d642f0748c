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
  new NetworkPanel(section, page);
}

/** The picture with what stands around it. It is drawn once per frame, however often the node tells of changes. */
class NetworkPanel {
  readonly #section: HTMLElement;
  readonly #page: Page;
  readonly #messages = new Messages();
  readonly #graph: GraphView;
  readonly #grid: GridView;
  readonly #notice: NoticeView;
  readonly #explanation: ExplanationView;
  readonly #toggle: HTMLElement;
  readonly #stand: HTMLElement;
  readonly #summary = element("p", { class: "hint" });
  readonly #counts = element("p", { class: "hint counts", hidden: true });
  readonly #news = element("p", { class: "unseen", role: "status" });
  readonly #healing = element("p", { class: "healing", role: "status" });
  readonly #draw = oncePerFrame(() => this.#drawFrame());
  #picture: Picture = { nodes: [], edges: [] };
  #form: PictureForm = "graph";
  #chosen: string | undefined;
  #with_messages = false;
  #is_new = true;
  #is_seen = true;

  constructor(section: HTMLElement, page: Page) {
    const { live, language } = page;
    const less_motion = matchMedia("(prefers-reduced-motion: reduce)");
    const choose = (id: string) => this.#choose(id);
    const options = { language, choose, calm: () => less_motion.matches };
    this.#section = section;
    this.#page = page;
    this.#graph = new GraphView(options);
    this.#grid = new GridView(options);
    this.#notice = new NoticeView(page);
    this.#explanation = new ExplanationView(live, language, () => this.#close());
    this.#stand = element("div", { class: "stand" }, this.#graph.element);
    this.#toggle = element(
      "button",
      {
        type: "button",
        class: "messages",
        "aria-pressed": "false",
        on: { click: () => this.#switchMessages() },
      },
      wordsFor(page, network_words).show_messages,
    );
    this.#fill();
    this.#follow();
  }

  #fill(): void {
    const heading = this.#section.querySelector("h2");
    this.#section.append(
      element("div", { class: "row" }, ...(heading ? [heading] : []), this.#toggle),
      this.#summary,
      this.#notice.element,
      this.#stand,
      this.#counts,
      this.#healing,
      this.#news,
      this.#explanation.element,
      makeLegend(this.#page.language),
    );
  }

  /** Draws when the node tells something, when the room changes, and when the panel comes into view. */
  #follow(): void {
    this.#page.live.listen(({ traffic }) => {
      if (this.#with_messages && traffic) this.#addMessages(traffic);
      this.#drawNew();
    });
    new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.#stand;
      this.#graph.resize({ width, height });
      this.#draw();
    }).observe(this.#stand);
    // Nothing moves that nobody sees. A tab in the background gets no frames anyway.
    new IntersectionObserver((seen) => {
      this.#is_seen = seen.at(-1)!.isIntersecting;
      this.#draw();
    }).observe(this.#section);
  }

  #addMessages(traffic: Parameters<Messages["add"]>[0]): void {
    const { links } = this.#page.live;
    this.#messages.add(traffic, (id) => {
      const link = links.get(id);
      return link && nodeOf(link);
    }, performance.now());
  }

  get #view(): GraphView | GridView {
    return this.#form === "graph" ? this.#graph : this.#grid;
  }

  #drawNew(): void {
    this.#is_new = true;
    this.#draw();
  }

  #drawFrame(): void {
    if (this.#is_new) this.#drawNews();
    if (this.#is_seen && this.#view.animate(this.#messages, performance.now())) this.#draw();
  }

  #drawNews(): void {
    const { live, language } = this.#page;
    this.#is_new = false;
    this.#picture = makePicture(live, Date.now());
    this.#form = choosePictureForm(this.#picture.nodes.length, this.#form);
    const view = this.#view;
    if (view.element.parentNode !== this.#stand) this.#stand.replaceChildren(view.element);
    view.show(this.#picture, this.#chosen);
    const sight = networkSightOf(live);
    decorate(this.#section, { "data-stage": sight, "data-form": this.#form });
    this.#notice.show(sight, live.node?.addresses.at(-1) ?? ownUrl(location));
    setText(this.#summary, summaryWords(live.node, language));
    setText(this.#healing, healingWords(lastHealing(live.events), language));
    setText(this.#counts, countWords(this.#messages.counts, language));
    this.#explanation.show(this.#chosen, this.#chosenNode());
  }

  #chosenNode(): Picture["nodes"][number] | undefined {
    return this.#picture.nodes.find(({ id }) => id === this.#chosen);
  }

  #choose(id: string): void {
    this.#chosen = this.#chosen === id ? undefined : id;
    const node = this.#chosenNode();
    this.#news.textContent = node ? describeNode(node, this.#page.language) : "";
    this.#drawNew();
  }

  #close(): void {
    this.#stand.querySelector<HTMLElement | SVGElement>("[aria-pressed=true]")?.focus();
    if (this.#chosen !== undefined) this.#choose(this.#chosen);
  }

  #switchMessages(): void {
    this.#with_messages = !this.#with_messages;
    this.#messages.clear();
    decorate(this.#toggle, { "aria-pressed": String(this.#with_messages) });
    this.#counts.hidden = !this.#with_messages;
    this.#page.live.start(this.#with_messages);
    this.#drawNew();
  }
}
