/** Watches a folder of ops: reads its files, now and after each change. It does not know what an op is. */
import { join } from "node:path";
import { folder_look_ms, folder_quiet_ms, op_file_bytes_max } from "./limits.ts";

/** What is in the folder: text by name of the file, or a sentence that says why it can't be read. */
export interface FolderContent {
  readonly texts: ReadonlyMap<string, string>;
  readonly unreadable: ReadonlyMap<string, string>;
}

/** What was read of one file, and a mark by which a change is seen. */
interface Known {
  readonly mark: string;
  readonly text?: string;
  readonly fault?: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A folder that may come and go. */
export class OpFolder {
  readonly #path: string;
  readonly #isOp: (file: string) => boolean;
  #known = new Map<string, Known>();

  /** @param isOp Which files to read; others are not opened. */
  constructor(path: string, isOp: (file: string) => boolean) {
    this.#path = path;
    this.#isOp = isOp;
  }

  /**
   * Looks. A file whose length, time and number on the disk are those of the last look is not read again.
   *
   * @returns Nothing where there is no such folder.
   */
  async look(): Promise<FolderContent> {
    const known = new Map<string, Known>();
    try {
      for await (const { name } of Deno.readDir(this.#path)) {
        if (this.#isOp(name)) known.set(name, await this.#read(name));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    }
    this.#known = known;
    const entries = [...known].sort(([a], [b]) => a < b ? -1 : 1);
    return {
      texts: new Map(entries.flatMap(([name, { text }]) => text === undefined ? [] : [[name, text]])),
      unreadable: new Map(entries.flatMap(([name, { fault }]) => fault === undefined ? [] : [[name, fault]])),
    };
  }

  async #read(name: string): Promise<Known> {
    const path = join(this.#path, name);
    try {
      const { isFile, size, mtime, ino } = await Deno.stat(path);
      const mark = [size, mtime?.getTime(), ino].join();
      if (!isFile) return { mark, fault: "It is no file." };
      if (size > op_file_bytes_max) {
        return {
          mark,
          fault: `It has more than ${op_file_bytes_max / 1024} KiB, which is too long for an op.`,
        };
      }
      const before = this.#known.get(name);
      // A file that was written a moment ago may be written again in the same tick of the disk's clock.
      const is_settled = mtime !== null && Date.now() - mtime.getTime() > folder_look_ms;
      if (before?.mark === mark && is_settled) return before;
      return { mark, text: utf8.decode(await Deno.readFile(path)) };
    } catch (error) {
      if (error instanceof TypeError) {
        return { mark: "", fault: "It is not written in UTF-8: save it as UTF-8." };
      }
      return { mark: "", fault: `It can't be read: ${error instanceof Error ? error.message : error}` };
    }
  }

  /**
   * Calls `changed` after each change, until the signal ends it. It is also called when nothing has changed.
   *
   * The system's events make it quick. The timer finds what they don't tell, e.g. a folder that was made anew.
   */
  async watch(changed: () => void, signal: AbortSignal): Promise<void> {
    const timer = setInterval(changed, folder_look_ms);
    let quiet: ReturnType<typeof setTimeout> | undefined;
    let watcher: Deno.FsWatcher | undefined;
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      clearTimeout(quiet);
      watcher?.close();
    }, { once: true });
    try {
      watcher = Deno.watchFs(this.#path, { recursive: false });
      for await (const _event of watcher) {
        clearTimeout(quiet);
        if (!signal.aborted) quiet = setTimeout(changed, folder_quiet_ms);
      }
    } catch {
      // No events on this disk, or no descriptor for them: the timer is enough.
    }
  }
}
