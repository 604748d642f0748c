/** The addresses of the virtual internet: IPs in groups, names, and a cache of parsed addresses for all nodes. */
import { groupOf, locate, type Target } from "../discovery/address/group.ts";
import { type Scope, scopeOfIp } from "../discovery/address/scope.ts";
import { below, type Stream } from "./random.ts";

/** First bytes of an IP that also hold ranges that are not public. */
const SPECIAL = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203]);
/** Entries in each cache. A full cache is emptied. */
const remembered_max = 200_000;

/** Gives out IPs, and works out what addresses are, once for all nodes. */
export class Places {
  readonly #random: Stream;
  readonly #taken = new Set<string>();
  readonly #targets = new Map<string, Target | undefined>();
  readonly #groups = new Map<string, string>();
  readonly #scopes = new Map<string, Scope>();
  readonly names = new Map<string, string>();

  constructor(random: Stream) {
    this.#random = random;
  }

  /** A random public /16, written `a.b`. */
  group(): string {
    let first = 0;
    while (SPECIAL.has(first)) first = below(this.#random, 224);
    return `${first}.${below(this.#random, 256)}`;
  }

  /** An unused IP, in that group or in any. */
  ip(group?: string): string {
    while (true) {
      const ip = `${group ?? this.group()}.${below(this.#random, 256)}.${1 + below(this.#random, 254)}`;
      if (this.#taken.has(ip)) continue;
      this.#taken.add(ip);
      return ip;
    }
  }

  /** The IP of an address; undefined for an unknown name. */
  resolve({ literal, host }: Target): string | undefined {
    return literal ? host : this.names.get(host);
  }

  readonly locate = (text: string): Target | undefined => {
    const known = this.#targets.get(text);
    if (known !== undefined || this.#targets.has(text)) return known;
    if (this.#targets.size >= remembered_max) this.#targets.clear();
    const target = locate(text);
    this.#targets.set(text, target);
    return target;
  };

  readonly groupOf = (ip: string, port: number): string => {
    if (this.scopeOfIp(ip) !== "public") return groupOf(ip, port);
    return remember(this.#groups, ip, () => groupOf(ip, port));
  };

  readonly scopeOfIp = (ip: string): Scope => remember(this.#scopes, ip, () => scopeOfIp(ip));
}

function remember<Value>(memory: Map<string, Value>, key: string, find: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= remembered_max) memory.clear();
  const value = find();
  memory.set(key, value);
  return value;
}
