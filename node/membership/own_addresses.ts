/** The addresses under which this node can be dialled, as known from its own machine. */
import { locate, type Target } from "../../discovery/address/group.ts";
import { lanAddress } from "./lan_address.ts";
import { hostWithoutBrackets, isEveryInterface } from "../sockets/places.ts";

/** Where a node listens. */
export interface ListeningPlace {
  /** The interface that `--host` names. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly interfaces: readonly Pick<Deno.NetworkInterfaceInfo, "name" | "family" | "address">[];
  /** Addresses that the operator gave. They win over the interface's address of the same scope. */
  readonly advertise: readonly string[];
}

/**
 * Own addresses. Of several in one scope the last one counts. A public address of an interface is left out: others must
 * confirm that they reach it.
 *
 * @example
 * ```ts
 * import { ownAddresses } from "./own_addresses.ts";
 * import assert from "node:assert/strict";
 *
 * const place = { host: "::", port: 9000, tls: false, interfaces: [], advertise: ["ws://203.0.113.7:9000/ws"] };
 * assert.deepEqual(ownAddresses(place).map(({ addr }) => addr), [
 *   "ws://127.0.0.1:9000/ws",
 *   "ws://203.0.113.7:9000/ws",
 * ]);
 * ```
 */
export function ownAddresses({ host, port, tls, interfaces, advertise }: ListeningPlace): Target[] {
  const hosts = isEveryInterface(host) ? ["127.0.0.1", lanAddress(interfaces)] : [hostWithoutBrackets(host)];
  const found = hosts.filter((name) => name !== undefined)
    .map((name) => locate(`${tls ? "wss" : "ws"}://${name.includes(":") ? `[${name}]` : name}:${port}/ws`))
    .filter((target) => target !== undefined && target.scope !== "public");
  return [...found, ...advertise.map(locate)].filter((target) => target !== undefined);
}
