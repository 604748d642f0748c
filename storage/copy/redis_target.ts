/** A Redis server as the place to which rows are copied. The nodes that use it hear of them as of any others. */
import type { Words } from "../../discovery/words.ts";
import type { PeerRow } from "../peer_row.ts";
import type { Command, Reply } from "../redis/connection.ts";
import { damagedRow, openingFault } from "../redis/faults.ts";
import { keysOf, type RedisKeys } from "../redis/keys.ts";
import { tellOf } from "../redis/news.ts";
import type { RedisPlace } from "../redis/redis_url.ts";
import { hasOwnPart, ownOf, ownText, rowFrom, sharedOf, sharedText } from "../redis/row_texts.ts";
import { RedisSession } from "../redis/session.ts";
import type { PutCounts, RowTarget } from "./copy_rows.ts";
import { mergedRow } from "./merge_row.ts";
import type { RedisPart } from "./redis_source.ts";
import { serverId } from "./server_id.ts";

/** What Redis has of a row that is known there. */
interface Known {
  readonly row: PeerRow;
  /** Where the node forgot it: when it was last heard of then. */
  readonly forgotten_ms?: number;
}

/** A session with it. */
export class RedisTarget implements RowTarget, Disposable {
  readonly rows_max: number;
  readonly #session: RedisSession;

  private constructor(session: RedisSession, rows_max: number) {
    this.#session = session;
    this.rows_max = rows_max;
  }

  /**
   * Connects, and looks whether the keys are ours.
   *
   * @throws {StorageError}
   */
  static async open(place: RedisPlace, { net, node_id }: RedisPart, rows_max: number): Promise<RedisTarget> {
    const watcher = { news() {}, missed() {}, ended() {} };
    try {
      return new RedisTarget(await RedisSession.begin(place, keysOf(net, node_id), watcher), rows_max);
    } catch (error) {
      throw openingFault(place, error);
    }
  }

  /** What the owner should know of the server, e.g. that a power cut loses what it acknowledged. */
  get note(): Words | undefined {
    return this.#session.note;
  }

  /** What tells its server from others. */
  id(): Promise<string | undefined> {
    return serverId((command) => this.#session.send(command));
  }

  /** Whether a node of this name runs there, or did a minute ago. */
  async isNodeAlive(): Promise<boolean> {
    return await this.#session.send(["EXISTS", this.#session.keys.alive]) === 1;
  }

  async put(pieces: readonly PeerRow[]): Promise<PutCounts> {
    const rows = pieces.map(heardWhenItAnswered);
    const { known, count } = await this.#look(rows);
    const room = Math.max(0, this.rows_max - count);
    const all_new = rows.filter(({ key }) => !known.has(key));
    const added = all_new.slice(0, room);
    const updates = rows.flatMap((row) => {
      const before = known.get(row.key);
      return before === undefined ? [] : updateOf(row, before);
    });
    const commands = [
      ...addCommands(added, this.#session.keys),
      ...updateCommands(updates, this.#session.keys),
    ];
    const replies = commands.length === 0 ? [] : await this.#session.transact(commands);
    // Another node may have been first meanwhile.
    const won = replies.slice(0, added.length).filter((reply) => reply === 1).length;
    return { added: won, updated: updates.length, left_out: all_new.length - added.length };
  }

  [Symbol.dispose](): void {
    this.#session.close();
  }

  async #look(rows: readonly PeerRow[]): Promise<{ known: Map<string, Known>; count: number }> {
    const { peers, heard, own } = this.#session.keys;
    const keys = rows.map(({ key }) => key);
    const [count, texts, scores, owns] = await Promise.all([
      this.#session.send(["HLEN", peers]),
      this.#session.send(["HMGET", peers, ...keys]),
      this.#session.send(["ZMSCORE", heard, ...keys]),
      this.#session.send(["HMGET", own, ...keys]),
    ]) as [Reply, readonly (string | null)[], readonly Reply[], readonly (string | null)[]];
    const known = new Map<string, Known>();
    keys.forEach((key, index) => {
      const text = texts[index];
      if (typeof text !== "string") return;
      const shared = sharedOf(text);
      if (shared === undefined) throw damagedRow(this.#session.place, peers, key);
      const last_heard_ms = Number(scores[index] ?? shared.first_heard_ms);
      const part = ownOf(owns[index] ?? undefined);
      known.set(
        key,
        part !== undefined && "forgotten_ms" in part
          ? { row: rowFrom(key, shared, last_heard_ms), forgotten_ms: part.forgotten_ms }
          : { row: rowFrom(key, shared, last_heard_ms, part) },
      );
    });
    return { known, count: Number(count) };
  }
}

/** A success counts as hearing of an address: what one node reaches is not old for the others. */
function heardWhenItAnswered(row: PeerRow): PeerRow {
  const last_heard_ms = Math.max(row.last_heard_ms, row.last_success_ms ?? 0);
  return last_heard_ms === row.last_heard_ms ? row : { ...row, last_heard_ms };
}

/** First one HSETNX for each row, then the others. */
function addCommands(rows: readonly PeerRow[], keys: RedisKeys): Command[] {
  return [
    ...rows.map((row) => ["HSETNX", keys.peers, row.key, sharedText(row)]),
    ...heardCommands(rows, keys),
    ...rows.map((row) => ownCommand(row, keys)),
    ...tellOf(rows, keys),
  ];
}

/** What FROM knows better of a row. */
interface Update {
  readonly merged: PeerRow;
  readonly is_heard_later: boolean;
  readonly is_learned_later: boolean;
}

/** In a list; an empty list where FROM knows nothing newer. */
function updateOf(row: PeerRow, { row: before, forgotten_ms }: Known): Update[] {
  const merged = mergedRow(row, before);
  const is_heard_later = merged.last_heard_ms > before.last_heard_ms;
  const is_forgotten = forgotten_ms !== undefined && forgotten_ms >= merged.last_heard_ms;
  const is_learned_later = !is_forgotten &&
    (forgotten_ms !== undefined || ownText(merged) !== ownText(before));
  return is_heard_later || is_learned_later ? [{ merged, is_heard_later, is_learned_later }] : [];
}

function updateCommands(updates: readonly Update[], keys: RedisKeys): Command[] {
  const heard = updates.filter(({ is_heard_later }) => is_heard_later).map(({ merged }) => merged);
  const learned = updates.filter(({ is_learned_later }) => is_learned_later).map(({ merged }) => merged);
  return [
    ...heardCommands(heard, keys),
    ...learned.map((row) => ownCommand(row, keys)),
    ...tellOf(heard, keys),
  ];
}

function heardCommands(rows: readonly PeerRow[], { heard }: RedisKeys): Command[] {
  if (rows.length === 0) return [];
  return [["ZADD", heard, "GT", ...rows.flatMap((row) => [String(Math.floor(row.last_heard_ms)), row.key])]];
}

function ownCommand(row: PeerRow, { own }: RedisKeys): Command {
  return hasOwnPart(row) ? ["HSET", own, row.key, ownText(row)] : ["HDEL", own, row.key];
}
