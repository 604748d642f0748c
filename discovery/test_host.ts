/** Drives one membership by hand: a clock, the effects, and the other end's side of the conversation. */
import type { Effect, HelloReply, RequestName } from "./state/effects.ts";
import type { DialledLink, InboundLink } from "./state/link.ts";
import { Membership } from "./membership.ts";
import type { MembershipOptions } from "./state/options.ts";
import { at, seeded } from "./book/test_entries.ts";

/** Start of the clock: the lecture's moment. */
export const start_ms = 1_617_786_770_000;

/** One membership and its world. */
export class TestHost {
  readonly membership: Membership;
  now_ms = start_ms;
  readonly effects: Effect[] = [];

  constructor(options: Partial<MembershipOptions> & { readonly through?: readonly string[] } = {}) {
    const seeds = (options.through ?? []).map(at);
    this.membership = new Membership({
      random: seeded(1),
      nonce: "own",
      now_ms: start_ms,
      seeds,
      ...options,
    });
  }

  /** What a connection is for; undefined where it is gone. */
  role(id: number): DialledLink["role"] | InboundLink["role"] | "client" | undefined {
    const link = this.membership.links.get(id);
    return link?.kind === "client" ? "client" : link?.role;
  }

  /** A dialled connection. */
  dialled(id: number): DialledLink {
    const link = this.membership.links.get(id);
    if (!link?.outbound) throw new Error(`${id} is no dialled connection`);
    return link;
  }

  /** A peer that came by. */
  inbound(id: number): InboundLink {
    const link = this.membership.links.get(id);
    if (link?.kind !== "inbound") throw new Error(`${id} is no inbound peer`);
    return link;
  }

  /** Lets time pass second by second; effects pile up in {@linkcode effects}. */
  pass(seconds: number): this {
    const end_ms = this.now_ms + seconds * 1000;
    while (this.now_ms < end_ms) {
      this.now_ms = Math.min(end_ms, Math.max(this.now_ms + 100, this.membership.due_ms));
      this.membership.tick(this.now_ms);
      this.collect();
    }
    return this;
  }

  /** Lets hours pass of which the node sees the first minute each: a lonely one looks about every 2 s. */
  passHours(hours: number): this {
    for (let hour = 0; hour < hours; hour++) {
      this.pass(60);
      this.now_ms += 3540_000;
    }
    return this.pass(60);
  }

  collect(): this {
    this.effects.push(...this.membership.takeEffects());
    return this;
  }

  /** Takes the first effect of a kind (and op) out of the pile. */
  take<Kind extends Effect["kind"]>(
    kind: Kind,
    op?: RequestName,
  ): Extract<Effect, { kind: Kind }> | undefined {
    this.collect();
    const index = this.effects.findIndex((effect) =>
      effect.kind === kind && (op === undefined || (effect.kind === "send" && effect.op === op))
    );
    return index < 0 ? undefined : this.effects.splice(index, 1)[0] as Extract<Effect, { kind: Kind }>;
  }

  /** Resolves the name of a dial; it is given up if none of the IPs is permitted. */
  resolve(link: number, ...ips: readonly string[]): boolean {
    const permitted = ips.filter((ip) => this.membership.dialResolved(this.now_ms, link, ip));
    if (permitted.length === 0) this.membership.dialRefused(this.now_ms, link);
    return permitted.length > 0;
  }

  /** Every lecture node that was pinged lives. */
  answerPings(): void {
    for (let ping = this.take("ping"); ping; ping = this.take("ping")) {
      this.membership.ponged(this.now_ms, ping.link);
    }
  }

  /** Takes the next dial and opens it; returns the connection's number. */
  open(): number {
    const dial = this.take("dial");
    if (dial === undefined) throw new Error("nothing is dialled");
    if (!this.resolve(dial.link, dial.target.host)) throw new Error("dial was refused");
    this.membership.connected(this.now_ms, dial.link);
    return dial.link;
  }

  /** Answers the hello of a connection as a node of the network would. */
  greet(link: number, parts: Partial<HelloReply> = {}): void {
    const reply = {
      v: 1,
      net: "foxchain",
      nonce: `peer ${link}`,
      seen: "198.51.100.9",
      ...parts,
    };
    this.membership.answered(this.now_ms, link, "hello", reply);
  }

  /** Answers a sample. */
  sample(link: number, ...peers: string[]): void {
    this.membership.answered(this.now_ms, link, "sample", { peers, ages: peers.map(() => 10) });
  }

  /** Dials the next, says hello, answers its first sample: a settled connection. */
  settle(): number {
    const link = this.open();
    this.greet(link);
    this.sample(link);
    return link;
  }

  /** Somebody connects and says hello. */
  visit(ip: string, scope: "public" | "private" | "loopback" = "public", addr?: string): number {
    const link = this.membership.accepted(this.now_ms, ip, scope);
    this.membership.hello(this.now_ms, link, { v: 1, net: "foxchain", nonce: `visitor ${link}`, addr });
    return link;
  }
}
