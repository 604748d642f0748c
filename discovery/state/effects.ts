/** What the membership asks its host to do, and what the messages of the network ops carry. Plain types. */
import type { Target } from "../address/group.ts";

/** One thing to do, in the order in which they were asked for. */
export type Effect =
  /** Resolve and dial; ask `dialResolved` of each IP, then report `connected`, `dialFailed` or `dialRefused`. */
  | { readonly kind: "dial"; readonly link: number; readonly target: Target }
  /** Send a request; report its answer with `answered`. */
  | { readonly kind: "send"; readonly link: number; readonly op: RequestName; readonly args?: object }
  /** Send a WebSocket ping (RFC 6455, section 5.5.2); report the pong with `ponged`. */
  | { readonly kind: "ping"; readonly link: number }
  /** Close (or stop dialling); no event follows. */
  | { readonly kind: "close"; readonly link: number; readonly code: number; readonly reason: string };

/** Ops this node asks of others. */
export type RequestName = keyof Replies;

/** The `response` of a good answer, by op, as the op's schema lets it through; an empty object where there is none. */
export interface Replies {
  hello: HelloReply;
  sample: SampleReply;
  announce: object;
  verify: { readonly dialable: boolean };
  peers: { readonly peers: readonly string[] };
  register: unknown;
}

/** What both sides of a `hello` say of themselves. */
interface Introduction {
  readonly v: number;
  readonly net: string;
  /** Drawn per start. */
  readonly nonce: string;
  readonly agent?: string | undefined;
  /** The name that the node gives itself. It is only sent to private and loopback peers, and never trusted. */
  readonly name?: string | undefined;
}

/** Arguments of `hello`. */
export interface HelloArgs extends Introduction {
  /** Own address, if it is believed dialable from there. */
  readonly addr?: string | undefined;
}

/** Response of `hello`. The op adds the names of the network ops. */
export interface HelloReply extends Introduction {
  /** IP from which the request came. */
  readonly seen: string;
}

/** Arguments of `sample`. */
export interface SampleArgs {
  readonly want: number;
  /** Addresses with their ages in seconds. */
  readonly give?: readonly (readonly [string, number])[] | undefined;
  /** Addresses found dead since the last sample. */
  readonly gone?: readonly string[] | undefined;
}

/** Response of `sample`: `ages[i]` is how many seconds ago `peers[i]` was reached. */
export interface SampleReply {
  readonly peers: readonly string[];
  readonly ages: readonly number[];
  /** Addresses announced since the asker's last sample; reached or not. */
  readonly news?: readonly string[] | undefined;
  /** Addresses found dead since the asker's last sample. */
  readonly gone?: readonly string[] | undefined;
}

/** Arguments of `announce`. */
export interface AnnounceArgs {
  readonly addr: string;
  readonly age: number;
  readonly hops: number;
}
