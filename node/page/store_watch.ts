/** What the page is told of the store: why it takes no writes, and its note. It is looked at only while a page is open. */
import type { StoreView } from "../../static/live_messages.ts";
import { type PeerStore, StorageError } from "../../storage/storage.ts";
import type { SteadyClock } from "../steady_clock.ts";
import { store_look_ms, store_probe_again_ms, store_probe_ms, store_refusal_shown_ms } from "./limits.ts";

/** What it needs of the store. */
export type WatchedStore = Pick<PeerStore, "probe" | "probes_itself" | "note">;

/** Something that no store should throw. Its own words may name a path, and are not for strangers. */
const unexpected = new StorageError("unwritable", {
  en: "The peer store fails in a way that foxchain does not know.",
  zh: "节点地址的存储出现了 foxchain 不认识的故障。",
});

/**
 * Watches the store of one node.
 *
 * @example
 * ```ts
 * import { StoreWatch } from "./store_watch.ts";
 * import { HandClock } from "../hand_clock.ts";
 * import { StorageError } from "../../storage/storage.ts";
 * import assert from "node:assert/strict";
 *
 * const fault = new StorageError("lost", { en: "The file is gone.", zh: "文件没了。" });
 * const watch = new StoreWatch({ probe: () => assert.fail(fault) }, new HandClock());
 * watch.start(() => {});
 * assert.equal(watch.view?.fault?.en, "The file is gone.");
 * watch.stop();
 * ```
 */
export class StoreWatch {
  readonly #store: WatchedStore;
  readonly #clock: SteadyClock;
  #changed = () => {};
  #callOff: (() => void) | undefined;
  #fault: StorageError | undefined;
  #probed_ms = -Infinity;
  /** The last register that was refused, until one is accepted. */
  #refusal: { readonly fault: StorageError; readonly at_ms: number } | undefined;
  #told = "";

  constructor(store: WatchedStore, clock: SteadyClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** What there is to tell, as it was seen last; undefined where there is nothing. */
  get view(): StoreView | undefined {
    const fault = (this.#fault ?? this.#refusal?.fault)?.words;
    const { note } = this.#store;
    if (fault === undefined && note === undefined) return undefined;
    return { ...(fault && { fault }), ...(note && { note }) };
  }

  /** Looks now, and then again and again; `changed` is told when the view is another one. A second call changes nothing. */
  start(changed: () => void): void {
    if (this.#callOff !== undefined) return;
    this.#changed = changed;
    this.#look();
  }

  /** No page is open any more. */
  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  /** A register was refused. The next look tells of it: to look at once would let a storm of them write to the disk. */
  refused(fault: StorageError): void {
    this.#refusal = { fault, at_ms: this.#clock.now_ms() };
  }

  /** A register was accepted. */
  accepted(): void {
    this.#refusal = undefined;
  }

  #look(): void {
    this.#callOff?.();
    this.#callOff = this.#clock.after(store_look_ms, () => this.#look());
    this.#probe();
    if (!this.#isShown()) this.#refusal = undefined;
    const text = JSON.stringify(this.view) ?? "";
    if (text === this.#told) return;
    this.#told = text;
    this.#changed();
  }

  #probe(): void {
    const now_ms = this.#clock.now_ms();
    if (now_ms - this.#probed_ms < this.#kept_ms) return;
    this.#probed_ms = now_ms;
    const before = this.#fault;
    this.#fault = undefined;
    try {
      this.#store.probe();
      // What a probe has found, a probe finds to be over.
      if (before !== undefined) this.#refusal = undefined;
    } catch (error) {
      this.#fault = error instanceof StorageError ? error : unexpected;
    }
  }

  /** How long the outcome of a probe is kept. */
  get #kept_ms(): number {
    if (this.#store.probes_itself) return 0;
    return (this.#fault ?? this.#refusal) === undefined ? store_probe_ms : store_probe_again_ms;
  }

  /** Whether the refusal says more than the probe has found. A file that was lost, or a server that was away, is probed. */
  #isShown(): boolean {
    if (this.#refusal === undefined) return false;
    const { fault: { fault }, at_ms } = this.#refusal;
    const is_hidden = fault === "full" || fault === "unwritable";
    return is_hidden && this.#clock.now_ms() - at_ms < store_refusal_shown_ms;
  }
}
