/**
 * The asks of one op: their pace, how many run at once, and their answers. The desk stays when the file is saved anew.
 */
import type { Asking } from "../../discovery/asks.ts";
import { reaches, type Scope } from "../../discovery/address/scope.ts";
import { via_ask } from "../../ops/dispatch.ts";
import { AskPace } from "./ask_pace.ts";
import { ask_ms, asks_at_once_max, asks_waiting_max } from "./limits.ts";

/** How a node asks others. */
export interface AskNetwork {
  /**
   * Sends one request and reads one answer. Rejects with a sentence for the student.
   *
   * @param text The request.
   */
  ask(addr: string, text: string, asking: Asking, signal: AbortSignal): Promise<Heard>;
  /** Addresses of other nodes for `askPeers`. */
  targets(caller: Scope, max: number): readonly string[];
}

/** An answer as it came. */
export interface Heard {
  readonly text: string;
  /** The scope of the node that answered. */
  readonly scope: Scope;
}

/** One call that may ask. */
export interface AskCall {
  readonly caller: Scope;
  /** True when the call came from another node's op. */
  readonly is_asked: boolean;
  /** Aborted when the call is over. */
  readonly signal: AbortSignal;
  /** The widest scope that has answered in this call; the desk keeps it. */
  heard: Scope;
}

/** A request in parts. */
export interface AskedOp {
  readonly op: string;
  /** JSON text; null for none. */
  readonly args: string | null;
}

/** How asks of one op ended. */
export interface AskCounts {
  answered: number;
  /** No answer: refused by the other end, silent, or cut off. */
  failed: number;
  /** Not sent: too many, too near, or no node to ask. */
  refused: number;
}

/** The answer of one node to `askPeers`: `text`, or a sentence that says why there is none. */
export interface PeerAnswer {
  readonly addr: string;
  readonly text?: string;
  readonly fault?: string;
}

/** The asks of one op. */
export class AskDesk {
  readonly counts: AskCounts = { answered: 0, failed: 0, refused: 0 };
  readonly #network: AskNetwork | undefined;
  readonly #now_ms: () => number;
  readonly #pace = new AskPace();
  readonly #waiting: (() => void)[] = [];
  #under_way = 0;

  /** @param network Undefined for a node that dials nobody. */
  constructor(network: AskNetwork | undefined, now_ms: () => number = () => performance.now()) {
    this.#network = network;
    this.#now_ms = now_ms;
  }

  /** The answer's text. Rejects with a sentence. */
  async ask(call: AskCall, addr: string, asked: AskedOp): Promise<string> {
    const network = this.#networkFor(call);
    const wait_ms = this.#pace.take(this.#now_ms());
    if (wait_ms > 0) {
      this.counts.refused++;
      throw new Error(`This op asks too often: it may ask again in ${Math.ceil(wait_ms / 1000)} s.`);
    }
    return await this.#ask(network, call, addr, asked);
  }

  /** Asks some of the nodes that answered lately. Fewer where there are fewer, or where the op asks too often. */
  async askPeers(call: AskCall, asked: AskedOp, max: number): Promise<PeerAnswer[]> {
    const network = this.#networkFor(call);
    const addrs = network.targets(call.caller, max);
    const allowed = addrs.filter(() => this.#pace.take(this.#now_ms()) === 0);
    this.counts.refused += addrs.length - allowed.length;
    return await Promise.all(allowed.map(async (addr) => {
      try {
        return { addr, text: await this.#ask(network, call, addr, asked) };
      } catch (error) {
        return { addr, fault: error instanceof Error ? error.message : String(error) };
      }
    }));
  }

  #networkFor({ is_asked }: AskCall): AskNetwork {
    const fault = is_asked
      ? "This call came from another node's ask, so it can't ask further."
      : this.#network === undefined
      ? "This node dials nobody (--no-dial), so its ops can't ask either."
      : undefined;
    if (fault === undefined) return this.#network!;
    this.counts.refused++;
    throw new Error(fault);
  }

  async #ask(network: AskNetwork, call: AskCall, addr: string, { op, args }: AskedOp): Promise<string> {
    const text = `{"op":${JSON.stringify(op)}${args === null ? "" : `,"args":${args}`},"via":"${via_ask}"}`;
    await this.#place(call.signal);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ask_ms);
    try {
      const { caller, heard } = call;
      const end = AbortSignal.any([call.signal, late.signal]);
      const { text: answer, scope } = await network.ask(addr, text, { caller, heard }, end);
      if (reaches(scope, call.heard)) call.heard = scope;
      this.counts.answered++;
      return answer;
    } catch (error) {
      this.counts.failed++;
      if (late.signal.aborted) throw new Error(`${addr} did not answer within ${ask_ms / 1000} s.`);
      throw error;
    } finally {
      clearTimeout(timer);
      this.#leave();
    }
  }

  /** Waits for one of the places. */
  async #place(signal: AbortSignal): Promise<void> {
    if (this.#under_way < asks_at_once_max) return void this.#under_way++;
    if (this.#waiting.length >= asks_waiting_max) {
      this.counts.refused++;
      throw new Error(`${asks_waiting_max} asks of this op wait already: await each before the next.`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const go = () => resolve();
    const abort = () => {
      const at = this.#waiting.indexOf(go);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(new Error("The call is over."));
    };
    this.#waiting.push(go);
    signal.addEventListener("abort", abort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Gives the place to the next ask that waits. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#under_way--;
    else next();
  }
}
