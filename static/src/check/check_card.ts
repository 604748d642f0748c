/** The card beside the console's history in which a node is checked: starts, shows each check as it ends, and keeps the result. */
import { check_ids } from "../../../check/check.ts";
import { evidenceJson } from "../../../check/evidence.ts";
import type { Report } from "../../../check/result.ts";
import { showFinding } from "../../../check/shown.ts";
import { result_words } from "../../../check/words.ts";
import { download, element, find, setText } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import type { PageStorage } from "../page/page_storage.ts";
import { CheckRows } from "./check_rows.ts";
import { drawFinding } from "./finding_view.ts";
import { keptCheck, withCheck } from "./kept_check.ts";
import type { Told } from "./messages.ts";
import { runCheck } from "./run_check.ts";
import { check_words } from "./words.ts";

/** What the card needs of the lab. */
export interface CheckHost {
  readonly language: Language;
  /** The node that the console is connected to. */
  readonly url: string;
  /** Who checks. */
  readonly agent: string;
  /** The lab needs this node's list empty, and a check fills it. */
  readonly spoils: boolean;
  readonly storage: Pick<PageStorage, "read" | "write">;
  /** The keyboard goes back where it came from. */
  closed(): void;
}

/** One card. */
export class CheckCard {
  readonly #section: HTMLElement;
  readonly #host: CheckHost;
  readonly #words: typeof check_words.en;
  readonly #title: HTMLElement;
  readonly #told = element("p", { class: "told", role: "status" });
  readonly #body = element("div");
  readonly #buttons = element("div", { class: "buttons" });
  #stop: (() => void) | undefined;

  /** Shows itself beside the history, in place of an earlier one. */
  constructor(host: CheckHost) {
    const { language, url } = host;
    this.#host = host;
    this.#words = check_words[language];
    this.#title = element("h2", { id: "lab_check_title", tabindex: -1 }, this.#words.title);
    this.#section = element(
      "section",
      { id: "lab_check", "aria-labelledby": "lab_check_title" },
      this.#title,
      element("p", { class: "node" }, element("code", {}, url)),
      this.#told,
      this.#buttons,
      this.#body,
    );
    find("network", HTMLElement).before(this.#section);
    this.#title.focus();
    this.#section.scrollIntoView({ block: "nearest" });
    if (host.spoils) this.#warn();
    else this.#start();
  }

  /** Ends it; a check that runs is stopped. */
  remove(): void {
    this.#stop?.();
    this.#section.remove();
  }

  #warn(): void {
    setText(this.#told, this.#words.spoils);
    this.#offer([this.#words.anyway, () => this.#start(), "primary"]);
  }

  #start(): void {
    const { language, url, agent } = this.#host;
    const words = this.#words;
    const rows = new CheckRows(language);
    let done = 0;
    this.#body.replaceChildren(rows.list);
    setText(this.#told, words.checking(0, check_ids.length));
    this.#offer([words.stop, () => this.#end(words.stopped)]);
    this.#title.focus();
    this.#stop = runCheck({ url, seed: newSeed(), agent }, {
      heard: (told: Told) => {
        if ("report" in told) return this.#finish(told.report, rows);
        rows.show(told.result, told.frames);
        setText(this.#told, words.checking(++done, check_ids.length));
      },
      failed: () => this.#end(words.failed),
    });
  }

  /** It ended without a result. */
  #end(told: string): void {
    this.#stop?.();
    this.#stop = undefined;
    setText(this.#told, told);
    this.#offer([this.#words.again, () => this.#start()]);
    this.#title.focus();
  }

  #finish(report: Report, rows: CheckRows): void {
    const { language, storage, url } = this.#host;
    const words = this.#words;
    const { score, points, verdicts, open, notes, browser, first_difference } = result_words[language];
    // What came late is known now.
    for (const result of report.checks) rows.show(result, report.frames);
    const is_kept = storage.write(
      "foxchain.check",
      withCheck(storage.read("foxchain.check"), keptCheck(report)),
    );
    const total = `${score}: ${points(report.points, report.points_max)} (${verdicts[report.verdict]})`;
    setText(this.#told, report.points_open > 0 ? `${total} ${open(report.points_open)}` : total);
    // Around the list, which stays where it is: the keyboard may be in it.
    rows.list.before(element("p", {}, is_kept ? words.in_report : words.in_memory));
    rows.list.after(
      ...(report.notes.length === 0 ? [] : [
        element("h3", {}, notes),
        ...report.notes.map((note) => drawFinding(showFinding(report, note, language), note.level, language)),
      ]),
      element("p", { class: "hint" }, first_difference),
      element(
        "p",
        { class: "hint" },
        `${browser} ${words.terminal} `,
        element("code", {}, `foxchain check ${url}`),
      ),
    );
    const had_focus = this.#buttons.contains(document.activeElement);
    this.#offer(
      [words.again, () => this.#start()],
      // Only a page of this computer, or by https, may make a hash.
      ...(isSecureContext ? [[words.save, () => void save(report)] as const] : []),
    );
    if (had_focus) this.#title.focus();
  }

  #offer(...choices: readonly (readonly [label: string, choose: () => void, kind?: string])[]): void {
    const close = () => {
      this.remove();
      this.#host.closed();
    };
    this.#buttons.replaceChildren(
      ...[...choices, [this.#words.close, close, "quiet"] as const].map(([label, choose, kind]) =>
        element("button", { type: "button", class: kind, on: { click: choose } }, label)
      ),
    );
  }
}

async function save(report: Report): Promise<void> {
  download("foxchain-check.json", "application/json", await evidenceJson(report, sha256));
}

async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

/** As `foxchain check --seed` takes it. */
function newSeed(): string {
  return hex(crypto.getRandomValues(new Uint8Array(4)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
