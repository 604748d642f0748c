/** A virtual network with its nodes: starts them, lets time pass, and measures the whole network. */
import { type DialledLink, isPeer } from "../discovery/state/link.ts";
import { dial_timeout_ms } from "../discovery/limits.ts";
import { LectureNode, type Manners } from "./lecture_node.ts";
import { Machine, Network } from "./network.ts";
import { Places } from "./places.ts";
import { below, type Stream, streamOf } from "./random.ts";
import { SimNode, type SimNodeOptions } from "./sim_node.ts";

/** The start of every simulation: 15 January 2027, 08:00 UTC, in milliseconds since 1970. */
export const start_ms = 1_800_000_000_000;

/** How a world is made. */
export interface WorldOptions {
  readonly seed: number;
  /** Share of packets lost. */
  readonly loss?: number;
  /** Messages are JSON text; see `SimNodeOptions`. */
  readonly text?: boolean;
  /** Share of all nodes that are the lecture's: {@linkcode World.startMany} starts them beside ours. */
  readonly lecture_share?: number;
}

/** How one node is started. */
export interface Start
  extends Partial<Pick<SimNodeOptions, "outbound" | "inbound" | "dial" | "peers_max" | "net" | "tell">> {
  /** Addresses to join through. */
  readonly through?: readonly string[];
  /** Machine it runs on; a new one with a public IP when left out. */
  readonly machine?: Machine;
  readonly port?: number;
  /** False: it is behind NAT and can't be dialled. */
  readonly dialable?: boolean;
  /** `--advertise`. */
  readonly advertise?: boolean;
}

/** The world. */
export class World {
  readonly random: Stream;
  readonly network: Network;
  readonly places: Places;
  readonly nodes: SimNode[] = [];
  readonly lectures: LectureNode[] = [];
  readonly #text: boolean;
  readonly #lectures_per_node: number;
  #started = 0;
  readonly #seed: number;

  constructor({ seed, loss = 0, text = false, lecture_share = 0 }: WorldOptions) {
    this.#lectures_per_node = lecture_share / (1 - lecture_share);
    this.#seed = seed;
    this.#text = text;
    this.random = streamOf(seed);
    this.places = new Places(streamOf(seed ^ 0x5eed));
    this.network = new Network({ random: streamOf(seed ^ 0xca11), start_ms, loss, dial_timeout_ms });
  }

  get now_ms(): number {
    return this.network.now_ms;
  }

  /** Seconds since the start. */
  get now_s(): number {
    return (this.network.now_ms - start_ms) / 1000;
  }

  /** Lets time pass. */
  async run(seconds: number): Promise<void> {
    await this.network.run(this.network.now_ms + seconds * 1000);
  }

  /** Runs until `holds` (asked every `step_s`), at most for `limit_s`. Returns the seconds it took; Infinity if too long. */
  async runUntil(holds: () => boolean, limit_s: number, step_s = 1): Promise<number> {
    for (let waited_s = 0; waited_s <= limit_s; waited_s += step_s) {
      if (holds()) return waited_s;
      await this.run(step_s);
    }
    return Infinity;
  }

  /** A machine with a public IP, 5 to 75 ms from the middle of the internet. */
  machine(ip = this.places.ip()): Machine {
    const machine = new Machine(ip, 5 + below(this.random, 70));
    this.network.machines.set(ip, machine);
    return machine;
  }

  /** Starts one of our nodes. */
  start(
    { through = [], machine = this.machine(), port = 9000, dialable = true, advertise = false, ...rest }:
      Start,
  ): SimNode {
    const number = ++this.#started;
    const own = advertise ? [this.places.locate(`ws://${machine.ip}:${port}/ws`)!] : [];
    const node = new SimNode({
      ...rest,
      network: this.network,
      places: this.places,
      machine,
      port: dialable ? port : undefined,
      random: streamOf(this.#seed * 7919 + number * 104729),
      nonce: `node ${number}`,
      text: this.#text,
      seeds: through.map((addr) => this.places.locate(addr)!),
      own,
    });
    this.nodes.push(node);
    return node;
  }

  /** Starts a lecture node. */
  startLecture(manners?: Manners, machine = this.machine(), port = 9000): LectureNode {
    const node = new LectureNode(machine, port, this.network, manners);
    this.lectures.push(node);
    return node;
  }

  /** Registers a lecture node with one of ours, from that node's own computer. */
  register(lecture: LectureNode, host: SimNode): void {
    const target = this.places.locate(lecture.addr)!;
    host.membership.registered(this.now_ms, [target], { ip: "127.0.0.1", scope: "loopback" });
  }

  /**
   * Starts `count` nodes of ours, spread evenly over `within_s`. All join through the first. Lecture nodes are started
   * beside them, each registered with the node of ours that was started last. Returns when the last has started.
   */
  async startMany(
    count: number,
    within_s: number,
    options: (index: number) => Start = () => ({}),
  ): Promise<SimNode[]> {
    const seed = this.start({ advertise: true, ...options(0) });
    const started = [seed];
    this.#startLectures(seed, 1);
    for (let index = 1; index < count; index++) {
      await this.run(within_s / count);
      const node = this.start({ through: [seed.addr], ...options(index) });
      started.push(node);
      this.#startLectures(node, started.length);
    }
    return started;
  }

  /**
   * Starts the lecture nodes that are due after so many nodes of ours. A tenth of them drops the connection on hello.
   */
  #startLectures(host: SimNode, nodes: number): void {
    while (this.lectures.length < Math.floor(nodes * this.#lectures_per_node)) {
      const drops = this.lectures.length % 10 === 0;
      this.register(this.startLecture(drops ? "drops the connection" : "answers 404"), host);
    }
  }

  get living(): SimNode[] {
    return this.nodes.filter((node) => node.alive);
  }

  /** Sizes of the connected parts of the network, largest first. */
  components(nodes = this.living): number[] {
    const parent = new Map(nodes.map((node) => [node, node]));
    const root = (node: SimNode): SimNode => {
      let at = node;
      while (parent.get(at) !== at) {
        parent.set(at, parent.get(parent.get(at)!)!);
        at = parent.get(at)!;
      }
      return at;
    };
    for (const node of nodes) {
      for (const other of neighbours(node)) if (parent.has(other)) parent.set(root(node), root(other));
    }
    const sizes = new Map<SimNode, number>();
    for (const node of nodes) sizes.set(root(node), (sizes.get(root(node)) ?? 0) + 1);
    return [...sizes.values()].sort((a, b) => b - a);
  }
}

/** Living nodes of ours to which a node has an open outbound connection, in any role. */
export function neighbours(node: SimNode): SimNode[] {
  const found: SimNode[] = [];
  for (const link of node.membership.links.values()) {
    if (!link.outbound || !isPeer(link)) continue;
    const socket = node.sockets.get(link.id);
    const other = socket?.peer?.program;
    if (other instanceof SimNode && other.alive && socket!.open && socket!.peer!.open) found.push(other);
  }
  return found;
}

/** Open outbound connections that hold a slot. */
export function outboundOf(node: SimNode): DialledLink[] {
  return node.membership.links.values()
    .flatMap((link) => link.outbound && link.holdsSlot && isOpen(link) ? [link] : [])
    .toArray();
}

function isOpen(link: DialledLink): boolean {
  return link.kind === "lecture" || isPeer(link);
}
