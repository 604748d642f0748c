/**
 * Many nodes in one process that cost next to nothing: each listens on a port of its own, speaks as much of the network's ops
 * as a real node asks for, and tells it of its neighbours. For tests of what a page shows of a whole class.
 */
import { addressOf } from "./network.ts";

/** Addresses that each tells in a sample. */
const neighbours_told = 10;

/** Nodes that are like real ones to a real node. `await using` ends them. */
export class Crowd implements AsyncDisposable {
  readonly addresses: readonly string[];
  readonly #servers: readonly Deno.HttpServer<Deno.NetAddr>[];
  readonly #sockets = new Set<WebSocket>();
  /** Connections that were made by {@linkcode join}, by number of the node. */
  readonly #joined: WebSocket[] = [];
  #next = 0;

  /** Listens on so many free ports of this machine. */
  constructor(count: number) {
    const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
    this.#servers = Array.from({ length: count }, (_, number) =>
      Deno.serve(options, (request) => {
        const { socket, response } = Deno.upgradeWebSocket(request);
        this.#follow(socket, number);
        return response;
      }));
    this.addresses = this.#servers.map(({ addr }) => addressOf(addr.port));
  }

  /** The first of them, so many, dial a node as real ones do: hello and a sample. Settles when all were welcomed. */
  async join(url: string, count: number): Promise<void> {
    for (let number = 0; number < count; number++) {
      const socket = new WebSocket(url);
      this.#follow(socket, number);
      const { addr } = this.#servers[number]!;
      await new Promise<void>((resolve, reject) => {
        socket.addEventListener("open", () => {
          const hello = { ...introduction(number), addr: addressOf(addr.port) };
          socket.send(JSON.stringify({ op: "hello", id: 1, args: hello }));
        });
        socket.addEventListener("message", () => resolve(), { once: true });
        socket.addEventListener("error", () => reject(new Error(`${url} can't be reached`)));
      });
      socket.send(JSON.stringify({ op: "sample", id: 2, args: { want: 16 } }));
      this.#joined.push(socket);
    }
  }

  /** The next ones ask for a sample, so many: messages that pass. */
  talk(count: number): void {
    for (let asked = 0; asked < count; asked++) {
      const socket = this.#joined[this.#next++ % this.#joined.length];
      if (socket?.readyState === WebSocket.OPEN) {
        socket.send(JSON.stringify({ op: "sample", id: 3, args: { want: 0 } }));
      }
    }
  }

  #follow(socket: WebSocket, number: number): void {
    this.#sockets.add(socket);
    socket.addEventListener("close", () => this.#sockets.delete(socket));
    socket.addEventListener("message", ({ data }) => {
      const { op, id } = JSON.parse(data);
      if (op === undefined) return; // an answer
      const response = this.#answer(op, number);
      socket.send(JSON.stringify({ status: 200, error: "OK", id, ...(response && { response }) }));
    });
  }

  #answer(op: string, number: number): object | undefined {
    if (op === "hello") {
      return { ...introduction(number), seen: "127.0.0.1", ops: ["sample", "announce", "verify"] };
    }
    if (op === "verify") return { dialable: false };
    if (op !== "sample") return undefined;
    const { length } = this.addresses;
    const told = Math.min(neighbours_told, length - 1);
    const peers = Array.from({ length: told }, (_, n) => this.addresses[(number + n + 1) % length]!);
    return { peers, ages: peers.map(() => 1) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    await Promise.all(this.#servers.map((server) => server.shutdown()));
  }
}

function introduction(number: number): object {
  return { v: 1, net: "foxchain", nonce: `crowd ${number}`, agent: "crowd/1.0.0" };
}
