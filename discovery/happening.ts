/** What the membership tells whoever watches it: the log, the page, a test. Plain data; the words are the host's. */
import type { Link } from "./link.ts";

/** One thing that happened. */
export interface Happening {
  readonly kind:
    | "dialling"
    | "reached"
    | "reached lecture node"
    | "healed"
    | "dialled back"
    | "own address confirmed"
    | "own address doubted"
    | "learned"
    | "announcement"
    | "lost touch"
    | "suspect"
    | "never reached"
    | "stale"
    | "forgotten"
    | "closing"
    | "blocked"
    | "unblocked";
  /** The address it is about, or the IP where there is none. `learned`: who told. */
  readonly about: string;
  /** `learned`: keys of all addresses that were told. */
  readonly keys?: readonly string[];
  /** `learned`: how many of them are new. */
  readonly count?: number;
  /** `learned`, `reached`, `closing`: on which connection. */
  readonly link?: Link;
  /** `closing`: why. */
  readonly reason?: string;
}

/** Hears what happens. */
export type Tell = (happening: Happening) => void;
