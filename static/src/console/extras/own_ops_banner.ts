/** Says on the page what is wrong with the files of students' ops. */
import type { OwnOpView } from "../../../live_messages.ts";
import { element } from "../../page/dom.ts";
import type { Language } from "../../page/language.ts";
import { extras_words } from "./words.ts";

/** Fills the banner with a line for each file that does not do what it should; it hides where there is none. */
export function showOwnOps(banner: HTMLElement, own_ops: readonly OwnOpView[], language: Language): void {
  const lines = own_ops.flatMap((op) => linesOf(op, extras_words[language]));
  banner.hidden = lines.length === 0;
  banner.replaceChildren(...lines);
}

function linesOf({ file, fault, examples }: OwnOpView, words: typeof extras_words.en): HTMLElement[] {
  if (fault !== undefined) {
    const { line, column, sentence, text } = fault;
    const place = line === undefined || column === undefined ? file : words.own_fault_at(file, line, column);
    const lines: HTMLElement[] = [element("p", {}, `${place}: ${sentence}`)];
    if (text !== undefined) lines.push(element("pre", {}, text));
    return lines;
  }
  const failed = examples.filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  return [
    element("p", {}, words.own_examples_failed(file, failed.length, examples.length)),
    ...failed.map(({ number, sentence }) => element("p", {}, `${number}: ${sentence ?? ""}`)),
  ];
}
