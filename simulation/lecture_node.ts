/** A node of the lecture in the virtual network: a set of addresses, two ops, 404 for the rest. It never dials. */
import { FAULT } from "../discovery/close_codes.ts";
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

/** What it does with an unknown request. */
export type Manners = "answers 404" | "drops the connection";

/** The lecture's program. */
export class LectureNode implements Program {
  readonly addr: string;
  readonly peers = new Set<string>();
  readonly sockets = new Set<Socket>();
  alive = true;

  constructor(
    readonly machine: Machine,
    port: number,
    readonly network: Network,
    readonly manners: Manners = "answers 404",
  ) {
    this.addr = `ws://${machine.ip}:${port}/ws`;
    machine.ports.set(port, this);
  }

  accepted(socket: Socket): void {
    this.sockets.add(socket);
  }

  connected(): void {}
  dialFailed(): void {}

  closed(socket: Socket): void {
    this.sockets.delete(socket);
  }

  received(socket: Socket, message: Message): void {
    if (message.op === PING) return this.network.send(socket, { ...control, op: PONG, answers: message });
    if (message.answers !== undefined) return;
    const request = message.text === undefined ? message : JSON.parse(message.text);
    const [status, response] = this.#handle(request.op, request.args);
    if (status === 404 && this.manners === "drops the connection") {
      this.sockets.delete(socket);
      return this.network.close(socket, FAULT);
    }
    const text = message.text === undefined ? undefined : JSON.stringify({ status, error: "", response });
    this.network.send(socket, { text, op: "", args: undefined, answers: message, status, response });
  }

  /** Ends with its machine; no close is sent. */
  kill(): void {
    this.alive = false;
    this.machine.up = false;
    for (const socket of this.sockets) socket.open = false;
  }

  #handle(op: string, args: unknown): [number, unknown] {
    if (op === "peers") return [200, { peers: [...this.peers] }];
    if (op !== "register") return [404, null];
    const { addr } = args as { addr: string | string[] };
    for (const text of typeof addr === "string" ? [addr] : addr) this.peers.add(text);
    return [202, undefined];
  }
}
