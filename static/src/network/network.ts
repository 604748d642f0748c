/** The panel 'network': the node that serves the page, and what it sees of the network around it. */
import { ownUrl } from "../console/node_url.ts";
import { decorate, element, setText } from "../page/dom.ts";
import { oncePerFrame } from "../page/once_per_frame.ts";
import type { Page } from "../page/page.ts";
import { wordsFor } from "../page/page.ts";
import { page_words } from "../page/words.ts";
import { namesOf } from "../peers/names.ts";
import { describeNode } from "./descriptions.ts";
import type { ExplanationView } from "./explanation_view.ts";
import { choosePictureForm, type PictureForm } from "./picture_form.ts";
import { GraphView } from "./graph_view.ts";
import { lastHealing } from "./healing.ts";
import { makeLegend } from "./legend.ts";
import { MessageLegend } from "./message_legend.ts";
import { Messages } from "./messages.ts";
import { NoticeView } from "./notice.ts";
import { makePicture, nodeOf, type Picture, self_node } from "./picture.ts";
import type { PictureView, ViewOptions } from "./picture_view.ts";
import { networkSightOf } from "./network_sight.ts";
import { healingWords, summaryWords } from "./sentences.ts";
import { network_words } from "./words.ts";

/** Fills the section. */
export function mountNetwork(section: HTMLElement, page: Page): void {
  new NetworkPanel(section, page);
}

/** Beside this bundle: the board, and making the graph larger. Not a literal in import(), so it is no part of this bundle. */
const extras_url = "./picture_extras.js";

/** How often the line about a loss is looked at again. */
const healing_look_ms = 2_000;

/** With fewer nodes there is nothing to make larger. */
const zoomed_min = 8;

/** The picture with what stands around it. It is drawn once per frame, however often the node tells of changes. */
class NetworkPanel {
  readonly #section: HTMLElement;
  readonly #page: Page;
  readonly #messages = new Messages();
  readonly #graph: GraphView;
  readonly #options: ViewOptions;
  readonly #notice: NoticeView;
  readonly #explained = element("div");
  #explanation: ExplanationView | undefined;
  readonly #toggle: HTMLElement;
  readonly #stand: HTMLElement;
  readonly #summary = element("p", { class: "hint" });
  readonly #counts: MessageLegend;
  readonly #news = element("p", { class: "unseen", role: "status" });
  readonly #healing = element("p", { class: "healing", role: "status" });
  readonly #draw = oncePerFrame(() => this.#drawFrame());
  #picture: Picture = { nodes: [], edges: [] };
  #form: PictureForm = "graph";
  #board: PictureView | undefined;
  #extras: typeof import("./picture_extras.ts") | undefined;
  #loading: Promise<void> | undefined;
  #chosen: string | undefined;
  #with_messages: boolean;
  #again: ReturnType<typeof setTimeout> | undefined;
  #is_new = true;
  #is_seen = true;

  constructor(section: HTMLElement, page: Page) {
    const { live, language } = page;
    const less_motion = matchMedia("(prefers-reduced-motion: reduce)");
    const names = namesOf(live);
    this.#options = {
      language,
      choose: (id) => this.#choose(id),
      nameOf: (keys) => names.ofNode(keys),
      studentOf: (keys) => names.studentOf(keys),
      calm: () => less_motion.matches,
      now: () => performance.now(),
    };
    names.listen(() => this.#drawNew());
    // `app.ts` begins with the messages, too.
    this.#with_messages = !less_motion.matches;
    this.#section = section;
    this.#page = page;
    this.#graph = new GraphView(this.#options);
    this.#counts = new MessageLegend(language);
    this.#counts.element.hidden = !this.#with_messages;
    this.#notice = new NoticeView(page);
    this.#stand = element("div", { class: "stand" }, this.#graph.element, this.#graph.overlay);
    this.#toggle = element(
      "button",
      {
        type: "button",
        class: "messages",
        "aria-pressed": String(this.#with_messages),
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
      this.#counts.element,
      this.#healing,
      this.#news,
      this.#explained,
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
    // Nothing moves while the panel is out of view. A tab in the background gets no frames anyway.
    new IntersectionObserver((seen) => {
      this.#is_seen = seen.at(-1)!.isIntersecting;
      this.#draw();
    }).observe(this.#section);
  }

  #addMessages(traffic: Parameters<Messages["add"]>[0]): void {
    const { links } = this.#page.live;
    this.#messages.add(traffic, (id) => {
      const link = links.get(id);
      return link === undefined || nodeOf(link) === self_node ? undefined : nodeOf(link);
    }, performance.now());
  }

  /** The graph is shown until the board is loaded. */
  get #view(): PictureView {
    return this.#form === "board" && this.#board !== undefined ? this.#board : this.#graph;
  }

  /** Loads what few people need at once. Where the node is away, a later picture tries again. */
  #loadExtras(): void {
    this.#loading ??= import(extras_url).then(
      (extras) => {
        this.#extras = extras;
        this.#drawNew();
      },
      () => {
        this.#loading = undefined;
        if (this.#chosen !== undefined) {
          this.#explained.textContent = page_words[this.#page.language].not_loaded;
        }
      },
    );
  }

  /** Room for many: names that fit, a larger picture, and the board. */
  #enlargeable(): void {
    if (this.#extras === undefined) return this.#loadExtras();
    if (this.#board !== undefined) return;
    const { BoardView, crowding, Zoom } = this.#extras;
    this.#board = new BoardView(this.#options);
    this.#graph.crowd(crowding);
    const zoom = new Zoom(this.#graph.element, this.#page.language, (view) => {
      this.#graph.look(view);
      this.#draw();
    });
    zoom.buttons.append(this.#enlarger());
    this.#toggle.before(zoom.buttons);
  }

  /** What there is to say about the chosen node. */
  #explain(): void {
    if (this.#extras === undefined) return this.#loadExtras();
    if (this.#explanation !== undefined) return;
    const { ExplanationView } = this.#extras;
    this.#explanation = new ExplanationView(this.#page.live, this.#options, () => this.#close());
    this.#explained.replaceChildren(this.#explanation.element);
  }

  /** A button that gives the picture the whole width of the page, and takes it back. */
  #enlarger(): HTMLElement {
    const { enlarge } = network_words[this.#page.language];
    const button = element("button", { type: "button", "aria-pressed": "false", title: enlarge }, "⤢");
    decorate(button, {
      "aria-label": enlarge,
      on: {
        click: () => {
          const is_large = this.#section.classList.toggle("large");
          decorate(button, { "aria-pressed": String(is_large) });
        },
      },
    });
    return button;
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
    if (this.#picture.nodes.length >= zoomed_min) this.#enlargeable();
    const view = this.#view;
    if (view.element.parentNode !== this.#stand) {
      this.#stand.replaceChildren(view.element, view.overlay ?? "");
    }
    view.show(this.#picture, this.#chosen);
    const sight = networkSightOf(live);
    decorate(this.#section, { "data-stage": sight, "data-form": view === this.#graph ? "graph" : "board" });
    this.#notice.show(sight, live.node?.addresses.at(-1) ?? ownUrl(location));
    setText(this.#summary, summaryWords(live.node, this.#picture.nodes, language));
    const healing = lastHealing(live.events, Date.now(), this.#mayFind());
    setText(this.#healing, healingWords(healing, language, namesOf(live).among(live.peers.values())));
    this.#lookAgain(healing !== undefined);
    this.#counts.show(this.#messages.counts);
    if (this.#chosen !== undefined) this.#explain();
    this.#explanation?.show(this.#chosen, this.#chosenNode(), this.#picture);
  }

  /** Whether a node is there that is not connected and may answer. */
  #mayFind(): boolean {
    return this.#picture.nodes.some(({ sight }) => sight === "known" || sight === "dialling");
  }

  /** The line about a loss changes with time, also while the node has nothing to tell. */
  #lookAgain(wanted: boolean): void {
    clearTimeout(this.#again);
    if (wanted) this.#again = setTimeout(() => this.#drawNew(), healing_look_ms);
  }

  #chosenNode(): Picture["nodes"][number] | undefined {
    return this.#picture.nodes.find(({ id }) => id === this.#chosen);
  }

  #choose(id: string): void {
    this.#chosen = this.#chosen === id ? undefined : id;
    if (this.#explanation === undefined) this.#explained.textContent = "";
    const node = this.#chosenNode();
    this.#news.textContent = node
      ? describeNode(node, this.#page.language, this.#options.nameOf(node.keys))
      : "";
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
    this.#counts.element.hidden = !this.#with_messages;
    this.#page.live.start(this.#with_messages);
    this.#drawNew();
  }
}
