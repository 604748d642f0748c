/** The stored peers as ops see them: applies the address rules, and keeps `peers` pages ready. */
import { parseAddress, storedKey } from "../../discovery/address/address.ts";
import { groupOf, placeOf, type Target } from "../../discovery/address/group.ts";
import { peers_page_default } from "../../discovery/limits.ts";
import { prepared_pages_characters_max, registered_garbage_max } from "../limits.ts";
import { never_dialled, type PeerRow } from "../../storage/peer_row.ts";
import type { Log, Peers, Registration, Source } from "../../ops/context.ts";
import { listed_per_token, skipped_per_token } from "../../ops/cost.ts";
import { JsonText } from "../../ops/json_text.ts";
import { OpError } from "../../ops/op_error.ts";
import { type PeerStore, StorageError, type StorageFault } from "../../storage/storage.ts";
import { Garbage } from "../sockets/garbage_collection.ts";

/** Called with registered addresses when they are on disk. `are_new`: the store had none of them before. */
export type Registered = (targets: readonly Target[], source: Source, are_new: boolean) => void;

/**
 * Peers over a store.
 *
 * @example
 * ```ts
 * import { PeerList } from "./peer_list.ts";
 * import { MemoryStorage } from "../../storage/memory.ts";
 * import assert from "node:assert/strict";
 *
 * const peers = new PeerList(new MemoryStorage(), () => 0);
 * await peers.register(["ws://a/ws"], { ip: "127.0.0.1", scope: "loopback" });
 * assert.equal(peers.page(1000).text, '{"peers":["ws://a/ws"]}');
 * ```
 */
export class PeerList implements Peers {
  readonly #storage: PeerStore;
  readonly #now_ms: () => number;
  #registered: Registered = () => {};
  #refused: (fault: StorageError) => void = () => {};
  readonly #log: Pick<Log, "warn"> | undefined;
  /** The fault of the store that was logged last; undefined once it works again. */
  #fault: StorageFault | undefined;
  readonly #garbage = new Garbage(registered_garbage_max);
  /** Pages by the arguments that asked for them, all of one revision of the store. */
  readonly #pages = new Map<string, JsonText>();
  #pages_characters = 0;
  #pages_revision = -1;

  /**
   * @param now_ms Milliseconds since 1970.
   * @param log Gets one line when the store begins to refuse.
   */
  constructor(
    storage: PeerStore,
    now_ms: () => number,
    log?: Pick<Log, "warn">,
  ) {
    this.#storage = storage;
    this.#now_ms = now_ms;
    this.#log = log;
  }

  /** Sets the function that is told of registered addresses, and the one that is told why the store refused some. */
  attach(registered: Registered, refused: (fault: StorageError) => void = () => {}): void {
    this.#registered = registered;
    this.#refused = refused;
  }

  async register(addresses: readonly string[], source: Source): Promise<Registration> {
    const accepted: Target[] = [];
    const ignored: { addr: string; reason: string }[] = [];
    for (const addr of addresses) {
      const { address, fault } = parseAddress(addr);
      if (address !== undefined) accepted.push(placeOf(address));
      else ignored.push({ addr, reason: fault });
    }
    if (accepted.length > 0) {
      const now_ms = this.#now_ms();
      const source_group = groupOf(source.ip, 0);
      const rows = accepted.map((target) => newRow(target, source_group, source.scope, now_ms));
      const before = this.#storage.count();
      const on_disk = this.#storage.register(rows);
      const are_new = this.#storage.count() === before + rows.length;
      await on_disk.catch((error) => this.#refuse(error));
      this.#fault = undefined;
      this.#registered(accepted, source, are_new);
      this.#garbage.discard(rows.length);
    }
    return { accepted: accepted.map(({ addr }) => addr), ignored };
  }

  page(limit: number, after?: string): JsonText {
    if (this.#pages_revision !== this.#storage.revision) this.#dropPages();
    const asked = after === undefined ? String(limit) : `${limit} ${after}`;
    const prepared = this.#pages.get(asked);
    if (prepared !== undefined) return prepared;
    const page = this.#encode(limit, after);
    if (this.#pages_characters + page.text.length > prepared_pages_characters_max) this.#dropPages();
    this.#pages.set(asked, page);
    // Twice: the usual envelope is kept with the page. `asked` is short, since an unknown `after` was an error above.
    this.#pages_characters += 2 * page.text.length + asked.length;
    this.#pages_revision = this.#storage.revision;
    return page;
  }

  #dropPages(): void {
    this.#pages.clear();
    this.#pages_characters = 0;
  }

  pageCost(limit: number, after?: string): number {
    const stored = this.#storage.count();
    const skipped_tokens = after === undefined ? 0 : Math.floor(stored / skipped_per_token);
    // The usual page is kept ready.
    if (after === undefined && limit === peers_page_default) return 1;
    return Math.max(1, Math.ceil(Math.min(limit, stored) / listed_per_token)) + skipped_tokens;
  }

  #encode(limit: number, after?: string): JsonText {
    const key = after === undefined ? undefined : storedKey(after) ?? "";
    const peers = this.#page(limit, key);
    if (peers === undefined) {
      throw new OpError(500, `"after" names no stored address; start again without it.`);
    }
    return JsonText.encode({ peers });
  }

  #page(limit: number, key?: string): string[] | undefined {
    try {
      return this.#storage.page(limit, key);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): never {
    if (!(error instanceof StorageError)) throw error;
    if (error.fault !== this.#fault) {
      this.#log?.warn("Clients are refused: {cause}", { cause: error.message });
    }
    this.#fault = error.fault;
    this.#refused(error);
    // Both pass by themselves, or when an operator makes room.
    const is_passing = error.fault === "full" || error.fault === "away";
    throw new OpError(is_passing ? 503 : 500, error.message);
  }
}

function newRow(
  target: Target,
  source_group: string,
  source_scope: Source["scope"],
  now_ms: number,
): PeerRow {
  return {
    ...never_dialled,
    key: target.key,
    addr: target.addr,
    ip: target.literal ? target.host : null,
    group: target.group,
    source_group,
    source_scope,
    first_heard_ms: now_ms,
    last_heard_ms: now_ms,
  };
}
