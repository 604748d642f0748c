/** A node in DNS-SD (RFC 6763): the records that announce it, and which records of others are believed. */
import { Buffer } from "node:buffer";
import { locate } from "../discovery/address/group.ts";
import { net_characters_max, record_ttl_s } from "./limits.ts";

/** The name under which nodes are looked for. */
export const service_type = "_foxchain._tcp.local";

/** The node to announce. */
export interface OwnService {
  /** A label drawn for this start. It is not the name of the computer or of its user: such names tell who is here. */
  readonly instance: string;
  readonly port: number;
  readonly tls: boolean;
  readonly net: string;
}

/** A record of DNS, as `multicast-dns` reads and writes it. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl?: number;
  readonly data?: unknown;
}

/** The parts of a DNS packet that are used here. */
export interface DnsPacket {
  readonly type?: string;
  readonly questions?: readonly { readonly name: string; readonly type: string }[];
  readonly answers?: readonly DnsRecord[];
  readonly additionals?: readonly DnsRecord[];
}

/** A node that told of itself. */
export interface FoundNode {
  /** `ws:` or `wss:`, the IP of the sender, the path `/ws`. */
  readonly addr: string;
  readonly net: string;
  /** True when it said that it leaves. */
  readonly is_leaving: boolean;
}

/**
 * The records that announce a node.
 *
 * @param ip Its address on the link.
 * @param ttl_s 0 says that it leaves.
 */
export function serviceRecords(own: OwnService, ip: string, ttl_s = record_ttl_s): DnsRecord[] {
  const name = `${own.instance}.${service_type}`;
  const host = `${own.instance}.local`;
  const addr = `${own.tls ? "wss" : "ws"}://${ip}:${own.port}/ws`;
  return [
    { name: service_type, type: "PTR", ttl: ttl_s, data: name },
    { name, type: "SRV", ttl: ttl_s, data: { port: own.port, target: host } },
    { name, type: "TXT", ttl: ttl_s, data: [`net=${own.net}`, `url=${addr}`] },
    { name: host, type: "A", ttl: ttl_s, data: ip },
  ];
}

/** Whether a packet asks for nodes, or for this one. */
export function asksFor({ instance }: OwnService, { questions = [] }: DnsPacket): boolean {
  const names = [service_type, `${instance}.${service_type}`, `${instance}.local`];
  return questions.some(({ name }) => names.includes(name.toLowerCase()));
}

/**
 * The nodes that a packet tells of. Only the address of the packet's own sender is believed. Otherwise one packet could
 * make a whole class dial a printer.
 *
 * @param sender_ip As the system tells it.
 *
 * @example
 * ```ts
 * import { readServices, serviceRecords } from "./service.ts";
 * import assert from "node:assert/strict";
 *
 * const own = { instance: "a1", port: 9000, tls: false, net: "lab" };
 * const answers = serviceRecords(own, "192.168.1.7");
 * assert.deepEqual(readServices({ answers }, "192.168.1.7"), [
 *   { addr: "ws://192.168.1.7:9000/ws", net: "lab", is_leaving: false },
 * ]);
 * assert.deepEqual(readServices({ answers }, "192.168.1.8"), []);
 * ```
 */
export function readServices({ answers = [], additionals = [] }: DnsPacket, sender_ip: string): FoundNode[] {
  return [...answers, ...additionals].flatMap(({ name, type, ttl, data }) => {
    if (type !== "TXT" || !name.toLowerCase().endsWith(`.${service_type}`)) return [];
    const texts = textsOf(data);
    const net = texts.get("net") ?? "";
    const addr = believedAddress(texts.get("url") ?? "", sender_ip);
    if (addr === undefined || net === "" || net.length > net_characters_max) return [];
    return [{ addr, net, is_leaving: ttl === 0 }];
  });
}

function believedAddress(text: string, sender_ip: string): string | undefined {
  const target = locate(text);
  if (target === undefined || target.scope !== "private" || target.host !== sender_ip) return undefined;
  const { secure, host, port, key } = target;
  const addr = `${secure ? "wss" : "ws"}://${host}:${port}/ws`;
  // Another path would let a stranger choose what is asked of another server on that computer.
  return key === locate(addr)?.key ? addr : undefined;
}

/** The `name=value` of a TXT record; the first of a name counts (RFC 6763, 6.4). */
function textsOf(data: unknown): Map<string, string> {
  const texts = new Map<string, string>();
  for (const part of Array.isArray(data) ? data : [data]) {
    const text = Buffer.isBuffer(part) ? part.toString("utf8") : typeof part === "string" ? part : "";
    const [, name = "", value = ""] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
    if (name !== "" && !texts.has(name.toLowerCase())) texts.set(name.toLowerCase(), value);
  }
  return texts;
}
