/** A Redis server as the place to which rows are copied. The nodes that use it hear of them as of any others. */
import type { Words } from "../../discovery/words.ts";
import type { PeerRow } from "../peer_row.ts";
import type { Command, Reply } from "../redis/server/connection.ts";
import { openingFault } from "../redis/server/opening_fault.ts";
import { keysOf, type RedisKeys } from "../redis/rows/keys.ts";
import { tellOf, toldOf } from "../redis/rows/news.ts";
import { lastHeard_ms } from "../redis/rows/own_commands.ts";
import type { RedisPlace } from "../redis/server/redis_url.ts";
import { lastHeardOf, ownOf, ownText, rowFrom, sharedOf, sharedText } from "../redis/rows/row_texts.ts";
import { firstCommands, heardCommands, ownCommand } from "../redis/rows/row_commands.ts";
import { RedisSession } from "../redis/session.ts";
import { SharedClock } from "../redis/server/shared_clock.ts";
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
    const { signal } = new AbortController();
    const watcher = { news() {}, knows: () => false, missed() {}, ended() {}, signal };
    try {
      const clock = new SharedClock(Date.now);
      return new RedisTarget(await RedisSession.begin(place, keysOf(net, node_id), watcher, clock), rows_max);
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

  async put(piece: readonly PeerRow[]): Promise<PutCounts> {
    const rows = piece.filter(isReadable).map(heardWhenItAnswered);
    if (rows.length === 0) return { added: 0, updated: 0, left_out: 0, unfit: piece.length };
    const { keys, clock } = this.#session;
    const { known, foreign, count } = await this.#look(rows);
    const room = Math.max(0, this.rows_max - count);
    const all_new = rows.filter(({ key }) => !known.has(key));
    const added = all_new.slice(0, room);
    const updates = rows.flatMap((row) => {
      const before = known.get(row.key);
      return before === undefined ? [] : updateOf(row, before, clock);
    });
    const commands = [
      ...addCommands(added, keys, clock),
      ...updateCommands(updates, keys, clock),
    ];
    // What foxchain did not write gives way: a node would take the address for one that is not there.
    const giving_way = added.filter(({ key }) => foreign.has(key)).map(({ key }) => key);
    if (giving_way.length > 0) await this.#session.transact([["HDEL", keys.peers, ...giving_way]]);
    const replies = commands.length === 0 ? [] : await this.#session.transact(commands);
    // Another node may have been first meanwhile.
    const won = replies.slice(0, added.length).filter((reply) => reply === 1).length;
    return {
      added: won,
      updated: updates.length,
      left_out: all_new.length - added.length,
      unfit: piece.length - rows.length,
    };
  }

  [Symbol.dispose](): void {
    this.#session.close();
  }

  async #look(rows: readonly PeerRow[]): Promise<Found> {
    const { peers, heard, own } = this.#session.keys;
    const keys = rows.map(({ key }) => key);
    const [count, texts, scores, owns] = await Promise.all([
      this.#session.send(["HLEN", peers]),
      this.#session.send(["HMGET", peers, ...keys]),
      this.#session.send(["ZMSCORE", heard, ...keys]),
      this.#session.send(["HMGET", own, ...keys]),
    ]) as [Reply, readonly (string | null)[], readonly Reply[], readonly (string | null)[]];
    const known = new Map<string, Known>();
    const foreign = new Set<string>();
    keys.forEach((key, index) => {
      const text = texts[index];
      if (typeof text !== "string") return;
      const shared = sharedOf(key, text);
      if (shared === undefined) return void foreign.add(key);
      const last_heard_ms = lastHeardOf(Number(scores[index] ?? NaN), shared);
      const part = ownOf(owns[index] ?? undefined);
      known.set(
        key,
        part !== undefined && "forgotten_ms" in part
          ? { row: rowFrom(key, shared, last_heard_ms), forgotten_ms: part.forgotten_ms }
          : { row: rowFrom(key, shared, last_heard_ms, part) },
      );
    });
    return { known, foreign, count: Number(count) };
  }
}

/** What Redis has of some rows. */
interface Found {
  readonly known: ReadonlyMap<string, Known>;
  /** Keys with a text that foxchain did not write. */
  readonly foreign: ReadonlySet<string>;
  /** Fields in all. */
  readonly count: number;
}

/** Whether a node would take the row for an address: a file may have been written to by hand. */
function isReadable(row: PeerRow): boolean {
  return sharedOf(row.key, sharedText(row)) !== undefined;
}

/** A success counts as hearing of an address: what one node reaches is not old for the others. */
function heardWhenItAnswered(row: PeerRow): PeerRow {
  const last_heard_ms = lastHeard_ms(row);
  return last_heard_ms === row.last_heard_ms ? row : { ...row, last_heard_ms };
}

/** First one HSETNX for each row, then the others. */
function addCommands(rows: readonly PeerRow[], keys: RedisKeys, clock: SharedClock): Command[] {
  const told = rows.map((row) => toldOf(row, clock));
  return [
    ...firstCommands(told, keys),
    ...heardCommands(told, keys),
    ...rows.map((row) => ownCommand(row, keys)),
    ...tellOf(told, keys),
  ];
}

/** What FROM knows better of a row. */
interface Update {
  /** Where it was heard of later. */
  readonly heard?: PeerRow;
  /** Where more was learned by dialling. */
  readonly learned?: PeerRow;
}

/** In a list; an empty list where FROM knows nothing newer. */
function updateOf(row: PeerRow, { row: before, forgotten_ms }: Known, clock: SharedClock): Update[] {
  const heard_ms = clock.shared(row.last_heard_ms);
  const is_heard_later = heard_ms > before.last_heard_ms;
  const merged = mergedRow(row, before);
  const was_forgotten = forgotten_ms !== undefined;
  const is_forgotten = was_forgotten && forgotten_ms >= Math.max(heard_ms, before.last_heard_ms);
  const is_learned_later = !is_forgotten && (was_forgotten || ownText(merged) !== ownText(before));
  if (!is_heard_later && !is_learned_later) return [];
  return [{
    ...(is_heard_later ? { heard: { ...before, last_heard_ms: row.last_heard_ms } } : {}),
    ...(is_learned_later ? { learned: merged } : {}),
  }];
}

function updateCommands(updates: readonly Update[], keys: RedisKeys, clock: SharedClock): Command[] {
  const heard = updates.flatMap((update) => update.heard ?? []).map((row) => toldOf(row, clock));
  const learned = updates.flatMap((update) => update.learned ?? []);
  return [
    ...heardCommands(heard, keys),
    ...learned.map((row) => ownCommand(row, keys)),
    ...tellOf(heard, keys),
  ];
}
