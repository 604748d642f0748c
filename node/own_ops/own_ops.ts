/** All ops of students in one node: follows the folder, fills the node's table, and logs the state of each file. */
import type { Log } from "../../ops/context.ts";
import type { LiveTable } from "../../ops/live_table.ts";
import { type AskCounts, AskDesk, type AskNetwork } from "./ask_desk.ts";
import type { Reach } from "./asked.ts";
import { lost_workers_max, own_ops_max } from "./limits.ts";
import { LogPace } from "./log_pace.ts";
import { OpFolder } from "./op_folder.ts";
import { faultLine, faultText, type OpFault } from "./op_fault.ts";
import { nameFiles, opName } from "./op_names.ts";
import type { OwnOp } from "./own_op.ts";
import type { OwnOpView } from "../../static/live_messages.ts";

/** What they need of the node. */
export interface OwnOpsOptions {
  /** Path of the folder. */
  readonly folder: string;
  readonly table: LiveTable;
  readonly reach: Reach;
  readonly log: Log;
  /** For the page: a line that an op logged, or why its tick is off. */
  readonly said?: (op: string, text: string) => void;
  /** {@linkcode OwnOps.views} has changed. */
  readonly changed?: () => void;
}

interface Loaded {
  readonly text: string;
  readonly op: OwnOp;
}

/** What an op did without being called, since the start of the node. */
export interface OwnOpActivity {
  readonly asks: Readonly<AskCounts>;
  readonly ticks: { well: number; failed: number };
}

/** The ops of one folder. */
export class OwnOps {
  readonly #options: OwnOpsOptions;
  readonly #folder: OpFolder;
  readonly #end = new AbortController();
  readonly #ops = new Map<string, Loaded>();
  readonly #lost = new Set<string>();
  readonly #ending = new Set<Promise<void>>();
  /** What was last logged of each file, so that nothing is logged twice in a row. */
  readonly #said = new Map<string, string>();
  /** By the op's name, so that a saved file keeps its counts. */
  readonly #desks = new Map<string, AskDesk>();
  readonly #ticks = new Map<string, OwnOpActivity["ticks"]>();
  #network: AskNetwork | undefined;
  #faults: readonly OpFault[] = [];
  #looking: Promise<void> = Promise.resolve();
  #look_again = false;

  constructor(options: OwnOpsOptions) {
    this.#options = options;
    this.#folder = new OpFolder(options.folder, (file) => /\.(ts|js)$/i.test(file));
  }

  /** Lets ops ask other nodes from now on. */
  attach(network: AskNetwork): void {
    this.#network = network;
  }

  /** Loads the files, and follows the folder from then on. Settles when every file was loaded once. */
  async start(): Promise<void> {
    void this.#folder.watch(() => void this.look(), this.#end.signal);
    await this.look();
    await Promise.all([...this.#ops.values()].map(({ op }) => op.loaded));
  }

  /** Every op, and every file that can't be an op because of its name or because it can't be read. */
  get views(): readonly OwnOpView[] {
    const files = this.#faults.map((fault): OwnOpView => ({
      name: opName(fault.file),
      file: fault.file,
      state: "broken",
      fault,
      examples: [],
    }));
    return [...[...this.#ops.values()].map(({ op }) => op.view), ...files];
  }

  /** The asks and ticks of each op that is or was loaded. */
  get activity(): ReadonlyMap<string, OwnOpActivity> {
    return new Map(
      [...this.#desks].map(([name, { counts }]) => [name, { asks: counts, ticks: this.#ticks.get(name)! }]),
    );
  }

  /** Looks at the folder. While a look runs, one more is queued at most. */
  look(): Promise<void> {
    if (this.#look_again) return this.#looking;
    this.#look_again = true;
    return this.#looking = this.#looking.then(async () => {
      this.#look_again = false;
      if (this.#end.signal.aborted) return;
      try {
        await this.#look();
      } catch (error) {
        this.#options.log.fault("own ops", error);
      }
    });
  }

  /** Ends every Worker and the watch. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#looking;
    for (const name of [...this.#ops.keys()]) this.#drop(name);
    await Promise.all(this.#ending);
  }

  async #look(): Promise<void> {
    // Loaded here: a node without own ops starts without what they need, such as a reader of JavaScript.
    const { OwnOp } = await import("./own_op.ts");
    const { texts, unreadable } = await this.#folder.look();
    if (this.#end.signal.aborted) return;
    const { files, refused } = nameFiles([...texts.keys(), ...unreadable.keys()], own_ops_max);
    const faults = [...refused].map(([file, sentence]) => ({ file, sentence }));
    const wanted = new Map<string, { file: string; text: string }>();
    for (const [name, file] of files) {
      const text = texts.get(file);
      if (text === undefined) faults.push({ file, sentence: unreadable.get(file)! });
      else wanted.set(name, { file, text });
    }
    const told = JSON.stringify(this.#faults);
    this.#faults = faults;
    for (const name of [...this.#ops.keys()]) {
      if (!wanted.has(name)) {
        this.#options.log.info("Op taken away: {op}", { op: name });
        this.#drop(name);
      }
    }
    for (const [name, { file, text }] of wanted) this.#take(OwnOp, name, file, text);
    for (const fault of faults) this.#sayOnce(fault.file, faultText(fault));
    if (JSON.stringify(faults) !== told) this.#changed();
  }

  #take(Op: typeof OwnOp, name: string, file: string, text: string): void {
    const before = this.#ops.get(name);
    if (before !== undefined && before.text === text && before.op.file === file) return;
    // An op whose Worker can't be ended is not started again: each start would take one more processor.
    if (this.#lost.has(name) || this.#lost.size >= lost_workers_max) {
      return this.#sayOnce(
        file,
        `${file}: not loaded again until the node is started anew, since a Worker can't be ended`,
      );
    }
    const { log, reach, said } = this.#options;
    this.#said.delete(file);
    const pace = new LogPace();
    // Undefined while it is made: it may call back already.
    let made: OwnOp | undefined = undefined;
    const desk = known(this.#desks, name, () => new AskDesk(this.#network));
    const ticks = known(this.#ticks, name, () => ({ well: 0, failed: 0 }));
    const op = new Op(name, file, text, {
      reach,
      desk,
      ticked: (end) => void (end === "none" || ticks[end]++),
      log: (line, tell) => {
        const { passes, left_out } = pace.pass(performance.now());
        if (!passes) return;
        if (left_out > 0) {
          log.info("{op} says: ... {left_out} lines are left out here", { op: name, left_out });
        }
        log.info("{op} says: {line}", { op: name, line });
        said?.(name, line);
        tell?.(line);
      },
      failed: (fault) => this.#sayOnce(file, faultText(fault)),
      changed: () => this.#opChanged(made),
      lost: () => this.#lose(name),
    });
    made = op;
    this.#ops.set(name, { text, op });
    if (before !== undefined) this.#endLater(before.op);
    this.#changed();
    void op.loaded.then(() => this.#opChanged(op));
  }

  #opChanged(op: OwnOp | undefined): void {
    if (op === undefined || this.#ops.get(op.name)?.op !== op) return;
    const { file, state, fault, examples } = op.view;
    if (fault !== undefined) {
      const text = faultText(fault);
      // A tick has no caller that gets the fault.
      if (state === "running" && this.#said.get(file) !== text) {
        this.#options.said?.(op.name, faultLine(fault));
      }
      this.#sayOnce(file, text);
    }
    if (fault === undefined && state === "running") {
      const failed = examples.filter(({ passed }) => !passed);
      const tried = examples.length === 0
        ? ""
        : `, ${examples.length - failed.length} of ${examples.length} examples passed`;
      this.#sayOnce(
        file,
        [
          `${file}: loaded as the op ${op.name}${tried}`,
          ...failed.map(({ number, sentence }) => `  example ${number}: ${sentence}`),
        ].join("\n"),
      );
    }
    this.#changed();
  }

  /** Each line of the text is a line of the log. */
  #sayOnce(file: string, text: string): void {
    if (this.#said.get(file) === text) return;
    this.#said.set(file, text);
    for (const line of text.split("\n")) this.#options.log.info("{line}", { line });
  }

  #lose(name: string): void {
    this.#lost.add(name);
    const { log } = this.#options;
    log.info(
      "A Worker of the op {op} computes on and can't be ended: the op is off until the node is started anew",
      {
        op: name,
      },
    );
    if (this.#lost.size < lost_workers_max) return;
    log.info("{lost} such Workers: all own ops are off until the node is started anew", {
      lost: this.#lost.size,
    });
    for (const { op } of this.#ops.values()) {
      void op.stopFor("Two Workers can't be ended: all own ops are off until the node is started anew.");
    }
  }

  #drop(name: string): void {
    const loaded = this.#ops.get(name);
    if (loaded === undefined) return;
    this.#ops.delete(name);
    this.#said.delete(loaded.op.file);
    this.#endLater(loaded.op);
    this.#changed();
  }

  #endLater(op: OwnOp): void {
    const ending = op.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #changed(): void {
    const { table, changed } = this.#options;
    table.replaceOwn([...this.#ops.values()].map(({ op }) => op.op));
    changed?.();
  }
}

function known<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
