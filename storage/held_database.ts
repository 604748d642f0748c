/** Which database files this process has open. */
import { DatabaseSync } from "node:sqlite";

/** Their real paths. */
const held = new Set<string>();

/**
 * A database file that is known to be open until it is closed. On POSIX the end of any descriptor of a file ends the
 * locks that the process holds on it, so a held file must not be opened in any other way.
 */
export class HeldDatabase extends DatabaseSync {
  readonly #file: string;

  /** @param path An absolute path, because SQLite reads `file:` at the beginning as a URI. */
  constructor(path: string) {
    super(path);
    this.#file = Deno.realPathSync(path);
    held.add(this.#file);
  }

  /** Closes it; then the file may be opened again. */
  override close(): void {
    super.close();
    held.delete(this.#file);
  }
}

/** Whether this process has an existing file open as a {@linkcode HeldDatabase}, by whatever path. */
export function isHeld(path: string): boolean {
  return held.has(Deno.realPathSync(path));
}
