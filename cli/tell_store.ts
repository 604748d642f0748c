/** What the log of a node says of its store. */
import type { Words } from "../discovery/words.ts";
import { logOf } from "../node/logging.ts";
import type { StorageError } from "../storage/storage.ts";
import { shownDb } from "./db_url.ts";
import type { Say } from "./language.ts";
import type { ServeOptions } from "./serve_options.ts";

/** Warns that the store holds too many addresses. None is removed: a wrong flag must not cost addresses. */
export function tellOverfull(count: number, { db, peersMax }: ServeOptions, say: Say): void {
  logOf("node").warn(
    say({
      en:
        "{db} holds {count} addresses, more than --peers-max {peers_max}: all stay, and no new one is taken",
      zh: "{db} 里有 {count} 个地址，超过 --peers-max {peers_max}：全部保留，不再接受新的",
    }),
    { db: shownDb(db), count, peers_max: peersMax },
  );
}

/** Says what the owner should know of the store. A note may name keys with braces, which stand for values in a log. */
export function tellNote(note: Words, say: Say): void {
  logOf("node").info(say(note).replaceAll(/[{}]/g, "$&$&"));
}

/** Warns that Redis takes no writes, and why; without a fault, that it takes them again. */
export function tellOutage(fault: StorageError | undefined, say: Say): void {
  if (fault === undefined) {
    return logOf("node").info(say({
      en: "Redis takes writes again: registers are accepted",
      zh: "Redis 又接受写入了：register 不再被拒绝",
    }));
  }
  logOf("node").warn(
    say({
      en: "Redis takes no writes, and registers are refused: {cause}",
      zh: "Redis 不接受写入，register 会被拒绝：{cause}",
    }),
    { cause: say(fault.words) },
  );
}
