/** Settles which text counts where another node, or another program, was first with a key. */
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import { sharedOf, type SharedPart, sharedText } from "./rows/row_texts.ts";
import type { RedisSession } from "./session.ts";

/**
 * Takes the texts that Redis has of these keys into the mirror. What foxchain did not write gives way to the mirror's own
 * text; otherwise an acknowledged address would be gone at the next start.
 *
 * @param adopted Called in the moment in which the texts are taken, with the keys that need no repair. News that come
 * later may have another spelling, and find nothing to be adopted.
 * @throws {StorageError} `away` or `unwritable`.
 */
export async function adoptTexts(
  mirror: SqliteStorage,
  keys: readonly string[],
  session: RedisSession,
  adopted: (keys: readonly string[]) => void = () => {},
): Promise<void> {
  if (keys.length === 0) return;
  const { peers } = session.keys;
  const texts = await session.send(["HMGET", peers, ...keys]) as readonly (string | null)[];
  const repairs = new Map<string, string>();
  keys.forEach((key, index) => {
    const row = mirror.find(key);
    if (row === undefined) return;
    const shared = sharedOf(key, texts[index] ?? "");
    if (shared === undefined) repairs.set(key, sharedText(row));
    else adoptText(mirror, row, shared);
  });
  adopted(keys.filter((key) => !repairs.has(key)));
  if (repairs.size > 0) await session.transact([["HSET", peers, ...[...repairs].flat()]]);
}

/** The same for one text that was read. */
export function adoptText(mirror: SqliteStorage, row: PeerRow, shared: SharedPart): void {
  if (row.addr === shared.addr) return;
  const { addr, source_group, source_scope, first_heard_ms } = shared;
  mirror.save([{ ...row, addr, source_group, source_scope, first_heard_ms }]);
}
