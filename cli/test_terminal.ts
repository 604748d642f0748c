/** A terminal for tests: it keeps what was written and lets a test play the person. */
import type { StopRequest, Stream, Terminal } from "./terminal.ts";

/** What a test may set; everything else is an empty process whose output goes into files. */
export interface TestTerminalParts {
  readonly env?: Readonly<Record<string, string>>;
  /** Streams a person looks at. */
  readonly terminals?: readonly Stream[];
  /** Of the system; English where left out. */
  readonly language?: string;
  /** Whether it was started with `--unstable-worker-options`; true where left out. */
  readonly narrows_workers?: boolean;
  readonly interfaces?: Deno.NetworkInterfaceInfo[];
  /** What the person types, line by line; where left out nobody can be asked. */
  readonly typed?: readonly string[];
  readonly runProgram?: Terminal["runProgram"];
  /** What hinders the data from being written. */
  readonly data_fault?: Error;
  /** Told as soon as the program listens for signals. */
  readonly onListening?: (terminal: TestTerminal) => void;
  /** Told every line of stderr as it is written. */
  readonly onNote?: (line: string, terminal: TestTerminal) => void;
}

/** Stands in for the process. */
export class TestTerminal implements Terminal {
  readonly narrows_workers: boolean;
  stdout = "";
  stderr = "";
  /** Codes given to {@linkcode Terminal.exit}. */
  readonly exits: number[] = [];
  /** What {@linkcode Terminal.onLoss} was given last; a test plays the loss by it. */
  lose: (lines: number) => void = () => {};
  readonly #parts: TestTerminalParts;
  #lines_read = 0;
  #handlers: ((request: StopRequest) => void)[] = [];

  constructor(parts: TestTerminalParts = {}) {
    this.#parts = parts;
    this.narrows_workers = parts.narrows_workers ?? true;
  }

  env(name: string): string | undefined {
    // A process that runs many tests is larger than a node, so it gets a larger limit.
    return this.#parts.env?.[name] ?? (name === "FOXCHAIN_MEMORY_MAX" ? "100000" : undefined);
  }

  write(stream: Stream, text: string): void {
    this[stream] += text;
    if (stream === "stderr") this.#parts.onNote?.(text, this);
  }

  onLoss(tell: (lines: number) => void): void {
    this.lose = tell;
  }

  dataWritten(): Promise<Error | undefined> {
    return Promise.resolve(this.#parts.data_fault);
  }

  notesWritten(): Promise<void> {
    return Promise.resolve();
  }

  isTerminal(stream: Stream): boolean {
    return this.#parts.terminals?.includes(stream) ?? false;
  }

  canAsk(): boolean {
    return this.#parts.typed !== undefined;
  }

  readLine(): Promise<string | undefined> {
    return Promise.resolve(this.#parts.typed?.[this.#lines_read++]);
  }

  columns(): number {
    return 100;
  }

  language(): string {
    return this.#parts.language ?? "en-US";
  }

  networkInterfaces(): Deno.NetworkInterfaceInfo[] {
    return this.#parts.interfaces ?? [];
  }

  memory_bytes(): number | undefined {
    return undefined;
  }

  onStopRequest(handler: (request: StopRequest) => void): () => void {
    this.#handlers.push(handler);
    this.#parts.onListening?.(this);
    return () => this.#handlers = this.#handlers.filter((other) => other !== handler);
  }

  runProgram(name: string, args: readonly string[]): Promise<boolean> {
    return this.#parts.runProgram?.(name, args) ?? Promise.resolve(true);
  }

  exit(code: number): void {
    this.exits.push(code);
  }

  /** Plays a signal. */
  ask(request: StopRequest): void {
    for (const handler of this.#handlers) handler(request);
  }

  /** Whether somebody listens for signals. */
  get listened(): boolean {
    return this.#handlers.length > 0;
  }
}
