/**
 * One real membership; all other nodes are only imitated. Every address answers after one round trip. The attacker's
 * addresses serve only the attacker's.
 */
import type { Effect, RequestName } from "../discovery/state/effects.ts";
import type { Target } from "../discovery/address/group.ts";
import { isPeer } from "../discovery/state/link.ts";
import { Membership } from "../discovery/membership.ts";
import { entryOf, type PeerRow, rowOf } from "../storage/peer_row.ts";
import type { Places } from "./places.ts";
import { below, mix, pick, type Stream } from "./random.ts";

const round_trip_ms = 100;

/** The addresses around the victim. */
export interface Crowd {
  readonly honest: readonly string[];
  readonly evil: ReadonlySet<string>;
  /** The honest addresses that are lecture nodes. */
  readonly lectures: ReadonlySet<string>;
}

/** The victim and its surroundings, with a clock of their own. */
export class LoneVictim {
  trace = 0;
  #membership: Membership;
  #now_ms: number;

  constructor(
    readonly random: Stream,
    readonly places: Places,
    start_ms: number,
    readonly crowd: Crowd,
  ) {
    this.#now_ms = start_ms;
    this.#membership = this.#start();
  }

  /** Gives the victim addresses that it has reached before. */
  remember(addresses: readonly string[], since_ms: number): void {
    this.#load(addresses.map((addr) => this.#row(addr, since_ms)));
  }

  /** Gives the victim addresses that it has never reached, each from another source. */
  hear(addresses: readonly string[]): void {
    for (const addr of addresses) this.#tell([this.places.locate(addr)!], this.places.ip());
  }

  /**
   * The attacker tells all its addresses, each from an IP in a random one of its groups.
   *
   * @param told Lists of one address. They are made once, since there are a hundred million calls.
   * @param ips One IP in each of the attacker's groups.
   */
  flood(told: readonly (readonly [Target])[], ips: readonly string[]): void {
    for (const targets of told) this.#tell(targets, ips[below(this.random, ips.length)]!);
  }

  /** Stops and starts again with what the store kept. */
  restart(): void {
    this.#membership.renewAnchors();
    const rows = [...this.#membership.book.entries()].map(rowOf);
    this.#membership = this.#start();
    this.#load(rows);
  }

  /** Lets time pass. Each effect of the victim is answered one round trip later. */
  pass(seconds: number): void {
    const end_ms = this.#now_ms + seconds * 1000;
    while (this.#now_ms < end_ms) {
      const effects = this.#membership.takeEffects();
      if (effects.length > 0) {
        this.#now_ms += round_trip_ms;
        for (const effect of effects) this.#answer(effect);
        continue;
      }
      this.#now_ms = Math.max(this.#now_ms + 1, Math.min(end_ms, this.#membership.due_ms));
      this.#membership.tick(this.#now_ms);
    }
  }

  /** Share of the outbound connections that lead to the attacker. */
  evilShare(): number {
    const addresses = this.#membership.links.values()
      .flatMap((link) => link.outbound && link.holdsSlot && isPeer(link) ? [link.entry.target.addr] : [])
      .toArray();
    return addresses.filter((addr) => this.crowd.evil.has(addr)).length / Math.max(1, addresses.length);
  }

  #start(): Membership {
    const { locate, groupOf, scopeOfIp } = this.places;
    return new Membership({
      random: this.random,
      nonce: "victim",
      now_ms: this.#now_ms,
      locate,
      groupOf,
      scopeOfIp,
    });
  }

  #load(rows: readonly PeerRow[]): void {
    this.#membership.load(rows.map((row) => entryOf(row, this.places.locate(row.addr)!)));
  }

  #tell(targets: readonly Target[], ip: string): void {
    this.#membership.registered(this.#now_ms, targets, { ip, scope: "public" });
  }

  #answer(effect: Effect): void {
    if (effect.kind === "dial") {
      this.trace = mix(this.trace ^ effect.link ^ this.#now_ms);
      const { link, target } = effect;
      if (this.#membership.dialResolved(this.#now_ms, link, target.host)) {
        this.#membership.connected(this.#now_ms, link);
      } else this.#membership.dialRefused(this.#now_ms, link);
    } else if (effect.kind === "ping") {
      this.#membership.ponged(this.#now_ms, effect.link);
    } else if (effect.kind === "send") {
      const link = this.#membership.links.get(effect.link);
      if (!link?.outbound) return;
      const { addr } = link.entry.target;
      this.#membership.answered(
        this.#now_ms,
        effect.link,
        effect.op,
        this.#response(effect.op, addr) as never,
      );
    }
  }

  /** The answer of an address; undefined for an op that a lecture node does not know. */
  #response(op: RequestName, addr: string): unknown {
    const is_lecture = this.crowd.lectures.has(addr);
    if (op === "hello" && !is_lecture) {
      return { v: 1, net: "foxchain", nonce: addr, seen: "203.0.113.9", ops: [] };
    }
    if (op === "sample") return this.#sample(addr);
    if (op === "peers") return { peers: pick(this.random, this.crowd.honest, 16) };
  }

  /** The attacker serves only its own addresses. An honest node serves honest ones. */
  #sample(addr: string) {
    const peers = pick(this.random, this.crowd.evil.has(addr) ? this.#someEvil() : this.crowd.honest, 16);
    return { peers, ages: peers.map(() => 60) };
  }

  #evil_list: readonly string[] = [];

  #someEvil(): readonly string[] {
    if (this.#evil_list.length === 0) this.#evil_list = [...this.crowd.evil].slice(0, 512);
    return this.#evil_list;
  }

  #row(addr: string, since_ms: number): PeerRow {
    const { key, host, group } = this.places.locate(addr)!;
    return {
      key,
      addr,
      ip: host,
      group,
      source_group: this.places.group(),
      source_scope: "public",
      first_heard_ms: since_ms,
      last_heard_ms: this.#now_ms,
      last_try_ms: this.#now_ms - 1_800_000,
      last_success_ms: this.#now_ms - 1_800_000,
      first_success_ms: since_ms + below(this.random, 6 * 24 * 3600) * 1000,
      avoid_until_ms: null,
      failures: 0,
      successes: 20,
      reliability: 0.95,
      state: "good",
      speaks: this.crowd.lectures.has(addr) ? "lecture" : "network",
      anchor: false,
    };
  }
}
