/**
 * The talk with one node: it keeps a connection, counts the time left, and records every frame. A connection that was
 * silent too long is never used again: its late answer would count for the next request.
 */
import * as limits from "./limits.ts";
import type { Cause } from "./causes.ts";
import type { Line, LineReply, Opened, World } from "./world.ts";

/** One request and what came of it. */
export interface Frame {
  /** From 1. */
  readonly number: number;
  /** Which connection, from 1. */
  readonly connection: number;
  readonly sent: string;
  /** Milliseconds since 1970. */
  readonly sent_ms: number;
  readonly took_ms: number;
  readonly kind: LineReply["kind"];
  /** The answer; of a close its code and reason. */
  readonly got: string;
  /** Characters of the answer that were not kept. */
  readonly dropped_characters?: number;
  /** Messages that came without a request, after this one's answer. */
  readonly extra?: readonly string[];
  /** Whether the node closed the connection after it had answered. */
  readonly closed_after?: boolean;
  /** An answer that came after its limit, when the node had not answered anything yet, and how long that took. */
  readonly late?: { readonly got: string; readonly took_ms: number };
}

/** A question without an answer, of a node that has not answered anything yet. */
interface Unanswered {
  readonly line: Line;
  readonly frame: number;
  readonly began_ms: number;
}

/** The origin of a foreign page. */
const foreign_origin = "http://check.invalid";

/** What a check gets for a request. */
export type Reply =
  & LineReply
  & {
    readonly frame: number;
    readonly took_ms: number;
    /** When it was sent and when the answer was there, in milliseconds since 1970. */
    readonly sent_ms: number;
    readonly got_ms: number;
    /** Whether a second connection got no answer either. */
    readonly standstill: boolean;
    /** Of a close: nothing listens on the port any more. */
    readonly ended: boolean;
  };

/** Thrown where nothing more can be judged: the network failed, or the time is over. `run.ts` catches it. */
export class Unjudged extends Error {
  constructor(readonly why: "network" | "slow", readonly finding: Cause, readonly detail = "") {
    super(finding);
  }
}

/** The talk. */
export class Session {
  readonly frames: Frame[] = [];
  /** How long the last connection took to open. */
  opened_ms = 0;
  /** Where the WebSocket is, if not at the URL's path. */
  path: string | undefined;
  /** It answered slowly twice in a row. From then on a slow answer is not asked for again. */
  is_known_slow = false;
  readonly world: World;
  readonly #end_ms: number;
  #line: Line | undefined;
  #connections = 0;
  #asked = 0;
  #ended = false;
  #greets = false;
  /** It was silent once and took another connection meanwhile. Then a long wait is useless. */
  #is_alive = false;
  /** Kept open until the node's first answer: a slow node answers there, however late. */
  #unanswered: Unanswered[] = [];

  /** @param budget_ms All the time for this node, from now. */
  constructor(world: World, budget_ms: number) {
    this.world = world;
    this.#end_ms = world.steady_ms() + budget_ms;
  }

  /** Milliseconds left. */
  get left_ms(): number {
    return this.#end_ms - this.world.steady_ms();
  }

  /** Whether the next request is the first on its connection. */
  get is_fresh(): boolean {
    return this.#line === undefined || this.#asked === 0;
  }

  /**
   * Opens a connection. Tries again while nothing listens or the network fails.
   *
   * @returns The last try.
   */
  async connect(patience_ms: number): Promise<Opened> {
    const until_ms = this.world.steady_ms() + Math.min(patience_ms, this.left_ms);
    while (true) {
      const opened = await this.#open(Math.min(limits.open_limit_ms, this.left_ms));
      const may_come = opened.kind === "refused" || opened.kind === "failed" || opened.kind === "late" ||
        (opened.kind === "unreachable" && opened.final !== true);
      if (!may_come || this.world.steady_ms() + limits.port_retry_ms >= until_ms) return opened;
      await this.world.wait(limits.port_retry_ms);
    }
  }

  /** Tries another path. If a WebSocket is there, the talk goes on with it. */
  async tryPath(path: string): Promise<boolean> {
    const before = this.path;
    this.path = path;
    const opened = await this.#open(Math.min(limits.open_limit_ms, this.left_ms));
    if (opened.kind !== "open") this.path = before;
    return opened.kind === "open";
  }

  /** Messages that the node sends on a new connection without a request. */
  async greetings(): Promise<readonly string[]> {
    await this.#listen(limits.greeting_wait_ms);
    const messages = this.#line?.unread() ?? [];
    this.#greets = messages.length > 0;
    return messages;
  }

  /** Whether the node refuses a page of another address. */
  async refusesOrigin(): Promise<boolean> {
    const opened = await this.world.open(
      Math.min(limits.open_limit_ms, this.left_ms),
      this.path,
      foreign_origin,
    );
    if (opened.kind === "open") opened.line.close();
    return opened.kind === "http" && opened.status === 403;
  }

  /** How the node closed the current connection; undefined while it is open. */
  get closed(): { readonly code: number } | undefined {
    return this.#line?.closed();
  }

  /** The next request gets a new connection. The one before stays open, and the caller closes it. */
  setAside(): Line | undefined {
    const line = this.#line;
    this.#line = undefined;
    return line;
  }

  /** Closes the connection; the next request gets a new one. */
  renew(): void {
    this.#line?.close();
    this.#line = undefined;
  }

  /**
   * Sends a text and waits for an answer, a close, or the end of the time. Where a second message follows, the first one
   * may belong to the question before on that connection: then the text is sent once more, on another.
   *
   * @throws {Unjudged} When the node can't be reached any more, or no time is left.
   */
  async ask(text: string, most_ms = limits.answer_limit_ms): Promise<Reply> {
    const limit_ms = this.#is_alive ? Math.min(most_ms, limits.answer_again_ms) : most_ms;
    const line = await this.#openLine();
    if (this.left_ms <= 0) throw new Unjudged("slow", "budget");
    const allowed_ms = Math.min(limit_ms, this.left_ms);
    const is_first = this.#asked++ === 0;
    const sent_ms = this.world.wall_ms();
    const began_ms = this.world.steady_ms();
    const { reply, standstill } = await this.#watch(line.ask(text, allowed_ms), allowed_ms);
    const took_ms = this.world.steady_ms() - began_ms;
    const got_ms = this.world.wall_ms();
    if (reply.kind === "silent" && allowed_ms < limit_ms) throw new Unjudged("slow", "budget");
    const frame = await this.#write(text, reply, { sent_ms, took_ms, line });
    if (!is_first && this.frames[frame - 1]!.extra !== undefined) return await this.ask(text, most_ms);
    if (reply.kind !== "silent") this.#giveUpUnanswered();
    else if (this.frames.every(({ kind }) => kind === "silent")) {
      this.#unanswered.push({ line, frame, began_ms });
      this.#line = undefined;
    } else this.renew();
    const ended = reply.kind === "closed" && await this.#hasEnded();
    return { ...reply, frame, took_ms, sent_ms, got_ms, standstill, ended };
  }

  /** Whether it sent more than an answer once. It may do so again, and later than is waited for. */
  get sends_more(): boolean {
    return this.frames.some(({ extra }) => extra !== undefined);
  }

  /** How long the node's answers usually take; 0 while that is not known. */
  get usual_ms(): number {
    const times = this.frames.filter(({ kind }) => kind === "text" || kind === "binary")
      .map(({ took_ms }) => took_ms).sort((a, b) => a - b);
    return times.length < 3 ? 0 : times[Math.floor(times.length / 2)]!;
  }

  /**
   * Waits for the first answer of a node that was silent so far, as long as there is time: 'it never answers' and 'it
   * answers too slowly' are two things.
   *
   * @returns How long it took, in milliseconds; undefined where none came.
   */
  async lateAnswer(): Promise<number | undefined> {
    while (this.#unanswered.length > 0) {
      for (const { line, frame, began_ms } of this.#unanswered) {
        const [got] = line.unread();
        if (got === undefined) continue;
        const took_ms = Math.round(this.world.steady_ms() - began_ms);
        this.frames[frame - 1] = {
          ...this.frames[frame - 1]!,
          late: { got: got.slice(0, limits.answer_characters_max), took_ms },
        };
        return took_ms;
      }
      this.#unanswered = this.#unanswered.filter(({ line }) => line.closed() === undefined);
      if (this.left_ms <= 0 || this.#unanswered.length === 0) return undefined;
      await this.world.wait(Math.min(limits.late_look_ms, this.left_ms));
    }
  }

  /** Ends the talk. */
  close(): void {
    this.renew();
    this.#giveUpUnanswered();
  }

  async #openLine(): Promise<Line> {
    if (this.#ended) throw new Unjudged("network", "node_gone");
    this.#noteLate();
    if (this.#line !== undefined) return this.#line;
    const opened = await this.connect(limits.restart_patience_ms);
    if (opened.kind === "open") return opened.line;
    if (this.left_ms <= 0 || opened.kind === "late") throw new Unjudged("slow", "budget");
    throw new Unjudged("network", "node_gone", "detail" in opened ? opened.detail : "");
  }

  /** Records messages and a close that came after the last answer had settled. Such a connection is not used again. */
  #noteLate(): void {
    const line = this.#line;
    const last = this.frames.at(-1);
    if (line === undefined || last === undefined || this.#asked === 0) return;
    const extra = line.unread();
    const is_closed = line.closed() !== undefined;
    if (extra.length === 0 && !is_closed) return;
    this.frames[this.frames.length - 1] = {
      ...last,
      ...(extra.length > 0 ? { extra } : {}),
      ...(is_closed ? { closed_after: true } : {}),
    };
    this.renew();
  }

  async #open(limit_ms: number): Promise<Opened> {
    if (limit_ms <= 0) throw new Unjudged("slow", "budget");
    this.renew();
    const began_ms = this.world.steady_ms();
    const opened = await this.world.open(limit_ms, this.path);
    this.opened_ms = this.world.steady_ms() - began_ms;
    if (opened.kind !== "open") return opened;
    this.#line = opened.line;
    this.#connections++;
    this.#asked = 0;
    if (this.#greets) await this.greetings();
    return opened;
  }

  /**
   * Waits for the answer. After a moment of silence a second connection shows whether the whole program stands still.
   */
  async #watch(
    pending: Promise<LineReply>,
    allowed_ms: number,
  ): Promise<{ reply: LineReply; standstill: boolean }> {
    const first = await Promise.race([pending, this.world.wait(limits.second_look_ms)]);
    if (first !== undefined) return { reply: first, standstill: false };
    const look_ms = this.world.steady_ms();
    let answered = false;
    this.#secondLook(allowed_ms, () => answered = true);
    const reply = await pending;
    const alone_ms = this.world.steady_ms() - look_ms;
    if (reply.kind === "silent" && answered) this.#is_alive = true;
    return { reply, standstill: !answered && alone_ms >= limits.standstill_min_ms };
  }

  /** A connection that opens is a sign of life: a program that stands still can't answer its handshake. */
  #secondLook(limit_ms: number, onLife: () => void): void {
    void this.world.open(limit_ms, this.path).then((opened) => {
      if (opened.kind === "open") opened.line.close();
      if (opened.kind !== "late") onLife();
    });
  }

  async #write(
    sent: string,
    reply: LineReply,
    { sent_ms, took_ms, line }: { sent_ms: number; took_ms: number; line: Line },
  ): Promise<number> {
    if (reply.kind === "text" || reply.kind === "binary") await this.#listen(limits.settle_ms);
    const extra = line.unread();
    const closed_after = reply.kind !== "closed" && line.closed() !== undefined;
    const whole = reply.kind === "text" || reply.kind === "binary"
      ? reply.text
      : reply.kind === "closed"
      ? `${reply.code}${reply.reason && ` ${reply.reason}`}`
      : "";
    const got = whole.slice(0, limits.answer_characters_max);
    this.frames.push({
      number: this.frames.length + 1,
      connection: this.#connections,
      sent,
      sent_ms,
      took_ms: Math.round(took_ms * 10) / 10,
      kind: reply.kind,
      got,
      ...(got.length < whole.length ? { dropped_characters: whole.length - got.length } : {}),
      ...(extra.length > 0 ? { extra } : {}),
      ...(closed_after ? { closed_after } : {}),
    });
    if (reply.kind === "closed" || this.sends_more || closed_after) this.renew();
    return this.frames.length;
  }

  /**
   * Waits for messages without a request. In two halves: where other work has held this program up, a timer that is over
   * ends before what has arrived meanwhile is read.
   */
  async #listen(ms: number): Promise<void> {
    await this.world.wait(ms / 2);
    await this.world.wait(ms / 2);
  }

  #giveUpUnanswered(): void {
    for (const { line } of this.#unanswered) line.close();
    this.#unanswered = [];
  }

  /** After a close: true when nothing listens any more. A failing network is not an ended program. */
  async #hasEnded(): Promise<boolean> {
    const opened = await this.connect(limits.restart_patience_ms);
    if (opened.kind === "open") return false;
    if (opened.kind !== "refused") {
      throw new Unjudged("network", "node_gone", "detail" in opened ? opened.detail : "");
    }
    return this.#ended = true;
  }
}
