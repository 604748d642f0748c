/** What this node believes its own addresses to be, by the scope of whoever asks. */
import { type Target } from "./group.ts";
import { confirmations_min } from "./limits.ts";
import { reaches, type Scope } from "./scope.ts";

const NARROW_TO_WIDE: readonly Scope[] = ["loopback", "private", "public"];
/** Candidates remembered: a node has one or two IPs, the rest are lies about `seen`. */
const candidates_max = 8;
/** Addresses remembered under which this node met itself. */
const mirrors_max = 64;

/** Own addresses: the interfaces' and the advertised one without further proof, others when peers confirmed them. */
export class OwnAddress {
  readonly #believed = new Map<Scope, Target>();
  readonly #mirrors = new Set<string>();
  readonly #confirmations = new Map<string, Set<string>>();

  /** @param known Addresses the operator or the interfaces vouch for. */
  constructor(known: readonly Target[]) {
    for (const target of known) this.#believed.set(target.scope, target);
  }

  /** The address to give to a peer of that scope: the narrowest that reaches it. */
  for(scope: Scope): Target | undefined {
    for (const own of NARROW_TO_WIDE) {
      if (this.#believed.has(own) && reaches(own, scope)) return this.#believed.get(own);
    }
  }

  /** A dial of this address led back to us. */
  meet(key: string): void {
    this.#mirrors.add(key);
    if (this.#mirrors.size > mirrors_max) this.#mirrors.delete(this.#mirrors.values().next().value!);
  }

  is(key: string): boolean {
    if (this.#mirrors.has(key)) return true;
    for (const target of this.#believed.values()) if (target.key === key) return true;
    return false;
  }

  get isKnownPublicly(): boolean {
    return this.#believed.has("public");
  }

  /**
   * A peer dialled us back at `target`.
   *
   * @param group The peer's group: two peers of one owner are one witness.
   * @param groups_known Groups this node has peers in; one witness is enough where there is only one.
   * @returns True when the address is believed from now on.
   */
  confirm(target: Target, group: string, groups_known: number): boolean {
    if (this.#believed.get(target.scope)?.key === target.key) return false;
    const witnesses = this.#confirmations.get(target.key) ?? new Set();
    witnesses.add(group);
    this.#confirmations.set(target.key, witnesses);
    if (this.#confirmations.size > candidates_max) {
      this.#confirmations.delete(this.#confirmations.keys().next().value!);
    }
    if (witnesses.size < Math.min(confirmations_min, Math.max(1, groups_known))) return false;
    this.#believed.set(target.scope, target);
    return true;
  }
}
