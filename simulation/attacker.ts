/**
 * An attacker in the virtual network: it connects to nodes, sends them the requests of a scenario, and ignores the
 * answers.
 */
import { DONE } from "../discovery/close_codes.ts";
import {
  control,
  type Machine,
  type Message,
  type Network,
  PING,
  PONG,
  type Program,
  type Socket,
} from "./network.ts";

/** One request to be sent. */
export interface Lie {
  readonly op: string;
  readonly args: object;
}

/** One attacker, on one machine. */
export class Attacker implements Program {
  readonly alive = true;
  readonly #open = new Map<string, Socket>();
  readonly #waiting = new Map<Socket, { readonly addr: string; readonly lies: readonly Lie[] }>();

  /** @param says_hello False: it stays a plain client, which is asked and told nothing. */
  constructor(readonly machine: Machine, readonly network: Network, readonly says_hello = true) {}

  /** Sends requests to a node, over the connection it has or a new one that begins with hello. */
  tell(ip: string, port: number, lies: readonly Lie[]): void {
    const addr = `${ip}:${port}`;
    const socket = this.#open.get(addr);
    if (socket?.open) return this.#send(socket, lies);
    const dialled = this.network.dial(this, ip, port);
    dialled.link = 1;
    this.#waiting.set(dialled, { addr, lies });
  }

  accepted(socket: Socket): void {
    this.network.close(socket, DONE);
  }

  connected(socket: Socket): void {
    const { addr, lies } = this.#waiting.get(socket)!;
    this.#waiting.delete(socket);
    this.#open.set(addr, socket);
    const hello = { op: "hello", args: { v: 1, net: "foxchain", nonce: `liar ${this.machine.ip}` } };
    this.#send(socket, this.says_hello ? [hello, ...lies] : lies);
  }

  dialFailed(socket: Socket): void {
    this.#waiting.delete(socket);
  }

  /** Answers keep-alives, so that the connection lasts. */
  received(socket: Socket, message: Message): void {
    if (message.answers !== undefined) return;
    if (message.op === PING) return this.network.send(socket, { ...control, op: PONG, answers: message });
    const response = message.op === "sample" ? { peers: [], ages: [] } : undefined;
    this.network.send(socket, {
      text: undefined,
      op: "",
      args: undefined,
      answers: message,
      status: 200,
      response,
    });
  }

  closed(): void {}

  #send(socket: Socket, lies: readonly Lie[]): void {
    for (const { op, args } of lies) {
      this.network.send(socket, {
        text: undefined,
        op,
        args,
        answers: undefined,
        status: 0,
        response: undefined,
      });
    }
  }
}
