/** One connection as the membership sees it, in either direction. Data, and when it next needs attention. */
import { Bucket } from "./bucket.ts";
import type { Entry, Teller } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { Scope } from "./address/scope.ts";

/** Connections that count as outbound. */
type Slot = "anchor" | "oldest" | "fresh";

/** Connections that end when their question is answered; `probe` tests a suspect. */
type Errand = "feeler" | "redial" | "probe";

/** What a connection is for. `visitor` is an inbound peer we have no place for. */
export type Role = Slot | Errand | "lecture" | "extra" | "client" | "inbound" | "visitor";

/** How far the conversation is. */
export type Stage = "dialling" | "greeting" | "network" | "lecture" | "client";

const SLOTS: ReadonlySet<Role> = new Set<Slot>(["anchor", "oldest", "fresh"]);
const ERRANDS: ReadonlySet<Role> = new Set<Errand>(["feeler", "redial", "probe"]);

/** One connection. */
export class Link {
  stage: Stage;
  ip = "";
  teller: Teller = { group: "", scope: "public" };
  /** The row that was dialled, or the verified one of an inbound peer. */
  entry: Entry | null = null;
  /** Without hello: the other end dropped us when we said it. */
  plain = false;
  /** The operator ordered the dial: no budget is asked. */
  is_ordered = false;
  /** IPs that this visit was charged for; they may be dialled without being charged again. */
  paid: string[] = [];
  /** True when the address had been unreachable for an hour or more. */
  back_from_dead = false;
  nonce = "";
  /** Program and version, as the peer's hello says. */
  agent: string | null = null;
  /**
   * Key of the address an inbound peer says it has; only good for not telling it that. On a dialled connection: the own
   * address that the peer was asked to verify.
   */
  claimed = "";
  /** IP under which the peer sees us. */
  seen = "";
  opened_ms = 0;
  heard_ms = 0;
  /** When the unanswered keep-alive was sent; 0 when none is. */
  asked_ms = 0;
  missed = 0;
  /** True while the unanswered keep-alive is a ping. */
  pinged = false;
  latency_ms = Infinity;
  /** The last round trip; `latency_ms` is the shortest. */
  round_trip_ms: number | null = null;
  /** Next request from our side. */
  next_ms = Infinity;
  /** Closed then, if not earlier. */
  until_ms = Infinity;
  /** How far it was told each kind of news; see `news.ts`. */
  reached_told = 0;
  deaths_told = 0;
  announced_told = 0;
  verified_ms = -Infinity;
  register_ms = 0;
  peers_ms = 0;
  /** A lecture node that few others hold: to be announced. */
  is_rare = false;
  /** Requests a visitor has made, by op. */
  visits: Set<string> | null = null;
  #learn: Bucket | null = null;
  #ops: Bucket | null = null;

  constructor(readonly id: number, readonly outbound: boolean, public role: Role) {
    this.stage = outbound ? "dialling" : "client";
  }

  get scope(): Scope {
    return this.teller.scope;
  }

  /** True for the connections that count as outbound. */
  get holdsSlot(): boolean {
    return SLOTS.has(this.role);
  }

  /** True for a connection that ends when its question is answered. */
  get isErrand(): boolean {
    return ERRANDS.has(this.role);
  }

  /** True once the other end has shown that it speaks the network ops. */
  get isPeer(): boolean {
    return this.stage === "network";
  }

  /** Spends one of the addresses that the peer may tell without being asked. */
  mayTell(now_ms: number): boolean {
    return (this.#learn ??= new Bucket(limits.learn_rate, now_ms)).take(now_ms);
  }

  /** Spends one of the network ops that the peer may ask. */
  mayAsk(now_ms: number): boolean {
    return (this.#ops ??= new Bucket(limits.network_ops_rate, now_ms)).take(now_ms);
  }
}
