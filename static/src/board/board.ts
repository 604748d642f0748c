/** The entry of the class board, a page of its own: tiles for a projector, and what a lecturer does with them. */
import type { BoardView, CheckAnswer, StudentView } from "../../board_messages.ts";
import { decorate, element, find, setText } from "../page/dom.ts";
import { chooseLanguage, type Language } from "../page/language.ts";
import { kept } from "../page/page_storage.ts";
import { Steering } from "../page/steering.ts";
import { applyTheme } from "../page/theme.ts";
import { mountThemeSwitch } from "../page/theme_switch.ts";
import { DetailDialog } from "./detail.ts";
import { BoardFeed } from "./feed.ts";
import { keyForm } from "./key_form.ts";
import { isInNeed, needOf } from "./need.ts";
import { TileGrid } from "./tile_grid.ts";
import { Toolbar } from "./toolbar.ts";
import { board_words } from "./words.ts";

/** So long a notice stays: long enough to read it twice. */
const notice_ms = 10_000;

/** The page. */
class BoardPage {
  readonly #language: Language;
  readonly #words: typeof board_words.en;
  readonly #steering = new Steering();
  readonly #grid: TileGrid;
  readonly #toolbar: Toolbar;
  readonly #detail: DetailDialog;
  readonly #feed: BoardFeed;
  /** What became of the last order. */
  readonly #notice = element("p", { class: "notice", role: "status" });
  /** What is wrong with the board itself, as long as it is. */
  readonly #fault = element("p", { class: "notice", role: "status" });
  #notice_timer: ReturnType<typeof setTimeout> | undefined;
  #view: BoardView | undefined;
  #ahead_ms = 0;
  #hides = false;

  constructor(language: Language) {
    this.#language = language;
    this.#words = board_words[language] as typeof board_words.en;
    const request = (path: string) => this.#steering.request(path);
    this.#grid = new TileGrid(language, (id) => this.#open(id));
    this.#toolbar = new Toolbar(language, {
      check: () => void this.#check(),
      hide: (hides) => {
        this.#hides = hides;
        this.#draw();
      },
      turn: (by) => this.#grid.turn(by),
      pause: (paused) => this.#grid.is_paused = paused,
    });
    this.#grid.onScreen = (screen) => this.#toolbar.showPages(screen);
    this.#detail = new DetailDialog({ language, request, check: (id) => void this.#check(id) });
    this.#feed = new BoardFeed(request, {
      may_ask: () => this.#steering.may_steer,
      show: (view, ahead_ms) => {
        this.#view = view;
        this.#ahead_ms = ahead_ms;
        this.#draw();
      },
      reached: (is_reached) => this.#is_reached(is_reached),
    });
    find("tools", HTMLElement).append(this.#toolbar.root);
    find("main", HTMLElement).append(
      keyForm(this.#steering, language),
      this.#fault,
      this.#notice,
      this.#grid.root,
      this.#detail.root,
    );
  }

  start(): void {
    this.#steering.listen(() => this.#showKey());
    this.#steering.start();
    this.#showKey();
    this.#feed.start();
    // Ages go on between two news.
    setInterval(() => this.#view !== undefined && this.#draw(), 1_000);
  }

  #showKey(): void {
    const { may_steer } = this.#steering;
    this.#toolbar.root.hidden = this.#grid.root.hidden = !may_steer;
    if (may_steer) return void this.#feed.ask();
    // Nothing of the class stays on a page whose key is refused.
    this.#view = undefined;
    this.#detail.root.close();
    this.#grid.show([], 0, 0);
    setText(find("counts", HTMLElement), "");
  }

  #is_reached(is_reached: boolean): void {
    const { list_fault } = this.#view ?? {};
    const told = !is_reached
      ? this.#words.lost
      : list_fault === undefined
      ? ""
      : this.#words.list_fault(list_fault[this.#language]);
    setText(this.#fault, told);
  }

  #draw(): void {
    if (this.#view === undefined || !this.#steering.may_steer) return;
    const { students, names_only } = this.#view;
    const shown = this.#hides ? students.map(withoutResult) : students;
    const now_ms = Date.now() + this.#ahead_ms;
    const in_need = shown.filter(isInNeed).length;
    const online = shown.filter(({ presence }) => presence === "online").length;
    const done = shown.filter((student) => needOf(student) === "done").length;
    setText(
      find("counts", HTMLElement),
      names_only || this.#hides
        ? this.#words.counts_names(online, shown.length)
        : this.#words.counts(online, shown.length, done, in_need),
    );
    this.#toolbar.showResults(!names_only);
    this.#grid.show(shown, in_need, now_ms, names_only || this.#hides);
    this.#detail.update(students, now_ms);
  }

  #open(id: number): void {
    const student = this.#view?.students.find((student) => student.id === id);
    if (student === undefined) return;
    if (this.#hides || this.#view!.names_only) return this.#tell(this.#hides ? this.#words.hidden : "");
    this.#detail.open(student, Date.now() + this.#ahead_ms);
  }

  async #check(id?: number): Promise<void> {
    try {
      const answer = await this.#steering.request("board/check", {
        method: "POST",
        body: JSON.stringify(id === undefined ? {} : { id }),
      });
      const said = await answer.json() as CheckAnswer & { error?: string };
      if (!answer.ok) throw new Error(said.error);
      this.#tell(this.#words.begun(said.begun, said.left_out));
    } catch (error) {
      this.#tell(this.#words.refused((error as Error).message));
    }
    void this.#feed.ask();
  }

  #tell(text: string): void {
    setText(this.#notice, text);
    clearTimeout(this.#notice_timer);
    this.#notice_timer = setTimeout(() => setText(this.#notice, ""), notice_ms);
  }
}

/** What is shown where names only are wanted on this screen. */
function withoutResult({ result: _, ...student }: StudentView): StudentView {
  return student;
}

applyTheme();
const language = chooseLanguage({
  search: location.search,
  stored: kept.read("foxchain.language"),
  preferred: navigator.languages,
});
const words = board_words[language];
const other: Language = language === "zh" ? "en" : "zh";
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
document.title = `${words.title} · FOXCHAIN`;
setText(find("title", HTMLElement), words.title);
setText(find("node", HTMLElement), words.node);
setText(find("language", HTMLElement), words.other_language);
decorate(find("language", HTMLAnchorElement), {
  href: `?lang=${other}`,
  hreflang: other,
  lang: other === "zh" ? "zh-CN" : "en",
  on: { click: () => kept.write("foxchain.language", other) },
});
mountThemeSwitch(language);
new BoardPage(language).start();
