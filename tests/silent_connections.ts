/** TCP connections that take descriptors of a node and never say anything. */

/** Connections to a port of this computer, as many as it takes. */
export class SilentConnections implements Disposable {
  readonly #sockets: Deno.TcpConn[] = [];

  /** Opens so many, or fewer where the other end goes away meanwhile. */
  static async open(port: number, count: number): Promise<SilentConnections> {
    const opened = new SilentConnections();
    const dials = Array.from({ length: count }, () => Deno.connect({ hostname: "127.0.0.1", port }));
    for (const dial of await Promise.allSettled(dials)) {
      if (dial.status === "fulfilled") opened.#sockets.push(dial.value);
    }
    return opened;
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets.splice(0)) socket.close();
  }
}
