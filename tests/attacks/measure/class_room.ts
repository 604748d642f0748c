/** A class behind one public IP: clients that connect and say nothing, as lecture clients do between two questions. */
import { WebSocket } from "ws";

/** How long such a client waits before it connects anew. */
const again_ms = 1_000;

/** Idle clients. */
export class ClassRoom {
  readonly #sockets = new Set<WebSocket>();
  #over = false;

  constructor(url: string, count: number, from: string | undefined, origin: string | undefined) {
    for (let n = 0; n < count; n++) this.#connect(url, from, origin);
  }

  /** How many are connected now. */
  get connected(): number {
    return this.#sockets.size;
  }

  /** Ends all. */
  end(): void {
    this.#over = true;
    for (const socket of this.#sockets) socket.terminate();
  }

  #connect(url: string, from: string | undefined, origin: string | undefined): void {
    const socket = new WebSocket(url, { localAddress: from, origin, handshakeTimeout: 5_000 });
    socket.on("open", () => this.#sockets.add(socket));
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets.delete(socket);
      if (!this.#over) setTimeout(() => this.#over || this.#connect(url, from, origin), again_ms);
    });
  }
}
