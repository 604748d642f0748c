/** Which database files this process has open, and whether they are still where they were opened. */
import { DatabaseSync } from "node:sqlite";
import { lost } from "./sqlite_faults.ts";

/** Their real paths. */
const held = new Set<string>();

/** What tells one file from another. On Windows the inode may be unknown; then only a missing file is noticed. */
type Identity = Pick<Deno.FileInfo, "dev" | "ino">;

/**
 * A database file that is known to be open until it is closed. On POSIX the end of any descriptor of a file ends the
 * locks that the process holds on it, so a held file must not be opened in any other way. `Deno.stat` opens nothing.
 */
export class HeldDatabase extends DatabaseSync {
  readonly #file: string;
  readonly #identity: Identity | undefined;
  /** Of the write-ahead log, from its first write on. */
  #log_identity: Identity | undefined;

  /** @param path Not with `file:` at the beginning: SQLite would read that as a URI. */
  constructor(path: string) {
    super(path);
    this.#file = Deno.realPathSync(path);
    this.#identity = identityOf(this.#file);
    held.add(this.#file);
  }

  /**
   * Looks whether what is written now would be found at the next start.
   *
   * @throws {StorageError} `lost`.
   */
  assertInPlace(): void {
    assertSame("file", this.#identity, identityOf(this.#file));
    const log = identityOf(`${this.#file}-wal`);
    if (this.#log_identity === undefined) this.#log_identity = log;
    else assertSame("write-ahead log", this.#log_identity, log);
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

function assertSame(
  part: "file" | "write-ahead log",
  noted: Identity | undefined,
  found: Identity | undefined,
): void {
  if (found === undefined) throw lost(part, "deleted");
  if (noted === undefined || noted.ino === null) return;
  if (noted.ino !== found.ino || noted.dev !== found.dev) throw lost(part, "replaced");
}

function identityOf(path: string): Identity | undefined {
  try {
    const { dev, ino } = Deno.statSync(path);
    return { dev, ino };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
