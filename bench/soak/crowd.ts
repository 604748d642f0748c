/** Nodes that come and go around the measured ones. */
import { ChildNode } from "./child_node.ts";

/** They are kept away so long. */
const away_ms = 30_000;

/** So many nodes; one leaves each time it is told to, by turns in good order and as a power cut does. */
export class Crowd implements AsyncDisposable {
  readonly #nodes: ChildNode[];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #turn = 0;

  /**
   * @param folder Their databases.
   * @param port The first one's port; the others follow.
   * @param join Whom they join through.
   */
  constructor(count: number, folder: string, port: number, join: readonly string[]) {
    const options = join.flatMap((url) => ["--join", url]);
    this.#nodes = Array.from(
      { length: count },
      (_, n) => new ChildNode(`crowd ${n}`, port + n, folder, `${folder}/crowd_${n}.sqlite`, options),
    );
  }

  get alive(): number {
    return this.#nodes.filter(({ alive }) => alive).length;
  }

  /** Starts all. */
  start(): void {
    for (const node of this.#nodes) node.start();
  }

  /** Lets the next one leave; it comes back by itself. */
  async leave(): Promise<void> {
    const node = this.#nodes[this.#turn % this.#nodes.length]!;
    await node.end(this.#turn++ % 2 === 0 ? "SIGTERM" : "SIGKILL");
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      node.start();
    }, away_ms);
    this.#timers.add(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#nodes.map((node) => node.end()));
  }
}
