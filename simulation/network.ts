/**
 * The virtual internet: machines with IPs, sockets between programs, delay, loss as TCP shows it, cuts and crashes. It
 * does not know the protocol.
 */
import { CUT_OFF } from "../discovery/close_codes.ts";
import type { Conversation } from "./conversation.ts";
import { EventQueue, type QueuedEvent } from "./event_queue.ts";
import { mix, type Stream } from "./random.ts";

/** What runs on a machine and is told of its sockets. */
export interface Program {
  /** False: sockets to and from it are dead. */
  readonly alive: boolean;
  readonly machine: Machine;
  accepted(socket: Socket): void;
  connected(socket: Socket): void;
  dialFailed(socket: Socket): void;
  received(socket: Socket, message: Message): void;
  closed(socket: Socket, code: number): void;
}

/** One message on its way: as JSON text, or, where its length is not measured, as the values in it. */
export interface Message {
  readonly text: string | undefined;
  readonly op: string;
  readonly args: unknown;
  /** The request that this message answers. */
  readonly answers: Message | undefined;
  readonly status: number;
  readonly response: unknown;
}

/** The name of a WebSocket control frame in {@linkcode Message.op}; no op has such a name. */
export const PING = " ping";
/** See {@linkcode PING}. */
export const PONG = " pong";

/** A control frame without its name. */
export const control = {
  text: undefined,
  args: undefined,
  answers: undefined,
  status: 0,
  response: undefined,
} as const;

/** A machine on the network. Programs listen on its ports; any other port refuses. */
export class Machine {
  readonly ports = new Map<number, Program>();
  up = true;
  /** No packet passes between machines on different sides of a cut. */
  side = 0;
  /** Dials that reached this IP, whether or not anything listens. */
  dials = 0;

  /**
   * @param delay_ms The delay from its program to the middle of the internet.
   */
  constructor(readonly ip: string, readonly delay_ms: number) {}
}

/** One end of a connection. */
export class Socket {
  peer: Socket | null = null;
  /** Set where the program is one of our nodes: what it keeps for this connection. */
  conversation: Conversation | null = null;
  /** Number that the program gave it. */
  link = 0;
  open = false;
  /** TCP keeps the order: nothing arrives before what was sent earlier. */
  arrives_ms = 0;

  constructor(readonly program: Program, readonly remote_ip: string) {}
}

/** How the network behaves. */
export interface NetworkOptions {
  readonly random: Stream;
  readonly start_ms: number;
  /** Share of packets lost, 0 to 1. */
  readonly loss?: number;
  /** A dial without answer fails after this. */
  readonly dial_timeout_ms: number;
}

const RTO_MS = 200;

/** The network and its clock. */
export class Network {
  readonly queue = new EventQueue();
  readonly machines = new Map<string, Machine>();
  now_ms: number;
  loss: number;
  events = 0;
  /** Fingerprint of everything that happened: two runs with one seed end with the same. */
  trace = 0;
  /** Set when a promise was settled. Its reactions must run before time moves on. */
  settled = false;
  readonly #random: Stream;
  readonly #dial_timeout_ms: number;

  constructor({ random, start_ms, loss = 0, dial_timeout_ms }: NetworkOptions) {
    this.#random = random;
    this.now_ms = start_ms;
    this.loss = loss;
    this.#dial_timeout_ms = dial_timeout_ms;
  }

  /** Runs until that time. The reactions of a settled promise run before the next event. */
  async run(until_ms: number): Promise<void> {
    while (this.queue.next_ms <= until_ms) {
      const event = this.queue.take()!;
      this.now_ms = event.at_ms;
      this.events++;
      this.trace = mix(this.trace ^ (event.at_ms * 8) ^ event.order);
      event.happen();
      if (!this.settled) continue;
      this.settled = false;
      // An op's handler, dispatch and the program each add a step or two; twelve are enough for all of them.
      for (let step = 0; step < 12; step++) await null;
    }
    this.now_ms = until_ms;
  }

  at(at_ms: number, happen: () => void): void {
    this.queue.add({ at_ms: Math.max(at_ms, this.now_ms), order: 0, happen });
  }

  after(delay_ms: number, happen: () => void): void {
    this.at(this.now_ms + delay_ms, happen);
  }

  /** The delay of one packet, with retransmissions: 0.2 s for the first, then twice the last. */
  delay_ms(from: Machine, to: Machine | undefined): number {
    let delay = from.delay_ms + (to?.delay_ms ?? 50) + this.#random() * 2;
    if (this.loss > 0) {
      for (let wait = RTO_MS; this.#random() < this.loss; wait *= 2) delay += wait;
    }
    return delay;
  }

  /** True when packets get from one to the other. */
  reaches(from: Machine, to: Machine): boolean {
    return from.up && to.up && from.side === to.side;
  }

  /** Dials. TCP and the upgrade take two round trips. Without an answer it takes the whole time-out. */
  dial(program: Program, ip: string, port: number): Socket {
    const near = new Socket(program, ip);
    const from = program.machine;
    const to = this.machines.get(ip);
    if (to !== undefined && this.reaches(from, to)) to.dials++;
    let delay_ms = 0;
    for (let packet = 0; packet < 4; packet++) delay_ms += this.delay_ms(from, to);
    const reachable = to !== undefined && this.reaches(from, to);
    if (!reachable || delay_ms > this.#dial_timeout_ms) delay_ms = this.#dial_timeout_ms;
    this.queue.add(new Dialled(this.now_ms + delay_ms, this, near, to, port, delay_ms));
    return near;
  }

  /** Ends a dial: see {@linkcode Dialled}. */
  finishDial(near: Socket, to: Machine | undefined, port: number, took_ms: number): void {
    const { program } = near;
    if (!program.alive || near.link === 0) return;
    const other = to?.ports.get(port);
    const reachable = to !== undefined && this.reaches(program.machine, to);
    if (took_ms >= this.#dial_timeout_ms || !reachable || other === undefined || !other.alive) {
      return program.dialFailed(near);
    }
    const far = new Socket(other, program.machine.ip);
    near.peer = far;
    far.peer = near;
    near.open = far.open = true;
    other.accepted(far);
    if (near.open) program.connected(near);
  }

  send(from: Socket, message: Message): void {
    if (!from.open || from.peer === null) return;
    const delay_ms = this.delay_ms(from.program.machine, from.peer.program.machine);
    const at_ms = from.arrives_ms = Math.max(from.arrives_ms, this.now_ms + delay_ms);
    this.queue.add(new Delivery(at_ms, this, from, message));
  }

  /** Closes one end. The other end learns it, unless the network is cut. */
  close(from: Socket, code: number): void {
    if (!from.open) return;
    from.open = false;
    const far = from.peer!;
    const at_ms = Math.max(
      from.arrives_ms,
      this.now_ms + this.delay_ms(from.program.machine, far.program.machine),
    );
    this.at(at_ms, () => this.hangUp(from, far, code));
  }

  hangUp(from: Socket, far: Socket, code: number): void {
    if (!far.open || !far.program.alive) return;
    if (!this.reaches(from.program.machine, far.program.machine)) return;
    far.open = false;
    far.program.closed(far, code);
  }
}

/** The end of a dial. */
class Dialled implements QueuedEvent {
  order = 0;

  constructor(
    readonly at_ms: number,
    readonly network: Network,
    readonly near: Socket,
    readonly to: Machine | undefined,
    readonly port: number,
    readonly took_ms: number,
  ) {}

  happen(): void {
    this.network.finishDial(this.near, this.to, this.port, this.took_ms);
  }
}

/** A message arrives. */
class Delivery implements QueuedEvent {
  order = 0;

  constructor(
    readonly at_ms: number,
    readonly network: Network,
    readonly from: Socket,
    readonly message: Message,
  ) {}

  happen(): void {
    const { from, network } = this;
    const far = from.peer!;
    if (!network.reaches(from.program.machine, far.program.machine)) return;
    if (far.open && far.program.alive) return far.program.received(far, this.message);
    // The machine is up but the program or its socket is gone: a reset comes back.
    network.after(
      network.delay_ms(far.program.machine, from.program.machine),
      () => network.hangUp(far, from, CUT_OFF),
    );
  }
}
