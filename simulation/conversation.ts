/** One connection of a virtual node as ops see it. It only refers to what all connections of a node share. */
import type { Membership } from "../discovery/membership.ts";
import type { DialBack } from "../discovery/inbound.ts";
import { PendingRequests } from "../ops/pending_requests.ts";
import type { Clock, Context, Log, Peers, Source } from "../ops/context.ts";
import { accessTo, type NetworkAccess } from "../ops/network_access.ts";

/** What a node's connections share. */
export interface Host {
  readonly membership: Membership;
  readonly peers: Peers;
  readonly clock: Clock;
  now_ms(): number;
  dialBack(back: DialBack): Promise<string | undefined>;
}

const NEVER = new AbortController().signal;

const LOG: Log = {
  info: () => {},
  warn: () => {},
  debug: () => {},
  fault: (op, error) => {
    throw new Error(`bug in ${op}`, { cause: error });
  },
};

/** One connection. */
export class Conversation implements Context {
  readonly network: NetworkAccess;
  readonly #host: Host;
  #requests: PendingRequests | undefined;

  constructor(host: Host, link: number, readonly source: Source) {
    this.#host = host;
    this.network = accessTo(host.membership, link, host.now_ms);
  }

  /** Our own requests that wait for an answer in JSON. */
  get requests(): PendingRequests {
    return this.#requests ??= new PendingRequests();
  }

  get peers(): Peers {
    return this.#host.peers;
  }

  get clock(): Clock {
    return this.#host.clock;
  }

  get log(): Log {
    return LOG;
  }

  get signal(): AbortSignal {
    return NEVER;
  }

  get dialBack(): (back: DialBack) => Promise<string | undefined> {
    return this.#host.dialBack;
  }

  /** Sources are not metered here. The membership meters the network ops of each connection. */
  charge(): boolean {
    return true;
  }
}
