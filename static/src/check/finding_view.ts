/** Draws what a check found: what is wrong, what to do, and what was sent, came, and should have come. */
import type { Shown } from "../../../check/shown.ts";
import { type Excerpt, excerpt } from "../../../check/visible.ts";
import type { Frame } from "../../../check/session.ts";
import { result_words } from "../../../check/words.ts";
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";

/** One finding. */
export function drawFinding(shown: Omit<Shown, "finding">, level: string, language: Language): HTMLElement {
  const { what, fix, price, sent, got, got_note, wanted } = shown;
  const words = result_words[language];
  return element(
    "div",
    { class: "finding" },
    element("p", {}, element("b", { class: level }, price), ` ${what}`),
    element("p", {}, element("b", {}, `${words.hint}:`), ` ${fix}`),
    element(
      "dl",
      {},
      ...pair(words.sent, sent, undefined, language),
      ...pair(words.got, got, got_note, language),
      ...pair(words.wanted, wanted, undefined, language),
    ),
  );
}

/** What was sent for a check and what came. */
export function drawFrames(frames: readonly Frame[], language: Language): HTMLElement {
  const words = result_words[language];
  return element(
    "dl",
    {},
    ...frames.flatMap(({ sent, kind, got, took_ms }) => {
      const note = {
        text: undefined,
        binary: words.binary,
        silent: words.no_answer((took_ms / 1000).toFixed(1)),
        closed: words.closed(got),
      }[kind];
      const came = kind === "text" || kind === "binary" ? excerpt(got, undefined) : undefined;
      return [
        ...pair(words.sent, excerpt(sent, undefined), undefined, language),
        ...pair(words.got, came, note, language),
      ];
    }),
  );
}

function pair(
  label: string,
  part: Excerpt | undefined,
  note: string | undefined,
  language: Language,
): readonly HTMLElement[] {
  if (part === undefined && note === undefined) return [];
  return [
    element("dt", {}, label),
    element(
      "dd",
      {},
      ...(part === undefined ? [] : drawExcerpt(part, language)),
      ...(note ? [element("i", {}, note)] : []),
    ),
  ];
}

function drawExcerpt({ before, mark, after, left_out }: Excerpt, language: Language): readonly HTMLElement[] {
  const cut = (characters: number) =>
    characters === 0 ? [] : [element("i", {}, result_words[language].left_out(characters))];
  const marked = mark === "" ? [] : [element("mark", {}, mark)];
  return [...cut(left_out[0]), element("code", {}, before, ...marked, after), ...cut(left_out[1])];
}
