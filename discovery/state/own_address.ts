/** What this node believes its own addresses to be, by the scope of the peer that asks. */
import { endpointOf } from "../address/endpoint.ts";
import { type Target } from "../address/group.ts";
import * as limits from "../limits.ts";
import { Recent } from "../recent.ts";
import { reaches, type Scope, SCOPES } from "../address/scope.ts";

/**
 * Own addresses. Those of the interfaces and the advertised one need no proof. A public one is found out by dial-backs of
 * peers: when none is known, once a day (the IP may be another's by then), and when a peer sees this node under another.
 */
export class OwnAddress {
  readonly #believed = new Map<Scope, Target>();
  /** Keys of addresses that led back to this node -> where they led. */
  readonly #mirrors = new Recent<string, string>(limits.own_mirrors_max);
  /** Groups of the peers that reached this node, by address. */
  readonly #witnesses = new Recent<string, Set<string>>(limits.own_candidates_max);
  /** Groups of the peers that did not reach it, since the believed address is due. */
  readonly #doubters = new Set<string>();
  /** When the public address was found out; Infinity: somebody vouches for it. */
  #confirmed_ms = -Infinity;

  /** @param known Addresses the operator or the interfaces vouch for. */
  constructor(known: readonly Target[]) {
    for (const target of known) this.#believed.set(target.scope, target);
    if (this.#believed.has("public")) this.#confirmed_ms = Infinity;
  }

  /** The address to give to a peer of that scope: the narrowest that reaches it. */
  for(scope: Scope): Target | undefined {
    for (const own of SCOPES) {
      if (this.#believed.has(own) && reaches(own, scope)) return this.#believed.get(own);
    }
  }

  get all(): Target[] {
    return SCOPES.map((scope) => this.#believed.get(scope)).filter((own) => own !== undefined);
  }

  /** A dial of this address led back to this node, at this IP and port. */
  meet(key: string, endpoint: string): void {
    this.#mirrors.set(key, endpoint);
  }

  /** True for an IP and port at which this node listens, as far as it knows. */
  isEndpoint(endpoint: string): boolean {
    for (const mirror of this.#mirrors.values()) if (mirror === endpoint) return true;
    for (const { literal, host, port } of this.#believed.values()) {
      if (literal && endpointOf(host, port) === endpoint) return true;
    }
    return false;
  }

  /** True for a port at which this node listens. */
  hasPort(port: number): boolean {
    return this.#believed.values().some((target) => target.port === port);
  }

  is(key: string): boolean {
    if (this.#mirrors.has(key)) return true;
    for (const target of this.#believed.values()) if (target.key === key) return true;
    return false;
  }

  /** Whether a peer is to dial this public address back, under which it sees this node. */
  wantsWitness(now_ms: number, { key }: Target): boolean {
    if (this.#confirmed_ms === Infinity) return false;
    return this.#isDue(now_ms) || this.#believed.get("public")?.key !== key;
  }

  /**
   * A peer dialled this node back at a public address. The last one that enough confirm is believed.
   *
   * @param group The peer's group: two peers of one owner are one witness.
   * @param groups_known Groups this node has peers in; one witness is enough where there is only one.
   * @returns True when the address is believed from now on, and was not before.
   */
  confirm(now_ms: number, target: Target, group: string, groups_known: number): boolean {
    const witnesses = this.#witnesses.get(target.key) ?? new Set();
    this.#witnesses.set(target.key, witnesses.add(group));
    if (witnesses.size < witnessesNeeded(groups_known)) return false;
    const is_new = this.#believed.get("public")?.key !== target.key;
    this.#believed.set("public", target);
    this.#settle(now_ms);
    return is_new;
  }

  /**
   * A peer could not dial this node back where it sees it. One peer may have reasons of its own. But the believed address
   * is given up when it is due and has more doubters than witnesses, by the number that would confirm another.
   *
   * @returns True when it is.
   */
  doubt(now_ms: number, group: string, groups_known: number): boolean {
    const believed = this.#believed.get("public");
    if (believed === undefined || !this.#isDue(now_ms)) return false;
    this.#doubters.add(group);
    const witnesses = this.#witnesses.get(believed.key)?.size ?? 0;
    if (this.#doubters.size < witnesses + witnessesNeeded(groups_known)) return false;
    this.#believed.delete("public");
    this.#settle(-Infinity);
    return true;
  }

  #isDue(now_ms: number): boolean {
    return now_ms - this.#confirmed_ms >= limits.own_address_kept_ms;
  }

  #settle(confirmed_ms: number): void {
    this.#confirmed_ms = confirmed_ms;
    this.#witnesses.clear();
    this.#doubters.clear();
  }
}

function witnessesNeeded(groups_known: number): number {
  return Math.min(limits.confirmations_min, Math.max(1, groups_known));
}
