/** Reads the class list again when its file has changed. A file that is just being saved is read at the next look. */

/** What of the file tells that it has changed. */
export type FileMark = string | undefined;

/** Looks after one file. */
export class ListFile<List> {
  #mark: FileMark;
  /** The last reading failed: the next look reads again, since a spreadsheet may hold the file while it writes. */
  #has_failed = false;
  readonly #markOf: () => FileMark;
  readonly #read: () => List;

  /**
   * @param markOf Undefined while there is no such file.
   * @param read Throws for what is no list.
   */
  constructor(markOf: () => FileMark, read: () => List) {
    this.#markOf = markOf;
    this.#read = read;
    this.#mark = markOf();
  }

  /** The list, where it has changed; what was thrown where it can't be read; undefined where nothing is new. */
  look(): { readonly list: List } | { readonly fault: unknown } | undefined {
    const mark = this.#markOf();
    if (mark === this.#mark && !this.#has_failed) return undefined;
    this.#mark = mark;
    try {
      const list = this.#read();
      this.#has_failed = false;
      return { list };
    } catch (fault) {
      this.#has_failed = true;
      return { fault };
    }
  }
}

/** Time, size and place of a file: spreadsheets write a new one and move it there. */
export function markOf(path: string): FileMark {
  try {
    const { mtime, size, ino } = Deno.statSync(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}
