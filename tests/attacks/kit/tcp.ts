/** A TCP connection from an address of one's choice, for programs that keep no rules. */
import { connect, type Socket } from "node:net";

/** Where a connection goes, and which address it comes from. */
export interface Route {
  readonly host: string;
  readonly port: number;
  /** An address of this machine. */
  readonly from?: string;
}

/** One connection. What arrives is left unread until it is asked for, as far as the kernel's buffers go. */
export class Tcp {
  /** Settles when it is closed, by either end. */
  readonly closed: Promise<void>;
  #over = false;
  #unread = "";

  private constructor(readonly socket: Socket) {
    // An attack expects to be cut off.
    socket.on("error", () => {});
    this.closed = new Promise((resolve) =>
      socket.once("close", () => {
        this.#over = true;
        resolve();
      })
    );
  }

  /** Connects; undefined where the other end refuses. */
  static open({ host, port, from }: Route): Promise<Tcp | undefined> {
    const { promise, resolve } = Promise.withResolvers<Tcp | undefined>();
    const socket = connect({ host, port, localAddress: from, noDelay: true });
    const tcp = new Tcp(socket);
    socket.once("connect", () => resolve(tcp));
    void tcp.closed.then(() => resolve(undefined));
    return promise;
  }

  /** False once either end has closed it. */
  get open(): boolean {
    return !this.#over;
  }

  /** Writes, and waits while the kernel takes no more. Returns whether the connection still stands. */
  async write(bytes: Uint8Array | string): Promise<boolean> {
    if (this.#over) return false;
    if (!this.socket.write(bytes)) {
      const drained = Promise.withResolvers<void>();
      this.socket.once("drain", drained.resolve);
      await Promise.race([drained.promise, this.closed]);
      this.socket.off("drain", drained.resolve);
    }
    return !this.#over;
  }

  /** The head of the next HTTP answer, or what came of it before the end. What follows it stays unread. */
  async readHead(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const take = (chunk: Uint8Array) => {
      this.#unread += new TextDecoder("latin1").decode(chunk);
      if (this.#unread.includes("\r\n\r\n")) resolve();
    };
    this.socket.on("data", take);
    await Promise.race([promise, this.closed]);
    this.socket.off("data", take);
    this.socket.pause();
    const [head, ...rest] = this.#unread.split("\r\n\r\n");
    this.#unread = rest.join("\r\n\r\n");
    return head!;
  }

  /** Reads whatever comes and throws it away, from now on. */
  ignoreAnswers(): void {
    this.socket.on("data", () => {});
    this.socket.resume();
  }

  /** Everything until the other end closes. */
  async readToEnd(): Promise<string> {
    this.socket.on("data", (chunk: Uint8Array) => this.#unread += new TextDecoder().decode(chunk));
    this.socket.resume();
    await this.closed;
    return this.#unread;
  }

  /** Ends it with a reset, as a program that crashes does. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  /** Ends it. */
  close(): void {
    this.socket.destroy();
  }
}
