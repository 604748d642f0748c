/** Decides which packets of the local network are read. A refused packet is never parsed. */
import { Buffer } from "node:buffer";
import { Bucket } from "../discovery/bucket.ts";
import {
  packet_bytes_max,
  packet_records_max,
  packets_rate,
  sender_packets_rate,
  senders_max,
} from "./limits.ts";
import { isOnLink, type LanPlace } from "./places.ts";

/** The port of multicast DNS. */
export const mdns_port = 5353;

/** Bytes of a DNS header. */
const header_bytes = 12;

/** The label of our service as it stands in every packet about it: its length, then its letters. */
const label = Buffer.from("\x09_foxchain");

/** Where a packet came from, as the system tells it. */
export interface Sender {
  readonly address: string;
  readonly port: number;
}

/**
 * Guards one link.
 *
 * @example
 * ```ts
 * import { PacketGuard } from "./packet_guard.ts";
 * import { Buffer } from "node:buffer";
 * import assert from "node:assert/strict";
 *
 * const guard = new PacketGuard({ address: "192.168.1.7", netmask: "255.255.255.0" }, 0);
 * const of_a_printer = Buffer.from("............\x04_ipp\x04_tcp\x05local");
 * assert.equal(guard.admits(of_a_printer, { address: "192.168.1.9", port: 5353 }, 0), false);
 * ```
 */
export class PacketGuard {
  readonly #place: LanPlace;
  readonly #all: Bucket;
  readonly #senders = new Map<string, Bucket>();

  constructor(place: LanPlace, now_ms: number) {
    this.#place = place;
    this.#all = new Bucket(packets_rate, now_ms);
  }

  /** Whether to read the packet. Only a packet about nodes is charged. */
  admits(packet: Buffer, sender: Sender, now_ms: number): boolean {
    if (packet.length < header_bytes || packet.length > packet_bytes_max || !packet.includes(label)) {
      return false;
    }
    // A question from another port asks for an answer to that port. So a forged one could aim answers at a victim.
    if (sender.port !== mdns_port || !isOnLink(sender.address, this.#place)) return false;
    if (recordsIn(packet) > packet_records_max) return false;
    return this.#senderBucket(sender.address, now_ms).take(now_ms) && this.#all.take(now_ms);
  }

  #senderBucket(address: string, now_ms: number): Bucket {
    const bucket = this.#senders.get(address) ?? new Bucket(sender_packets_rate, now_ms);
    // Last in the order of the map is the one that was heard of last.
    this.#senders.delete(address);
    this.#senders.set(address, bucket);
    if (this.#senders.size > senders_max) this.#senders.delete(this.#senders.keys().next().value!);
    return bucket;
  }
}

/** Questions and records, as the header counts them. */
function recordsIn(packet: Buffer): number {
  return [4, 6, 8, 10].reduce((sum, at) => sum + packet.readUInt16BE(at), 0);
}
