/** Looks at a file before SQLite does, and refuses what is not a peer store without touching a byte. */
import { dirname } from "node:path";
import { isHeld } from "./held_database.ts";
import { application_id, schema_version } from "./schema.ts";
import { foreign, inUse, newer, unopenable } from "./sqlite_faults.ts";

/** What every SQLite 3 database begins with. */
const magic = "SQLite format 3\0";

/** Bytes of a database's header, and where the two numbers stand in it (sqlite.org/fileformat2.html, 1.3). */
const header = { bytes: 100, user_version_at: 60, application_id_at: 68 } as const;

/**
 * Refuses what is not ours. SQLite can write to a file by merely opening it (it replays a journal, or a WAL when
 * it closes), and a process that may not do everything can't open it with `immutable=1`: Deno takes the URI for a
 * file name. So the header is read as plain bytes. A file that does not exist yet, or is empty, passes.
 *
 * @throws {StorageError} `foreign`, `newer`, `in use` (by this process) or `unopenable`.
 */
export function inspect(path: string): void {
  const info = stat(path);
  if (info === undefined) {
    if (stat(dirname(path)) === undefined) {
      throw unopenable(path, { en: "its folder does not exist.", zh: "它所在的文件夹不存在。" });
    }
    return;
  }
  if (info.isDirectory) throw unopenable(path, { en: "it is a folder.", zh: "它是文件夹。" });
  if (!info.isFile) throw unopenable(path, { en: "it is not a file.", zh: "它不是文件。" });
  if (isHeld(path)) throw inUse(path);
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(header.bytes);
  const length = file.readSync(bytes);
  if (length === null) return;
  const view = new DataView(bytes.buffer);
  const begins_right = new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic;
  if (!begins_right || view.getUint32(header.application_id_at) !== application_id) throw foreign(path);
  const version = view.getUint32(header.user_version_at);
  if (version > schema_version) throw newer(path, version, schema_version);
}

function stat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
