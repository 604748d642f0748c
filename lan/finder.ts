/** Looks for nodes on the local networks, and announces the node of this computer if there is one. */
import { Bucket } from "../discovery/bucket.ts";
import type { SteadyClock } from "../node/steady_clock.ts";
import { FoundNodes } from "./found_nodes.ts";
import * as limits from "./limits.ts";
import type { Link, OpenLink } from "./link.ts";
import { type Interface, type LanPlace, lanPlaces } from "./places.ts";
import {
  asksFor,
  type DnsPacket,
  type FoundNode,
  type OwnService,
  readServices,
  service_type,
  serviceRecords,
} from "./service.ts";

/** What a finder needs. */
export interface FinderOptions {
  /** The node to announce; undefined to look only. */
  readonly own?: OwnService;
  /** Port of this computer's own node, which is left out of what is found. By default that of `own`. */
  readonly own_port?: number;
  /** The network whose nodes are wanted; undefined for all. */
  readonly net?: string;
  readonly interfaces: () => readonly Interface[];
  readonly open: OpenLink;
  readonly clock: SteadyClock;
  /** 0 or more, less than 1. */
  readonly random: () => number;
  /** A node was found that was not there before. */
  readonly found: (node: FoundNode) => void;
  /** Something does not work. Called once at most. */
  readonly fault: (cause: string) => void;
}

/** A link in use. */
interface Used {
  readonly place: LanPlace;
  readonly link: Link;
  /** Cancel what is still to be sent. */
  readonly calls_off: (() => void)[];
  /** Cancels the answer that waits. */
  callOffAnswer?: () => void;
  /** When an answer may go out again. */
  answer_at_ms: number;
}

/** A search that goes on until it is stopped. */
export class Finder {
  readonly #options: FinderOptions;
  readonly #links = new Map<string, Used>();
  readonly #nodes = new FoundNodes();
  readonly #told: Bucket;
  #own_ips: ReadonlySet<string> = new Set();
  #is_faulty = false;
  #callOffLook = () => {};

  constructor(options: FinderOptions) {
    this.#options = options;
    this.#told = new Bucket(limits.found_told_rate, options.clock.now_ms());
    this.#look();
  }

  /** The nodes that are here, without the own one. */
  get nodes(): FoundNode[] {
    return this.#nodes.list();
  }

  /** Whether something did not work. */
  get is_faulty(): boolean {
    return this.#is_faulty;
  }

  /** Says that the own node leaves, then closes every link. */
  async stop(): Promise<void> {
    this.#callOffLook();
    await Promise.all([...this.#links.values()].map((used) => this.#close(used)));
  }

  /** Opens and closes links as this computer joins and leaves networks. */
  #look(): void {
    const { clock, interfaces } = this.#options;
    const all = interfaces();
    this.#own_ips = new Set(all.map(({ address }) => address));
    const places = new Map(lanPlaces(all).map((place) => [place.address, place]));
    for (const [address, used] of this.#links) if (!places.has(address)) void this.#close(used);
    for (const [address, place] of places) if (!this.#links.has(address)) this.#open(place);
    if (places.size === 0) this.#fault("this computer is in no local network");
    this.#callOffLook = clock.after(limits.interfaces_check_ms, () => this.#look());
  }

  #open(place: LanPlace): void {
    const { clock, open } = this.#options;
    const link = open(place, {
      packet: (packet, sender_ip) => this.#packet(used, packet, sender_ip),
      fault: (cause) => this.#fault(cause),
    });
    const used: Used = { place, link, calls_off: [], answer_at_ms: -Infinity };
    this.#links.set(place.address, used);
    for (const wait_ms of limits.repeat_ms) {
      used.calls_off.push(clock.after(wait_ms, () => {
        link.query([{ name: service_type, type: "PTR" }]);
        this.#tell(used);
      }));
    }
  }

  async #close({ place, link, calls_off, callOffAnswer }: Used): Promise<void> {
    this.#links.delete(place.address);
    for (const callOff of [...calls_off, callOffAnswer]) callOff?.();
    const { own } = this.#options;
    if (own !== undefined) link.respond(serviceRecords(own, place.address, 0));
    await link.close();
  }

  #packet(used: Used, packet: DnsPacket, sender_ip: string): void {
    const { own, net } = this.#options;
    if (packet.type === "query") {
      if (own !== undefined && asksFor(own, packet)) this.#answerSoon(used);
      return;
    }
    for (const node of readServices(packet, sender_ip)) {
      if (this.#isOwn(node) || (net !== undefined && node.net !== net)) continue;
      if (!this.#nodes.note(node, sender_ip)) continue;
      if (this.#told.take(this.#options.clock.now_ms())) this.#options.found(node);
    }
  }

  /** Multicast comes back to its sender. Other nodes of this computer share its IPs, so the port decides. */
  #isOwn({ addr }: FoundNode): boolean {
    const { own, own_port = own?.port } = this.#options;
    const { hostname, port } = new URL(addr);
    // The URL has no port where it is the scheme's.
    const number = Number(port) || (addr.startsWith("wss:") ? 443 : 80);
    return number === own_port && this.#own_ips.has(hostname);
  }

  #answerSoon(used: Used): void {
    // One answer serves every question that comes before it is sent.
    if (used.callOffAnswer !== undefined) return;
    const { clock, random } = this.#options;
    const { answer_delay_min_ms: min_ms, answer_delay_max_ms: max_ms } = limits;
    const wait_ms = Math.max(min_ms + random() * (max_ms - min_ms), used.answer_at_ms - clock.now_ms());
    used.callOffAnswer = clock.after(wait_ms, () => {
      used.callOffAnswer = undefined;
      this.#tell(used);
    });
  }

  #tell(used: Used): void {
    const { own, clock } = this.#options;
    if (own === undefined) return;
    used.answer_at_ms = clock.now_ms() + limits.answer_pause_ms;
    used.link.respond(serviceRecords(own, used.place.address));
  }

  #fault(cause: string): void {
    if (this.#is_faulty) return;
    this.#is_faulty = true;
    this.#options.fault(cause);
  }
}
