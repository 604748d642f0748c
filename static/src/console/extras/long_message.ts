/** Tools for a long message: its lists and objects fold, and a text is found in it. */
import { element, setText } from "../../page/dom.ts";
import type { Language } from "../../page/language.ts";
import { jsonFolds, type Part } from "./json_folds.ts";
import { extras_words } from "./words.ts";

/** A list or object with more lines of its own starts folded. */
const unfolded_lines_max = 50;

/** Puts the tools before the message, and folds into it. */
export function mountLongMessage(shown: HTMLElement, language: Language): void {
  const text = shown.textContent ?? "";
  const words = extras_words[language];
  shown.replaceChildren(...drawParts(jsonFolds(text), words));
  shown.before(new Finder(shown, words).root);
}

/** A fold is a block: only two texts that follow each other need a line's end between them. */
function drawParts(parts: readonly Part[], words: typeof extras_words.en): (HTMLElement | string)[] {
  return parts.map((part, at) => {
    if (typeof part === "string") return typeof parts[at + 1] === "string" ? `${part}\n` : part;
    const { head, inside, foot, lines } = part;
    return element(
      "details",
      { open: ownLines(inside) <= unfolded_lines_max },
      element("summary", { "data-folded": words.folded(lines) }, head),
      ...drawParts(inside, words),
      typeof inside.at(-1) === "string" ? `\n${foot}` : foot,
    );
  });
}

/** Lines, each fold inside counted as one. */
function ownLines(inside: readonly Part[]): number {
  return inside.reduce(
    (lines, part) => lines + (typeof part === "string" ? part.split("\n", unfolded_lines_max + 1).length : 1),
    0,
  );
}

/** A field that finds a text, one place after the other. */
class Finder {
  readonly root: HTMLElement;
  readonly #shown: HTMLElement;
  readonly #words: typeof extras_words.en;
  readonly #field: HTMLInputElement;
  readonly #told = element("span", { class: "hint", role: "status" });
  #at = 0;

  constructor(shown: HTMLElement, words: typeof extras_words.en) {
    this.#shown = shown;
    this.#words = words;
    this.#field = element("input", {
      type: "search",
      "aria-label": words.find,
      placeholder: words.find,
      on: {
        input: () => this.#find(0),
        keydown: (event) => this.#byKey(event as KeyboardEvent),
      },
    });
    const step = (label: string, by: number) =>
      element("button", { type: "button", on: { click: () => this.#find(this.#at + by) } }, label);
    this.root = element(
      "div",
      { class: "find" },
      this.#field,
      step(words.find_before, -1),
      step(words.find_next, 1),
      this.#told,
    );
  }

  #byKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    this.#find(this.#at + (event.shiftKey ? -1 : 1));
  }

  /** Marks the place of that number, counted on after the last one from the first again. */
  #find(wanted: number): void {
    const mark = this.#shown.querySelector("mark");
    const around = mark?.parentNode;
    mark?.replaceWith(...mark.childNodes);
    around?.normalize();
    const places = placesOf(this.#field.value, this.#shown);
    this.#at = places.length === 0 ? 0 : (wanted + places.length) % places.length;
    const nothing = this.#field.value === "";
    setText(this.#told, nothing ? "" : this.#words.found(this.#at + 1, places.length));
    const place = places[this.#at];
    if (place === undefined) return;
    const found = markPlace(place);
    for (let fold = found.closest("details"); fold; fold = fold.parentElement!.closest("details")) {
      fold.open = true;
    }
    found.scrollIntoView({ block: "nearest" });
  }
}

/** Where a text stands. */
interface Place {
  readonly node: Text;
  readonly index: number;
  readonly length: number;
}

/** Every place of a text, upper and lower case alike; none for an empty text. */
function placesOf(wanted: string, shown: HTMLElement): readonly Place[] {
  if (wanted === "") return [];
  const places: Place[] = [];
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
  const texts = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode as Text;
    for (const { index, 0: { length } } of node.data.matchAll(pattern)) places.push({ node, index, length });
  }
  return places;
}

function markPlace({ node, index, length }: Place): HTMLElement {
  const range = document.createRange();
  range.setStart(node, index);
  range.setEnd(node, index + length);
  const mark = element("mark");
  range.surroundContents(mark);
  return mark;
}
