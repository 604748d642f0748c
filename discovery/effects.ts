/** What the membership asks its host to do, and what the messages of the network ops carry. Plain types. */
import type { Target } from "./group.ts";

/** One thing to do, in the order in which they were asked for. */
export type Effect =
  | {
    /**
     * Resolve and dial; report `dialResolved` (false: give up), then `connected` or `dialFailed`. Without hello
     * (`plain`) nothing else changes for the host.
     */
    readonly kind: "dial";
    readonly link: number;
    readonly target: Target;
    readonly plain: boolean;
  }
  | {
    /** Send a request; report its answer with `answered`. */
    readonly kind: "send";
    readonly link: number;
    readonly op: RequestName;
    readonly args: object | undefined;
  }
  | {
    /** Close (or stop dialling); no event follows. */
    readonly kind: "close";
    readonly link: number;
    readonly code: number;
    readonly reason: string;
  };

/** Ops this node asks of others. */
export type RequestName = keyof Replies;

/** The `response` of a good answer, by op, as the op's schema lets it through. */
export interface Replies {
  hello: HelloReply;
  sample: SampleReply;
  announce: undefined;
  verify: { readonly dialable: boolean };
  peers: { readonly peers: readonly string[] };
  register: unknown;
  time: unknown;
}

/** Arguments of `hello`. */
export interface HelloArgs {
  readonly v: number;
  readonly net: string;
  /** Drawn per start. */
  readonly nonce: string;
  /** Own address, if it is believed dialable from there. */
  readonly addr?: string | undefined;
  readonly agent?: string | undefined;
}

/** Response of `hello`. */
export interface HelloReply {
  readonly v: number;
  readonly net: string;
  readonly nonce: string;
  /** IP from which the request came. */
  readonly seen: string;
  readonly agent?: string | undefined;
  readonly ops: readonly string[];
}

/** Arguments of `sample`. */
export interface SampleArgs {
  readonly want: number;
  /** Addresses with their ages in seconds. */
  readonly give?: readonly (readonly [string, number])[] | undefined;
  readonly gone?: readonly string[] | undefined;
}

/** Response of `sample`: `ages[i]` is how many seconds ago `peers[i]` was reached. */
export interface SampleReply {
  readonly peers: readonly string[];
  readonly ages: readonly number[];
  /** Addresses announced since the asker's last sample; reached or not. */
  readonly news?: readonly string[] | undefined;
}

/** Arguments of `announce`. */
export interface AnnounceArgs {
  readonly addr: string;
  readonly age: number;
  readonly hops: number;
}
