/** The node under attack as its attacker sees it: an address, made-up strangers to come from, and a bound on all of it. */
import { upgradeRequest } from "../../raw_client.ts";
import type { Bounds } from "./bounds.ts";
import { Tcp } from "./tcp.ts";

/** What an attacker is told. */
export interface TargetPlan {
  readonly host: string;
  readonly port: number;
  readonly small: boolean;
  /** Counts from 0. */
  readonly repeat: number;
  /** Each repeat comes from strangers of its own. */
  readonly moving: boolean;
  readonly bounds: Bounds;
}

/** A page of this site is a public source, from whatever address it comes. */
export const foreign_origin = "http://stranger.example";

const mib = 1024 * 1024;

/** What an attack runs against. All connections are made here, so that none is forgotten and all bytes are counted. */
export class Target {
  sent_bytes = 0;
  opened = 0;
  /** Connections that came about at the TCP level but got no WebSocket, and those that did not come about. */
  refused = 0;
  readonly #began_ms = performance.now();
  readonly #tcps = new Set<Tcp>();

  constructor(readonly plan: TargetPlan) {}

  get small(): boolean {
    return this.plan.small;
  }

  /** True while the bounds allow more. */
  get goesOn(): boolean {
    const { seconds_max, sent_mib_max } = this.plan.bounds;
    return performance.now() - this.#began_ms < seconds_max * 1000 && this.sent_bytes < sent_mib_max * mib;
  }

  /** An address of the loopback network that nobody else uses; with a foreign Origin it counts as a public IP. */
  stranger(number: number): string {
    const network = 10 + (this.plan.moving ? this.plan.repeat : 0);
    return `127.${network}.${1 + (number >> 8)}.${number & 255 || 1}`;
  }

  /** Opens a TCP connection; undefined where it is refused or the bounds are reached. */
  async tcp(stranger: number, from = this.stranger(stranger)): Promise<Tcp | undefined> {
    if (this.opened >= this.plan.bounds.connections_max) return undefined;
    this.opened++;
    const tcp = await Tcp.open({ host: this.plan.host, port: this.plan.port, from });
    if (tcp === undefined) {
      this.refused++;
      return undefined;
    }
    this.#tcps.add(tcp);
    void tcp.closed.then(() => this.#tcps.delete(tcp));
    return tcp;
  }

  /**
   * Opens a WebSocket; undefined where there is no place.
   *
   * @param near Comes from this address and without a foreign Origin instead, as a program of this computer or site.
   */
  async webSocket(stranger: number, near?: { readonly from: string }): Promise<Tcp | undefined> {
    const tcp = await this.tcp(stranger, near?.from);
    if (tcp === undefined) return undefined;
    const origin = near === undefined ? foreign_origin : undefined;
    await this.send(tcp, upgradeRequest(this.plan.port, { Origin: origin }));
    const head = await tcp.readHead();
    if (head.startsWith("HTTP/1.1 101 ")) return tcp;
    this.refused++;
    tcp.close();
    return undefined;
  }

  /** Writes and counts. False once the connection is gone. */
  async send(tcp: Tcp, bytes: Uint8Array | string): Promise<boolean> {
    this.sent_bytes += bytes.length;
    return await tcp.write(bytes);
  }

  /** Waits out the bounds, or so long. */
  async hold(seconds: number = this.plan.bounds.seconds_max): Promise<void> {
    const end_ms = performance.now() + seconds * 1000;
    while (this.goesOn && performance.now() < end_ms) await pause(20);
  }

  /** Closes what is still open. */
  close(): void {
    for (const tcp of this.#tcps) tcp.close();
  }
}

/** Lets time pass. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What a promise settles with, or undefined when it takes longer. */
export async function soon<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
