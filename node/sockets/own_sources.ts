/** Names the source of an IP by the networks that this computer is in. They are looked up again now and then. */
import { type KeysOf, networksOf, sourceKeys } from "../../discovery/address/source.ts";
import { own_networks_kept_ms } from "../limits.ts";

/**
 * Keys of sources by the networks that this computer is in.
 *
 * @param ips The addresses of the own interfaces.
 * @param now_ms The present, on a clock that does not run backwards.
 *
 * @example
 * ```ts
 * import { ownSources } from "./own_sources.ts";
 * import assert from "node:assert/strict";
 *
 * const keysOf = ownSources(() => ["2600:1:2:3::1"], () => 0);
 * assert.equal(keysOf("2600:1:2:3::7").narrow, "2600:1:2:3::7");
 * assert.equal(keysOf("2600:1:2:4::7").narrow, "2600:1:2:4::/64");
 * ```
 */
export function ownSources(ips: () => Iterable<string>, now_ms: () => number): KeysOf {
  let networks = networksOf(ips());
  let looked_ms = now_ms();
  return (ip) => {
    if (ip.includes(":") && now_ms() - looked_ms >= own_networks_kept_ms) {
      networks = networksOf(ips());
      looked_ms = now_ms();
    }
    return sourceKeys(ip, networks);
  };
}
