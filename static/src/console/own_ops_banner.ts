/** Says on the page what is wrong with the files of students' ops, and notices when these ops change. */
import type { NodeView, OwnOpView } from "../../live_messages.ts";
import { element } from "../page/dom.ts";

/** What it needs to say. */
export interface BannerWords {
  /** The place of a fault. */
  readonly own_fault_at: (file: string, line: number, column: number) => string;
  /** Examples of a file that failed. */
  readonly own_examples_failed: (file: string, failed: number, of: number) => string;
}

/** One line for each file that does not do what it should. */
export class OwnOpsBanner {
  readonly root: HTMLElement;
  readonly #words: BannerWords;
  /** What was shown last; a node of which nothing was heard yet has no ops of its own. */
  #shown = "[]";

  constructor(words: BannerWords) {
    this.#words = words;
    this.root = element("div", { id: "student_ops", role: "status" });
    this.root.hidden = true;
  }

  /**
   * Shows the node's ops as they are.
   *
   * @returns Whether they differ from those that were shown before.
   */
  show({ own_ops = [] }: Pick<NodeView, "own_ops">): boolean {
    const text = JSON.stringify(own_ops);
    if (text === this.#shown) return false;
    this.#shown = text;
    const lines = own_ops.flatMap((op) => this.#lines(op));
    this.root.hidden = lines.length === 0;
    this.root.replaceChildren(...lines);
    return true;
  }

  #lines({ file, fault, examples }: OwnOpView): HTMLElement[] {
    if (fault !== undefined) {
      const { line, column, sentence, text } = fault;
      const place = line === undefined || column === undefined
        ? file
        : this.#words.own_fault_at(file, line, column);
      const lines: HTMLElement[] = [element("p", {}, `${place}: ${sentence}`)];
      if (text !== undefined) lines.push(element("pre", {}, text));
      return lines;
    }
    const failed = examples.filter(({ passed }) => !passed);
    if (failed.length === 0) return [];
    return [
      element("p", {}, this.#words.own_examples_failed(file, failed.length, examples.length)),
      ...failed.map(({ number, sentence }) => element("p", {}, `${number}: ${sentence ?? ""}`)),
    ];
  }
}
