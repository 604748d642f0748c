/** Settles which text counts where another node, or another program, was first with a key. */
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import { sharedOf, type SharedPart, sharedText } from "./row_texts.ts";
import type { RedisSession } from "./session.ts";

/**
 * Takes the texts that Redis has of these keys into the mirror. What foxchain did not write gives way to the mirror's own
 * text; otherwise an acknowledged address would be gone at the next start.
 *
 * @throws {StorageError} `away` or `unwritable`.
 */
export async function adoptTexts(
  mirror: SqliteStorage,
  keys: readonly string[],
  session: RedisSession,
): Promise<void> {
  if (keys.length === 0) return;
  const { peers } = session.keys;
  const texts = await session.send(["HMGET", peers, ...keys]) as readonly (string | null)[];
  const repairs: string[] = [];
  keys.forEach((key, index) => {
    const row = mirror.find(key);
    if (row === undefined) return;
    const shared = sharedOf(key, texts[index] ?? "");
    if (shared === undefined) repairs.push(key, sharedText(row));
    else adoptText(mirror, row, shared);
  });
  if (repairs.length > 0) await session.transact([["HSET", peers, ...repairs]]);
}

/** The same for one text that was read. */
export function adoptText(mirror: SqliteStorage, row: PeerRow, shared: SharedPart): void {
  if (row.addr === shared.addr) return;
  const { addr, source_group, source_scope, first_heard_ms } = shared;
  mirror.save([{ ...row, addr, source_group, source_scope, first_heard_ms }]);
}
