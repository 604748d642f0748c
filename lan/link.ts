/** What the finder needs of one local network: packets out, packets in. `multicast_link.ts` is the real one. */
import type { LanPlace } from "./places.ts";
import type { DnsPacket, DnsRecord } from "./service.ts";

/** An open link. */
export interface Link {
  /** Asks everybody on the link. */
  query(questions: readonly { readonly name: string; readonly type: "PTR" }[]): void;
  /** Tells everybody on the link. */
  respond(answers: readonly DnsRecord[]): void;
  /** Sends what waits and lets go. */
  close(): Promise<void>;
}

/** What a link tells. */
export interface LinkEvents {
  /** A packet that is to be read came in. */
  packet(packet: DnsPacket, sender_ip: string): void;
  /** Something does not work; it may be told often. */
  fault(cause: string): void;
}

/** Opens a link. Nothing is thrown: what goes wrong is a fault. */
export type OpenLink = (place: LanPlace, events: LinkEvents) => Link;
