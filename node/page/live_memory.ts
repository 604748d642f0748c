/** What the page shows of links and addresses, but the membership does not remember. Bounded. */
import { neighbours_known_max, peer_notes_max } from "./limits.ts";
import { isPeer, type Link } from "../../discovery/state/link.ts";
import { isShown, keyOf, type PeerNote, type ShownLink } from "./live_view.ts";

const nothing: PeerNote = { agent: null, latency_ms: null, learned_from: null };

/** Notes on addresses, by key. Beyond the limit the oldest are dropped. */
export class PeerNotes {
  readonly #notes = new Map<string, PeerNote>();

  get(key: string): PeerNote {
    return this.#notes.get(key) ?? nothing;
  }

  /** Adds to the note on an address. */
  add(key: string, part: Partial<PeerNote>): void {
    const note = { ...this.get(key), ...part };
    this.#notes.delete(key);
    this.#notes.set(key, note);
    if (this.#notes.size > peer_notes_max) this.#notes.delete(this.#notes.keys().next().value!);
  }

  drop(key: string): void {
    this.#notes.delete(key);
  }
}

/** One connection as it was last seen. */
export interface SeenLink {
  readonly key: string | null;
  readonly about: string;
  readonly direction: "out" | "in";
  /** It was told as joined, since it is to stay. */
  readonly joined: boolean;
}

/** A connection as it was last seen, and now. */
export interface LinkNews {
  readonly before: SeenLink | undefined;
  readonly now: SeenLink | undefined;
}

/** The shown connections as they were last seen, and the addresses that each peer is known to know. */
export class LinkMemory {
  readonly #seen = new Map<number, SeenLink>();
  readonly #served = new Map<number, readonly string[]>();
  readonly #told = new Map<number, readonly string[]>();

  /** Looks at a connection again; `link` is undefined where it is gone. */
  see(id: number, link: Link | undefined): LinkNews {
    const before = this.#seen.get(id);
    if (link === undefined || !isShown(link)) {
      this.#seen.delete(id);
      this.#served.delete(id);
      this.#told.delete(id);
      return { before, now: undefined };
    }
    const key = keyOf(link);
    const now: SeenLink = {
      key,
      about: link.entry?.target.addr ?? key ?? link.ip,
      direction: link.outbound ? "out" : "in",
      joined: before?.joined || isNeighbour(link),
    };
    this.#seen.set(id, now);
    return { before, now };
  }

  /** Keys of the addresses that the peer served, newest first; then of those that it was told. */
  knows(id: number): readonly string[] {
    return together(this.#served.get(id), this.#told.get(id));
  }

  /** The peer served these. */
  served(id: number, keys: readonly string[]): void {
    this.#served.set(id, together(keys, this.#served.get(id)));
  }

  /** The peer was told these. */
  told(id: number, keys: readonly string[]): void {
    this.#told.set(id, together(keys, this.#told.get(id)));
  }
}

function together(first: readonly string[] = [], more: readonly string[] = []): readonly string[] {
  return [...new Set([...first, ...more])].slice(0, neighbours_known_max);
}

/** A connection that is to stay. Feelers and overflow peers also say hello, but then leave. */
function isNeighbour(link: ShownLink): boolean {
  if (link.kind === "inbound") return link.role !== "overflow";
  return !link.isErrand && (link.kind === "lecture" || isPeer(link));
}
