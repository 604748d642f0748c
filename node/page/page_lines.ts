/** The lines that students' ops wrote for requests of pages, until these fetch them. Each page reads its own and no other's. */
import type { SaidAnswer } from "../../static/live_messages.ts";
import { said_characters_max } from "./limits.ts";

interface Said {
  readonly lines: string[];
  left_out: number;
}

/**
 * All of one node's, the oldest first. What no page fetches goes when there is no room any more.
 *
 * @example
 * ```ts
 * import { PageLines } from "./page_lines.ts";
 * import assert from "node:assert/strict";
 *
 * const lines = new PageLines();
 * lines.keep("a page's tag", 3, "fox");
 * assert.deepEqual(lines.take("another page's", 3), { lines: [], left_out: 0 });
 * assert.deepEqual(lines.take("a page's tag", 3), { lines: ["fox"], left_out: 0 });
 * assert.deepEqual(lines.take("a page's tag", 3), { lines: [], left_out: 0 }); // told once
 * ```
 */
export class PageLines {
  readonly #said = new Map<string, Said>();
  readonly #characters_max: number;
  #characters = 0;

  constructor(characters_max: number = said_characters_max) {
    this.#characters_max = characters_max;
  }

  /** Keeps a line of the request with that number on the page's connection. */
  keep(page: string, request: number, line: string): void {
    const name = `${page} ${request}`;
    const said = this.#said.get(name) ?? { lines: [], left_out: 0 };
    this.#said.set(name, said);
    // An empty line takes room, too.
    const size = line.length + 1;
    for (const oldest of this.#said.keys()) {
      if (oldest === name || this.#characters + size <= this.#characters_max) break;
      this.#forget(oldest);
    }
    if (this.#characters + size > this.#characters_max) said.left_out++;
    else {
      said.lines.push(line);
      this.#characters += size;
    }
  }

  /** What was kept for a request; it is told once. */
  take(page: string, request: number): SaidAnswer {
    return this.#forget(`${page} ${request}`) ?? { lines: [], left_out: 0 };
  }

  #forget(name: string): Said | undefined {
    const said = this.#said.get(name);
    this.#said.delete(name);
    this.#characters -= said?.lines.reduce((sum, line) => sum + line.length + 1, 0) ?? 0;
    return said;
  }
}
