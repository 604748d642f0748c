/** One of our nodes in the virtual network: the real membership and ops, with a virtual host around them. */
import { CUT_OFF } from "../discovery/close_codes.ts";
import type { Effect, RequestName } from "../discovery/state/effects.ts";
import type { Target } from "../discovery/address/group.ts";
import { Membership } from "../discovery/membership.ts";
import type { MembershipOptions } from "../discovery/state/options.ts";
import type { DialBack } from "../discovery/inbound.ts";
import { type PendingRequests, type Settled, settled } from "../ops/pending_requests.ts";
import type { Peers } from "../ops/context.ts";
import { dispatch } from "../ops/dispatch.ts";
import { JsonText } from "../ops/json_text.ts";
import { OpError } from "../ops/op_error.ts";
import { table } from "../ops/table.ts";
import { takeTurns } from "../storage/page.ts";
import { Conversation, type Host } from "./conversation.ts";
import type { QueuedEvent } from "./event_queue.ts";
import {
  control,
  type Machine,
  type Message,
  type Network,
  PING,
  PONG,
  type Program,
  Socket,
} from "./network.ts";
import type { Places } from "./places.ts";

/** What a virtual node is made of. */
export interface SimNodeOptions extends Partial<MembershipOptions> {
  readonly network: Network;
  readonly places: Places;
  readonly machine: Machine;
  /** Port it listens on; undefined for a node that can't be dialled. */
  readonly port: number | undefined;
  readonly random: () => number;
  readonly nonce: string;
  /** True: every message is JSON text and goes through `dispatch`. For measurements of bytes, and for small runs. */
  readonly text: boolean;
}

/** A node, from its start to its end. A restart makes a new one. */
export class SimNode implements Program {
  readonly machine: Machine;
  readonly membership: Membership;
  readonly addr: string;
  readonly sockets = new Map<number, Socket>();
  alive = true;
  /** Characters of JSON sent and received (ASCII, so bytes); only counted with `text`. */
  payload_bytes = 0;
  messages = 0;
  readonly #network: Network;
  readonly #places: Places;
  readonly #text: boolean;
  readonly #host: Host;
  #tick_ms = Infinity;

  constructor(options: SimNodeOptions) {
    const { network, places, machine, port } = options;
    this.#network = network;
    this.#places = places;
    this.#text = options.text;
    this.machine = machine;
    this.addr = `ws://${machine.ip}:${port ?? 9000}/ws`;
    this.membership = new Membership({
      locate: places.locate,
      groupOf: places.groupOf,
      scopeOfIp: places.scopeOfIp,
      now_ms: network.now_ms,
      ...options,
      port: port ?? 9000,
    });
    this.#host = {
      membership: this.membership,
      peers: this.#peers(),
      clock: { now_s: () => network.now_ms / 1000, zone: () => "UTC" },
      now_ms: () => network.now_ms,
      dialBack: (back) => this.#dialBack(back),
    };
    if (port !== undefined) machine.ports.set(port, this);
    this.pump();
  }

  get now_ms(): number {
    return this.#network.now_ms;
  }

  /** Ends at once. `process`: the machine stays up and closes its sockets. `power`: no close is sent. */
  kill(how: "process" | "power"): void {
    this.alive = false;
    for (const [port, program] of this.machine.ports) if (program === this) this.machine.ports.delete(port);
    for (const socket of this.sockets.values()) {
      if (how === "process") this.#network.close(socket, CUT_OFF);
      else socket.open = false;
    }
    if (how === "power") this.machine.up = false;
  }

  accepted(socket: Socket): void {
    const { ip } = socket.peer!.program.machine;
    socket.link = this.membership.accepted(this.#network.now_ms, ip, this.#places.scopeOfIp(ip));
    this.sockets.set(socket.link, socket);
    this.pump();
  }

  connected(socket: Socket): void {
    this.membership.connected(this.#network.now_ms, socket.link);
    this.pump();
  }

  dialFailed(socket: Socket): void {
    this.#forget(socket);
    this.membership.dialFailed(this.#network.now_ms, socket.link);
    this.pump();
  }

  closed(socket: Socket, code: number): void {
    this.#forget(socket);
    this.membership.closed(this.#network.now_ms, socket.link, code);
    this.pump();
  }

  received(socket: Socket, message: Message): void {
    this.messages++;
    if (message.op === PING) this.#send(socket, { ...control, op: PONG, answers: message });
    else if (message.op === PONG) this.membership.ponged(this.#network.now_ms, socket.link);
    else if (message.text !== undefined) this.#receiveText(socket, message, message.text);
    else if (message.answers === undefined) this.#answerValues(socket, message);
    else this.#settle(socket, this.#settled(socket, message, message.answers.op as RequestName));
    this.pump();
  }

  /** Carries out the effects and schedules the next tick. */
  pump(): void {
    for (const effect of this.membership.takeEffects()) this.#perform(effect);
    const due_ms = Math.max(this.membership.due_ms, this.#network.now_ms + 1);
    if (!this.alive || due_ms >= this.#tick_ms) return;
    this.#tick_ms = due_ms;
    this.#network.queue.add(new Tick(due_ms, this));
  }

  /** Does nothing when an earlier {@linkcode Tick} was scheduled meanwhile. */
  tick(at_ms: number): void {
    if (!this.alive || at_ms !== this.#tick_ms) return;
    this.#tick_ms = Infinity;
    this.membership.tick(at_ms);
    this.pump();
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case "dial":
        return this.#dial(effect.link, effect.target);
      case "send":
        return this.#request(effect.link, effect.op, effect.args);
      case "ping": {
        const socket = this.sockets.get(effect.link);
        return socket === undefined ? undefined : this.#send(socket, { ...control, op: PING });
      }
      case "close": {
        const socket = this.sockets.get(effect.link);
        if (socket === undefined) return;
        this.#forget(socket);
        if (socket.open) this.#network.close(socket, effect.code);
        else socket.link = 0;
      }
    }
  }

  #dial(link: number, target: Target): void {
    const ip = this.#places.resolve(target);
    if (ip === undefined) {
      this.#network.after(20, () => this.alive && this.membership.dialFailed(this.#network.now_ms, link));
      return;
    }
    if (!this.membership.dialResolved(this.#network.now_ms, link, ip)) {
      return this.membership.dialRefused(this.#network.now_ms, link);
    }
    const socket = this.#network.dial(this, ip, target.port);
    socket.link = link;
    this.sockets.set(link, socket);
  }

  #forget(socket: Socket): void {
    this.sockets.delete(socket.link);
  }

  #send(socket: Socket, message: Message): void {
    this.#network.send(socket, message);
    if (message.text !== undefined) this.payload_bytes += message.text.length;
  }

  #request(link: number, op: RequestName, args: object | undefined): void {
    const socket = this.sockets.get(link);
    if (socket === undefined) return;
    const text = this.#text ? this.#conversation(socket).requests.add(op, args) : undefined;
    this.#send(socket, { text, op, args, answers: undefined, status: 0, response: undefined });
  }

  #settled(socket: Socket, { status, response }: Message, op: RequestName): Settled {
    if (!isOurs(socket) || response === undefined) return settled(op, status, response);
    return { op, status, response };
  }

  #settle(socket: Socket, answer: ReturnType<PendingRequests["settle"]>): void {
    if (answer === undefined) return;
    this.membership.answered(this.#network.now_ms, socket.link, answer.op, answer.response as never);
  }

  #receiveText(socket: Socket, request: Message, text: string): void {
    this.payload_bytes += text.length;
    if (request.answers !== undefined) {
      return this.#settle(socket, this.#conversation(socket).requests.settle(JSON.parse(text)));
    }
    const answer = dispatch(text, this.#conversation(socket));
    const send = (ready: string) =>
      this.#send(socket, {
        text: ready,
        op: "",
        args: undefined,
        answers: request,
        status: 0,
        response: undefined,
      });
    if (typeof answer.text === "string") send(answer.text);
    else answer.text.then((ready) => this.alive && (send(ready), this.pump()));
  }

  /**
   * Does what `dispatch` does, without JSON text. It has the same limits and handlers, and checks foreign requests by
   * the same schemas. A test compares its run with that of text.
   */
  #answerValues(socket: Socket, request: Message): void {
    const context = this.#conversation(socket);
    const answer = (status: number, response?: unknown) =>
      this.#send(socket, { text: undefined, op: "", args: undefined, answers: request, status, response });
    const op = table.get(request.op);
    if (op === undefined) return answer(404);
    if (op.network && !context.network.allows(request.op)) return answer(429);
    const parsed = isOurs(socket) && op.network ? undefined : op.args.safeParse(request.args ?? {});
    if (parsed?.success === false) return answer(500);
    try {
      const response = op.handle(parsed === undefined ? request.args : parsed.data, context);
      const status = op.success ?? 200;
      if (!(response instanceof Promise)) return answer(status, values(response));
      response.then((value) => this.alive && (answer(status, values(value)), this.pump()));
    } catch (error) {
      if (!(error instanceof OpError)) throw error;
      answer(error.status);
    }
  }

  #conversation(socket: Socket): Conversation {
    const ip = socket.remote_ip;
    const source = { ip, scope: this.#places.scopeOfIp(ip) };
    return socket.conversation ??= new Conversation(this.#host, socket.link, source);
  }

  /** The stored set of a virtual node is its book. */
  #peers(): Peers {
    return {
      register: (addresses, source) => {
        const targets = addresses.map(this.#places.locate).filter((target) => target !== undefined);
        this.membership.registered(this.#network.now_ms, targets, source);
        return Promise.resolve({ accepted: targets.map(({ addr }) => addr), ignored: [] });
      },
      page: (limit) => JsonText.encode({ peers: listed(this.membership, limit) }),
      pageCost: () => 1,
    };
  }

  #dialBack({ target }: DialBack): Promise<string | undefined> {
    return new Promise((resolve) => {
      const program = new DialBackProgram(this.machine, (nonce) => {
        this.#network.settled = true;
        resolve(nonce);
      }, this.#network);
      const socket = this.#network.dial(program, target.host, target.port);
      socket.link = 1;
    });
  }
}

/** Up to `limit` addresses, reached and unreached in turns. */
export function listed(membership: Membership, limit: number): string[] {
  const { tried, near, heard, local } = membership.book;
  const reached = [...near.rows, ...tried.rows];
  const unreached = [...local.rows, ...heard.rows].sort((a, b) => b.first_heard_s - a.first_heard_s);
  return takeTurns(reached, unreached, "reached", limit).map(({ target }) => target.addr);
}

/** True when a node of ours is at the other end. Its requests fit the schemas. */
function isOurs(socket: Socket): boolean {
  return socket.peer?.program instanceof SimNode;
}

/** An answer's value as it would come out of JSON. */
function values(response: unknown): unknown {
  return response instanceof JsonText ? JSON.parse(response.text) : response;
}

/** The time at which a membership wants its next tick. */
class Tick implements QueuedEvent {
  order = 0;

  constructor(readonly at_ms: number, readonly node: SimNode) {}

  happen(): void {
    this.node.tick(this.at_ms);
  }
}

/** The dial-back of `verify`: it sends hello, reads the nonce, and closes. */
class DialBackProgram implements Program {
  readonly alive = true;
  #done = false;

  constructor(
    readonly machine: Machine,
    readonly tell: (nonce: string | undefined) => void,
    readonly network: Network,
  ) {}

  accepted(): void {}

  connected(socket: Socket): void {
    const args = { v: 1, net: "foxchain", nonce: "dial-back" };
    const hello = { text: undefined, op: "hello", args, answers: undefined, status: 0, response: undefined };
    this.network.send(socket, hello);
    this.network.after(5000, () => this.#end(socket, undefined));
  }

  dialFailed(): void {
    this.#finish(undefined);
  }

  received(socket: Socket, message: Message): void {
    const { response } = settled("hello", message.status, message.response);
    this.#end(socket, (response as { nonce: string } | undefined)?.nonce);
  }

  closed(): void {
    this.#finish(undefined);
  }

  #end(socket: Socket, nonce: string | undefined): void {
    if (this.#done) return;
    this.network.close(socket, 1000);
    this.#finish(nonce);
  }

  #finish(nonce: string | undefined): void {
    if (this.#done) return;
    this.#done = true;
    this.tell(nonce);
  }
}
