/** How many clients are let in, from where, and how often each source may ask. */
import { Bucket } from "../discovery/bucket.ts";
import {
  clients_max,
  clients_per_ip_max,
  lecture_ops_rate,
  loopback_clients_max,
  rate_buckets_max,
  spare_places_min,
} from "./limits.ts";
import type { Source } from "../ops/context.ts";

/** A client's place; it is held until the socket, its file descriptor included, is gone. */
export interface Place {
  /** Gives the place back. Later calls are ignored. */
  release(): void;
}

/** How many clients there may be from this computer, and from elsewhere. */
export interface Places {
  readonly loopback: number;
  readonly elsewhere: number;
}

/**
 * Counts the clients of one node.
 *
 * @example
 * ```ts
 * import { Admission } from "./admission.ts";
 * import assert from "node:assert/strict";
 *
 * const admission = new Admission();
 * const place = admission.admit({ ip: "203.0.113.7", scope: "public" });
 * assert.equal(admission.clients, 1);
 * place?.release();
 * assert.equal(admission.clients, 0);
 * ```
 */
export class Admission {
  readonly #places: Places;
  readonly #per_ip = new Map<string, number>();
  readonly #buckets = new Map<string, Bucket>();
  #loopback = 0;
  #elsewhere = 0;

  /** @param places What a test makes smaller. */
  constructor(places: Partial<Places> = {}) {
    this.#places = { loopback: loopback_clients_max, elsewhere: clients_max, ...places };
  }

  /** Clients that hold a place. */
  get clients(): number {
    return this.#loopback + this.#elsewhere;
  }

  /** A place, or undefined when there is none for this source. */
  admit({ ip, scope }: Source): Place | undefined {
    if (scope === "loopback") {
      if (this.#loopback >= this.#places.loopback) return undefined;
      this.#loopback++;
      return once(() => this.#loopback--);
    }
    const same_ip = this.#per_ip.get(ip) ?? 0;
    if (this.#elsewhere >= this.#places.elsewhere || (scope === "public" && same_ip >= clients_per_ip_max)) {
      return undefined;
    }
    this.#elsewhere++;
    this.#per_ip.set(ip, same_ip + 1);
    return once(() => {
      this.#elsewhere--;
      const left = this.#per_ip.get(ip)! - 1;
      if (left === 0) this.#per_ip.delete(ip);
      else this.#per_ip.set(ip, left);
    });
  }

  /** Whether so few places are left for clients from there that some should be freed. */
  isShort({ scope }: Pick<Source, "scope">): boolean {
    const { loopback, elsewhere } = this.#places;
    const left = scope === "loopback" ? loopback - this.#loopback : elsewhere - this.#elsewhere;
    return left < spare_places_min;
  }

  /** Whether this source may ask once more now. Only public sources are metered. */
  mayAsk({ ip, scope }: Source, now_ms: number): boolean {
    return scope !== "public" || this.#bucket(ip, now_ms).take(now_ms);
  }

  #bucket(ip: string, now_ms: number): Bucket {
    const known = this.#buckets.get(ip);
    if (known !== undefined) return known;
    if (this.#buckets.size >= rate_buckets_max) this.#forgetRested(now_ms);
    const name = this.#buckets.size >= rate_buckets_max ? "everyone else" : ip;
    const bucket = this.#buckets.get(name) ?? new Bucket(lecture_ops_rate, now_ms);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  #forgetRested(now_ms: number): void {
    for (const [ip, bucket] of this.#buckets) if (bucket.isFull(now_ms)) this.#buckets.delete(ip);
  }
}

function once(release: () => void): Place {
  let held = true;
  return {
    release() {
      if (held) release();
      held = false;
    },
  };
}
