/** What the membership tells its watchers: the log, the page, a test. Plain data; the words are the host's. */
import type { Link } from "./link.ts";

/** How a dial and its connection go. */
type Course =
  | "dialling"
  | "reached"
  | "reached lecture node"
  | "dialled back"
  | "lost touch"
  | "closing"
  | "closed";

/** What becomes of an address. */
type Standing = "never reached" | "suspect" | "stale" | "healed" | "forgotten" | "blocked" | "unblocked";

/** What others tell, and `told`: what this node tells a peer. */
type Word = "learned" | "told" | "announcement" | "own address confirmed" | "own address doubted";

/** One thing that happened. */
export interface Happening {
  readonly kind: Course | Standing | Word;
  /** The address it is about, or the IP where there is none. `learned`, `told`: the peer. */
  readonly about: string;
  /** `learned`, `told`, `announcement`: keys of all addresses that were told. */
  readonly keys?: readonly string[];
  /** `learned`: how many of them are new. */
  readonly count?: number;
  /** `learned`, `told`, `announcement`, `reached`, `closing`, `closed`: on which connection. */
  readonly link?: Link;
  /** `closing`: why. */
  readonly reason?: string;
  /** `closing`, `closed`: by this node or by the other end, with this code of RFC 6455. */
  readonly code?: number;
}

/** Hears what happens. */
export type Tell = (happening: Happening) => void;
