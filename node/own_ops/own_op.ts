/** One op of a student: its file as it was last saved, the Worker that runs it, and its calls. */
import * as z from "zod";
import { MemoryOpValues } from "../../storage/memory_op_values.ts";
import type { Context } from "../../ops/context.ts";
import { argsFault } from "../../ops/args_fault.ts";
import { JsonText } from "../../ops/json_text.ts";
import { defineOp, type Op } from "../../ops/op.ts";
import { OpError } from "../../ops/op_error.ts";
import type { Scope } from "../../discovery/address/scope.ts";
import type { AskCall, AskDesk } from "./ask_desk.ts";
import { answerAsked, type Reach } from "./asked.ts";
import { type Declaration, readDeclaration } from "./declaration.ts";
import { op_calls_max, op_compute_ms, op_load_ms, op_overruns_max, tick_failures_max } from "./limits.ts";
import { exampleFault, operator } from "./example_fault.ts";
import { faultAt, faultLine, type OpFault } from "./op_fault.ts";
import { prepare, type Prepared } from "./op_source.ts";
import { type Ended, type Loaded, OpWorker, type RunningCall } from "./op_worker.ts";
import { type TickEnd, Ticking } from "./ticking.ts";
import type { ExampleResult, OwnOpState, OwnOpView } from "../../static/live_messages.ts";
import type { Asked, CallFacts, Thrown } from "./worker_messages.ts";

/** What an op needs of the node. */
export interface OwnOpHost {
  readonly reach: Reach;
  /** Its way to other nodes. Undefined outside of a node; then its tick does not run either. */
  readonly desk?: AskDesk;
  /**
   * The op's own `log`.
   *
   * @param said Takes the line to the page whose request it is for.
   */
  log(text: string, said?: (line: string) => void): void;
  /** A call ended with a fault of the file. */
  failed(fault: OpFault): void;
  /** Its state or its declaration has changed. */
  changed(): void;
  /** A Worker of it can't be ended. */
  lost(): void;
  /** Its tick has run. */
  ticked?(end: TickEnd): void;
}

/** What this file keeps for a call; the Worker does not see it. */
interface Tag {
  /** A separate store of values, for examples. */
  readonly values?: MemoryOpValues;
  /** True when another node's op asks. */
  readonly is_asked?: boolean;
  /** Takes lines to the page that asked. */
  readonly said?: ((line: string) => void) | undefined;
  /** Made at the first ask. */
  asking?: AskCall;
}

/** An op of one version of its file, until the file is saved again. */
export class OwnOp {
  readonly name: string;
  readonly file: string;
  readonly #host: OwnOpHost;
  readonly #prepared: Prepared | undefined;
  #state: OwnOpState = "loading";
  #fault: OpFault | undefined;
  #declaration: Declaration | undefined;
  #examples: readonly ExampleResult[] = [];
  #worker: OpWorker | undefined;
  /** Settles when the current Worker can be called, or never will be. */
  #ready: Promise<void>;
  #ticking: Ticking | undefined;
  #overruns = 0;
  #calls = 0;
  #ended = false;

  /** @param text The file's content. */
  constructor(name: string, file: string, text: string, host: OwnOpHost) {
    this.name = name;
    this.file = file;
    this.#host = host;
    const prepared = prepare(file, text);
    if ("code" in prepared) {
      this.#prepared = prepared;
      this.#ready = this.#load();
    } else {
      this.#ready = Promise.resolve();
      this.#breaks(prepared);
    }
  }

  /** Settles when the file was loaded and its examples were run. */
  get loaded(): Promise<void> {
    return this.#ready;
  }

  get view(): OwnOpView {
    return {
      name: this.name,
      file: this.file,
      state: this.#state,
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
      examples: this.#examples,
    };
  }

  /** The op for the node's table. A broken one tells so to each caller. */
  get op(): Op {
    const declared = this.#declaration;
    const name = this.name;
    return defineOp({
      name,
      summary: declared?.summary ??
        { en: "A student's own op. Its file has a fault.", zh: "学生自己写的操作。它的文件有错误。" },
      own: true,
      every_s: declared?.every_s,
      // Before the file was loaded, its arguments are not known. `handle` checks them later.
      args: declared?.args ?? z.looseObject({}),
      response: declared?.response ?? z.unknown(),
      examples: (declared?.examples ?? []).filter(({ status, response }) =>
        status === 200 && response !== undefined
      ).map(({ args, response }, index) => ({
        title: { en: `Example ${index + 1} of the file`, zh: `文件中的例子 ${index + 1}` },
        request: { op: name, args },
        answer: { status: 200, error: "OK", response },
      })),
      handle: (args, context) => this.#handle(args, context, declared !== undefined),
    });
  }

  /** Ends it, and interrupts its calls. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#ticking?.end();
    await this.#endWorker();
    // A restart that is under way has another Worker to end.
    await this.#ready;
  }

  /** Ends it because of other ops; callers are told why. */
  async stopFor(sentence: string): Promise<void> {
    this.#breaks({ file: this.file, sentence }, "off");
    await this.#endWorker();
  }

  /**
   * Runs the tick once, with a separate store and without a node.
   *
   * @returns Undefined for an op without a tick.
   */
  async tryTick(): Promise<ExampleResult | undefined> {
    if (this.#declaration?.every_s === undefined || this.#state !== "running") return undefined;
    const tag: Tag = { values: new MemoryOpValues() };
    const ended = await this.#call(undefined, factsOfNow(), tag, "tick");
    const number = 0;
    if (ended.kind === "answer") return { number, passed: true };
    if (tag.asking !== undefined) {
      return {
        number,
        passed: true,
        sentence: "it came as far as its first ask, which needs a running node.",
      };
    }
    return { number, passed: false, sentence: `it failed: ${faultLine(this.#faultOf(ended))}` };
  }

  async #handle(
    args: unknown,
    { clock, source, is_asked, said }: Context,
    is_checked: boolean,
  ): Promise<JsonText> {
    if (!is_checked) {
      await this.#ready;
      const parsed = this.#declaration?.args.safeParse(args);
      if (parsed?.error) throw new OpError(500, argsFault(this.name, args, parsed.error.issues));
      args = parsed?.data ?? args;
    }
    const facts = { now: clock.now_s(), from: { ip: source.ip, scope: source.scope } };
    const ended = await this.#call(args, facts, { is_asked, said });
    if (ended.kind === "answer") return new JsonText(ended.text);
    if (ended.kind === "refused") throw new OpError(ended.status, ended.message);
    throw this.#errorOf(ended);
  }

  async #call(
    args: unknown,
    facts: CallFacts,
    tag: Tag,
    what: "default" | "tick" = "default",
  ): Promise<Ended> {
    if (this.#calls >= op_calls_max) {
      throw new OpError(503, `Operation "${this.name}" is busy: ${op_calls_max} calls of it wait already.`);
    }
    this.#calls++;
    try {
      // Examples run before the op is ready.
      if (tag.values === undefined) await this.#ready;
      const worker = this.#worker;
      if (worker === undefined) throw new OpError(500, this.#whyOff());
      const ended = await worker.call(args, { facts, tag, what });
      this.#judge(ended, worker);
      return ended;
    } finally {
      this.#calls--;
    }
  }

  /**
   * Counts calls that were too slow or took too much memory. After a silent call or a full heap the Worker is replaced.
   */
  #judge(ended: Ended, worker: OpWorker): void {
    if (ended.kind === "interrupted") return;
    const why = ended.kind === "silent" ? "time" : ended.kind === "failed" ? ended.thrown.why : "threw";
    if (why === "threw") {
      this.#overruns = 0;
      return;
    }
    this.#overruns++;
    if (worker !== this.#worker || this.#ended) return;
    if (this.#overruns >= op_overruns_max) {
      this.#breaks({
        ...this.#faultOf(ended),
        sentence:
          `Off until it is saved: ${op_overruns_max} calls in a row took too long or too much memory.`,
      }, "off");
      this.#ready = this.#endWorker().then(() => {});
    } else if (ended.kind === "silent" || why === "memory") this.#ready = this.#restart();
  }

  async #restart(): Promise<void> {
    if (!await this.#endWorker() || this.#ended) return;
    await this.#load();
  }

  /** Returns false where the Worker is lost. */
  async #endWorker(): Promise<boolean> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined || await worker.end()) return true;
    this.#breaks({
      file: this.file,
      sentence:
        "It computes on and nothing can end it, perhaps a regular expression: off until the node is started anew.",
    }, "lost");
    this.#host.lost();
    return false;
  }

  async #load(): Promise<void> {
    const worker = new OpWorker(this.#prepared!.code, {
      asked: (asked, call) => this.#answerAsked(asked, call),
      log: (text, call) => this.#host.log(text, (call?.tag as Tag | undefined)?.said),
    });
    this.#worker = worker;
    const loaded = await worker.loaded;
    if (worker !== this.#worker) return;
    const fault = this.#take(loaded);
    if (fault !== undefined) {
      this.#breaks(fault);
      await this.#endWorker();
      return;
    }
    const is_first = this.#state === "loading";
    this.#state = "running";
    if (is_first) {
      await this.#runExamples();
      this.#beginTicking();
    }
    this.#host.changed();
  }

  #answerAsked(asked: Asked, call: RunningCall): Promise<unknown> {
    const { facts } = call;
    const noted = call.tag as Tag;
    const { values, is_asked = false } = noted;
    if (asked.what === "ask" || asked.what === "ask_peers") {
      const caller = facts.from.scope as Scope;
      noted.asking ??= { caller, is_asked, signal: call.signal, heard: caller };
    }
    if (values !== undefined) return answerAsked(asked, this.name, { values, peers: () => [] });
    const { reach, desk } = this.#host;
    const { asking } = noted;
    return answerAsked(asked, this.name, reach, desk && asking && { desk, call: asking });
  }

  #beginTicking(): void {
    const every_s = this.#declaration!.every_s;
    if (every_s === undefined || this.#host.desk === undefined || this.#ended) return;
    if (this.#state !== "running") return;
    let last: OpFault | undefined;
    const run = async () => {
      const { end, fault } = await this.#tick();
      last = fault;
      this.#host.ticked?.(end);
      return end;
    };
    this.#ticking = new Ticking(1000 * every_s, run, () => this.#stopTicking(last));
  }

  async #tick(): Promise<{ end: TickEnd; fault?: OpFault }> {
    let ended: Ended;
    try {
      ended = await this.#call(undefined, factsOfNow(), {}, "tick");
    } catch (error) {
      // It is off or busy, which is reported elsewhere.
      if (error instanceof OpError) return { end: "none" };
      throw error;
    }
    if (ended.kind === "interrupted") return { end: "none" };
    if (ended.kind === "answer") return { end: "well" };
    const fault = this.#faultOf(ended);
    this.#host.failed({ ...fault, sentence: `Its tick failed: ${fault.sentence}` });
    return { end: "failed", fault };
  }

  /** The tick is off; calls of the op are still answered. */
  #stopTicking(last: OpFault | undefined): void {
    if (this.#state !== "running") return;
    const why = `Its tick is off until it is saved: ${tick_failures_max} in a row failed.`;
    this.#fault = { file: this.file, ...last, sentence: `${why} The last one: ${last?.sentence}` };
    this.#host.changed();
  }

  /** Takes what the file declares, or returns what is wrong with it. */
  #take(loaded: Loaded): OpFault | undefined {
    if (loaded.kind === "broken") return this.#placed(loaded.thrown);
    if (loaded.kind === "silent") {
      return {
        file: this.file,
        sentence: `It did not finish loading within ${
          op_load_ms / 1000
        } s: is there an await outside of functions?`,
      };
    }
    const declaration = readDeclaration(this.name, loaded.exports);
    if (typeof declaration === "string") return { file: this.file, sentence: declaration };
    this.#declaration = declaration;
  }

  async #runExamples(): Promise<void> {
    const results: ExampleResult[] = [];
    const values = new MemoryOpValues();
    for (const [index, example] of this.#declaration!.examples.entries()) {
      const sentence = this.#worker === undefined
        ? "it was not run, since an earlier one took too long."
        : await exampleFault(example, this.#declaration!.args, {
          call: (args, facts) => this.#call(args, facts, { values }),
          placed: (thrown) => this.#placed(thrown),
        });
      results.push({ number: index + 1, passed: sentence === undefined, ...(sentence ? { sentence } : {}) });
    }
    this.#examples = results;
  }

  #breaks(fault: OpFault, state: OwnOpState = "broken"): void {
    // A lost op stays lost.
    if (this.#state === "lost") return;
    this.#state = state;
    this.#fault = fault;
    this.#ticking?.end();
    this.#host.changed();
  }

  #errorOf(ended: Ended): OpError {
    if (ended.kind === "interrupted") {
      return new OpError(500, `Operation "${this.name}" was started anew meanwhile: ask again.`);
    }
    const fault = this.#faultOf(ended);
    this.#host.failed(fault);
    return new OpError(500, `Operation "${this.name}" failed: ${faultLine(fault)}`);
  }

  #faultOf(ended: Ended): OpFault {
    if (ended.kind === "failed") return this.#placed(ended.thrown);
    if (ended.kind === "refused") return { file: this.file, sentence: `It refused: ${ended.message}` };
    return { file: this.file, sentence: `It did not answer within ${op_compute_ms / 1000} s.` };
  }

  #placed({ message, line, column }: Thrown): OpFault {
    const sentence = /[.!?。]$/.test(message) ? message : `${message}.`;
    if (line === undefined || column === undefined) return { file: this.file, sentence };
    const { source, positions } = this.#prepared!;
    const place = positions.before({ line, column });
    return faultAt(this.file, source, place.line, place.column, sentence);
  }

  #whyOff(): string {
    const fault = this.#fault;
    const why = fault === undefined ? "its file was taken away." : faultLine(fault);
    return `Operation "${this.name}" does not run: ${why}`;
  }
}

function factsOfNow(): CallFacts {
  return { now: Date.now() / 1000, from: operator };
}
