/** Networks of real nodes on this machine: starting them, looking into them, waiting for what they do. */
import { join } from "node:path";
import { isPeer, type Link } from "../discovery/state/link.ts";
import { type NetworkOptions, type RunningNode, startNode } from "../node/node.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { NodeProcess } from "./command.ts";

/** A node and the address under which the others know it. */
export interface Member {
  readonly node: RunningNode;
  /** Also its key in the peer book. */
  readonly addr: string;
}

/** The nodes of one test, in a folder that is removed with them. */
export class TestNetwork implements AsyncDisposable {
  readonly members: Member[] = [];
  readonly #starts: Promise<NodeProcess>[] = [];
  readonly folder = Deno.makeTempDirSync({ prefix: "foxchain_network_" });

  /** Starts a node in this process. A test names the store of one that it starts again. */
  start(network: NetworkOptions, db = `${this.members.length}.sqlite`, port = 0): Member {
    const storage = openSqlite(join(this.folder, db));
    const node = startNode({ port, host: "127.0.0.1", storage, network });
    const member = { node, addr: addressOf(node.port) };
    this.members.push(member);
    return member;
  }

  /** Starts a node by the command line, in a process of its own. */
  spawn(seed: string): Promise<NodeProcess> {
    const db = join(this.folder, `process_${this.#starts.length}.sqlite`);
    const args = ["serve", "--host", "127.0.0.1", "--port", "0", "--db", db, "--join", seed];
    const start = NodeProcess.start(args, { env: { FOXCHAIN_NO_DIAL: "0" } });
    this.#starts.push(start);
    return start;
  }

  /** Stops a node of this process. */
  async stop(member: Member): Promise<void> {
    this.members.splice(this.members.indexOf(member), 1);
    await member.node.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.members.map(({ node }) => node.stop()));
    for (const start of await Promise.allSettled(this.#starts)) {
      if (start.status === "fulfilled") await start.value[Symbol.asyncDispose]();
    }
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** The address of a node of this machine. */
export function addressOf(port: number): string {
  return `ws://127.0.0.1:${port}/ws`;
}

/** Whether a node has an address in its book. */
export function knows({ node }: Member, addr: string): boolean {
  return node.membership!.book.get(addr) !== undefined;
}

/** Addresses of the network's nodes that a node is connected to; of inbound ones, what they said in hello. */
export function neighbours({ node }: Member): string[] {
  return [...node.membership!.links.values()].filter(isPeer).map(otherEnd);
}

/** Addresses of the nodes that a node dialled and holds, in whatever dialect. */
export function held({ node }: Member, dialect: "network" | "lecture" = "network"): string[] {
  return [...node.membership!.links.values()]
    .filter((link) => link.outbound && !link.isErrand)
    .filter((link) => dialect === "lecture" ? link.kind === "lecture" : isPeer(link)).map(otherEnd);
}

function otherEnd(link: Link): string {
  if (link.kind === "client") return "";
  return link.outbound ? link.entry.target.key : link.claimed?.key ?? "";
}

/** Everyone who can be reached from the first over connections; addresses. */
export function component(members: readonly Member[]): Set<string> {
  const edges = new Map<string, Set<string>>();
  const add = (from: string, to: string) =>
    void (edges.get(from) ?? edges.set(from, new Set()).get(from)!).add(to);
  for (const member of members) {
    for (const other of neighbours(member)) {
      add(member.addr, other);
      add(other, member.addr);
    }
  }
  const reached = new Set([members[0]!.addr]);
  for (const addr of reached) for (const other of edges.get(addr) ?? []) reached.add(other);
  return reached;
}
