/**
 * How much each source may ask for, and when a source that goes on although it is refused is sent away. `admission.ts`
 * has the places.
 */
import { wide_factor } from "../../discovery/limits.ts";
import { Bucket, type Rate } from "../../discovery/bucket.ts";
import { Recent } from "../../discovery/recent.ts";
import { type KeysOf, sourceKeys } from "../../discovery/address/source.ts";
import type { Scope } from "../../discovery/address/scope.ts";
import type { Source } from "../../ops/context.ts";
import {
  lecture_ops_rate,
  private_ops_rate,
  rate_buckets_max,
  refused_few_rate,
  refused_rate,
  refused_source_rate,
  refused_wait_ms,
} from "../limits.ts";

/** What one connection may ask for; it is charged to its source's account. */
export interface Allowance {
  /** Takes tokens if the source has them. True when it had. See `charge` in `ops/context.ts`. */
  charge(tokens: number): boolean;
  /**
   * Notes that a message was refused for lack of tokens.
   *
   * @returns False when the connection went on for too long. Then it is to be closed, and its source has to wait.
   */
  mayGoOn(refused_tokens: number): boolean;
}

/** The name of a source's account, and its factor: how many times a usual source's rate it has. */
interface Key {
  readonly key: string;
  readonly factor: number;
}

/** One source's account. */
interface Account {
  readonly tokens: Bucket;
  readonly refusals: Bucket;
}

/**
 * The accounts of all sources. This machine has none: its requests are not metered.
 *
 * @example
 * ```ts
 * import { Allowances } from "./allowances.ts";
 * import { lecture_ops_rate } from "../limits.ts";
 * import assert from "node:assert/strict";
 *
 * const allowance = new Allowances(() => 0).of({ ip: "203.0.113.7", scope: "public" });
 * assert.equal(allowance.charge(lecture_ops_rate.burst), true);
 * assert.equal(allowance.charge(1), false);
 * ```
 */
export class Allowances {
  readonly #now_ms: () => number;
  readonly #keysOf: KeysOf;
  readonly #accounts = new Map<string, Account>();
  /** When a source that was sent away may come again. */
  readonly #waits = new Recent<string, number>(rate_buckets_max);

  /**
   * @param now_ms The present, on a clock that does not run backwards.
   * @param keysOf Names the source of an IP.
   */
  constructor(now_ms: () => number, keysOf: KeysOf = sourceKeys) {
    this.#now_ms = now_ms;
    this.#keysOf = keysOf;
  }

  /** The allowance of a new connection. */
  of(source: Source): Allowance {
    return new ConnectionAllowance(this, source.scope, this.#keys(source));
  }

  /** Whether the source was sent away and still has to wait. */
  waits(source: Source): boolean {
    return this.#keys(source).some(({ key }) => this.#now_ms() < (this.#waits.get(key) ?? 0));
  }

  /** See {@linkcode Allowance}. */
  charge(scope: Scope, keys: readonly Key[], tokens: number): boolean {
    const now_ms = this.#now_ms();
    const buckets = keys.map((key) => this.#account(scope, key).tokens);
    return buckets.every((bucket) => bucket.has(now_ms, tokens)) &&
      buckets.every((bucket) => bucket.take(now_ms, tokens));
  }

  /** Notes a refusal; false when one of the keys has had too many. */
  refuse(scope: Scope, keys: readonly Key[], tokens: number): boolean {
    const now_ms = this.#now_ms();
    const [narrow, ...wide] = keys.map((key) => this.#account(scope, key).refusals.take(now_ms, tokens));
    // A whole site waits as well when its networks together had too many.
    if (wide.includes(false)) this.sendAway(keys.slice(1));
    return narrow! && !wide.includes(false);
  }

  /** Makes sources wait. */
  sendAway(keys: readonly Key[]): void {
    for (const { key } of keys) this.#waits.set(key, this.#now_ms() + refused_wait_ms);
  }

  get now_ms(): number {
    return this.#now_ms();
  }

  /**
   * The accounts of a source; none for loopback. A page of a foreign origin is public, so its account is not that of
   * the programs on the same IP.
   */
  #keys({ ip, scope }: Source): Key[] {
    if (scope === "loopback") return [];
    const { narrow, wide } = this.#keysOf(ip);
    const keys = [{ key: `${scope} ${narrow}`, factor: 1 }];
    return wide === null ? keys : [...keys, { key: `${scope} ${wide}`, factor: wide_factor }];
  }

  #account(scope: Scope, { key, factor }: Key): Account {
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    if (this.#accounts.size >= rate_buckets_max) this.#forgetRested();
    const name = this.#accounts.size >= rate_buckets_max ? `${scope} everyone else` : key;
    const account = this.#accounts.get(name) ?? newAccount(scope, factor, this.#now_ms());
    this.#accounts.set(name, account);
    return account;
  }

  #forgetRested(): void {
    const now_ms = this.#now_ms();
    for (const [key, { tokens, refusals }] of this.#accounts) {
      if (tokens.isFull(now_ms) && refusals.isFull(now_ms)) this.#accounts.delete(key);
    }
  }
}

/**
 * A class, since there is one for every connection. Its buckets are made at the first refusal: most connections never
 * need them.
 */
class ConnectionAllowance implements Allowance {
  readonly #allowances: Allowances;
  readonly #scope: Scope;
  readonly #keys: readonly Key[];
  #few: Bucket | undefined;
  #all: Bucket | undefined;

  constructor(allowances: Allowances, scope: Scope, keys: readonly Key[]) {
    this.#allowances = allowances;
    this.#scope = scope;
    this.#keys = keys;
  }

  charge(tokens: number): boolean {
    return this.#keys.length === 0 || this.#allowances.charge(this.#scope, this.#keys, tokens);
  }

  mayGoOn(tokens: number): boolean {
    if (this.#keys.length === 0) return true;
    const now_ms = this.#allowances.now_ms;
    const is_few = (this.#few ??= new Bucket(refused_few_rate, now_ms)).take(now_ms, tokens);
    const is_within = (this.#all ??= new Bucket(refused_rate, now_ms)).take(now_ms, tokens);
    const source_may = this.#allowances.refuse(this.#scope, this.#keys, tokens);
    if (is_within && (is_few || source_may)) return true;
    this.#allowances.sendAway(this.#keys.slice(0, 1));
    return false;
  }
}

function newAccount(scope: Scope, factor: number, now_ms: number): Account {
  const tokens = times(scope === "public" ? lecture_ops_rate : private_ops_rate, factor);
  return {
    tokens: new Bucket(tokens, now_ms),
    refusals: new Bucket(times(refused_source_rate, factor), now_ms),
  };
}

function times({ per_second, burst }: Rate, factor: number): Rate {
  return { per_second: factor * per_second, burst: factor * burst };
}
