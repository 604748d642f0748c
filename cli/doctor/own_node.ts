/** Looks at what is on the node's port of this computer, and whether other computers could reach it there. */
import { scopeOfIp } from "../../discovery/address/scope.ts";
import { lanAddress } from "../../node/membership/lan_address.ts";
import { hostWithoutBrackets, isEveryInterface, placesOf } from "../../node/sockets/places.ts";
import { freePort } from "../free_place.ts";
import type { Finding } from "./finding.ts";
import type { DoctorOptions, DoctorWorld } from "./world.ts";

/** What is on the port. */
export interface OnPort {
  /** `node`: one that answers. `none`: the port is free. `blocked`: taken by another program, or not to be had. */
  readonly state: "node" | "none" | "blocked";
  /** The node's nonce; undefined for a node without `hello`. */
  readonly nonce?: string;
  readonly finding: Finding;
}

/** Looks at the port. */
export async function lookAtPort(options: DoctorOptions, world: DoctorWorld): Promise<OnPort> {
  const { port, host, net, timeout_ms } = options;
  const say = (state: Finding["state"], id: Finding["id"], values: Finding["values"] = {}): Finding => ({
    subject: "port",
    state,
    id,
    values: { port, host, ...values },
  });
  const session = port === 0 ? undefined : await world.open(urlAt(localHost(host), port), timeout_ms);
  if (session?.kind === "open") {
    const hello = await session.ask("hello", { v: 1, net, nonce: crypto.randomUUID() });
    session.close();
    if (hello !== undefined) {
      return { state: "node", nonce: textOf(hello.response, "nonce"), finding: say("ok", "port_node") };
    }
  }
  try {
    if (session !== undefined && session.kind !== "refused") throw new Deno.errors.AddrInUse();
    for (const place of placesOf(host, port, world.bind)) world.bind(place).close();
    return { state: "none", finding: say("ok", "port_free") };
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      return { state: "blocked", finding: say("finding", "port_taken", { free: freePort(port + 1, host) }) };
    }
    const is_forbidden = error instanceof Deno.errors.PermissionDenied;
    return { state: "blocked", finding: say("finding", is_forbidden ? "port_forbidden" : "port_no_address") };
  }
}

/** Whether the node listens for others, too; nothing where there are no others. */
export async function lookAtListening(
  { state }: OnPort,
  options: DoctorOptions,
  world: DoctorWorld,
): Promise<Finding[]> {
  const { host, port, timeout_ms } = options;
  const say = (state: Finding["state"], id: Finding["id"], values: Finding["values"] = {}): Finding[] => [
    { subject: "listening", state, id, values },
  ];
  const ip = lanAddress(world.interfaces());
  if (state !== "node") {
    if (!isEveryInterface(host) && scopeOfIp(localHost(host)) === "loopback") {
      return say("finding", "listening_loopback");
    }
    return isEveryInterface(host) ? say("ok", "listening_will") : [];
  }
  if (ip === undefined) return [];
  const addr = urlAt(ip, port);
  const session = await world.open(addr, timeout_ms);
  if (session.kind === "open") {
    session.close();
    return say("ok", "listening_lan", { addr });
  }
  if (session.kind === "refused") return say("finding", "listening_loopback");
  return say("finding", "listening_not", { addr, cause: session.cause });
}

/** The URL of a node at an IP or name. */
export function urlAt(host: string, port: number): string {
  return `ws://${host.includes(":") ? `[${host}]` : host}:${port}/ws`;
}

/** A text of an answer; undefined where it has none. */
export function textOf(response: unknown, name: string): string | undefined {
  if (typeof response !== "object" || response === null) return undefined;
  const value = (response as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** Where this computer reaches a node that was started with this `--host`. */
function localHost(host: string): string {
  if (isEveryInterface(host)) return "127.0.0.1";
  return host.toLowerCase() === "localhost" ? "127.0.0.1" : hostWithoutBrackets(host);
}
