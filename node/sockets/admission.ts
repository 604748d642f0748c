/** How many clients are let in, and from where. `allowances.ts` says how much each may ask. */
import { type KeysOf, SourceCounts, sourceKeys } from "../../discovery/address/source.ts";
import { clients_max, clients_per_ip_max, loopback_clients_max, spare_places_min } from "../limits.ts";
import type { Source } from "../../ops/context.ts";

/** A client's place. It is held until the socket and its file descriptor are gone. */
export interface Place {
  /** Gives the place back. Later calls do nothing. */
  release(): void;
}

/** Most clients from this computer, and from elsewhere. */
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
  readonly #sources = new SourceCounts();
  readonly #keysOf: KeysOf;
  #loopback = 0;
  #elsewhere = 0;

  /**
   * @param places For tests: fewer places.
   * @param keysOf Names the source of an IP.
   */
  constructor(places: Partial<Places> = {}, keysOf: KeysOf = sourceKeys) {
    this.#places = { loopback: loopback_clients_max, elsewhere: clients_max, ...places };
    this.#keysOf = keysOf;
  }

  /** Clients that hold a place. */
  get clients(): number {
    return this.#loopback + this.#elsewhere;
  }

  /** Places that are taken, and all there are. */
  get places(): Readonly<Record<keyof Places, { readonly taken: number; readonly all: number }>> {
    const { loopback, elsewhere } = this.#places;
    return {
      loopback: { taken: this.#loopback, all: loopback },
      elsewhere: { taken: this.#elsewhere, all: elsewhere },
    };
  }

  /** A place, or undefined when there is none for this source. */
  admit({ ip, scope }: Source): Place | undefined {
    if (scope === "loopback") {
      if (this.#loopback >= this.#places.loopback) return undefined;
      this.#loopback++;
      return once(() => this.#loopback--);
    }
    const keys = this.#keysOf(ip);
    const is_crowded = scope === "public" && !this.#sources.hasRoom(keys, clients_per_ip_max);
    if (this.#elsewhere >= this.#places.elsewhere || is_crowded) return undefined;
    this.#elsewhere++;
    this.#sources.add(keys);
    return once(() => {
      this.#elsewhere--;
      this.#sources.remove(keys);
    });
  }

  /** Whether so few places are left for such clients that one should be freed. */
  isShort({ scope }: Pick<Source, "scope">): boolean {
    const { loopback, elsewhere } = this.#places;
    const left = scope === "loopback" ? loopback - this.#loopback : elsewhere - this.#elsewhere;
    return left < spare_places_min;
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
