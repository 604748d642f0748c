/** All that the command line uses of its process, so that tests can replace it. */

/** Where a text goes: data to `stdout`, everything else to `stderr`. */
export type Stream = "stdout" | "stderr";

/** The process around the command line. `deno_terminal.ts` is the real one, `test_terminal.ts` the tests'. */
export interface Terminal {
  /** An environment variable, or undefined when it is not set. */
  env(name: string): string | undefined;
  /**
   * Takes whole lines to be written, and returns at once. Data waits for its reader without a limit. Other lines that
   * nobody reads in time are lost and counted.
   */
  write(stream: Stream, text: string): void;
  /** Sets the words for lines of stderr that were lost; called once there is room for them. */
  onLoss(tell: (lines: number) => void): void;
  /**
   * Waits until all data is written. A reader that has left (`foxchain peers | head -1`) is no fault.
   *
   * @returns The error, such as a full disk.
   */
  dataWritten(): Promise<Error | undefined>;
  /** Waits until the rest is written, too, but not for long. After it the process may end. */
  notesWritten(): Promise<void>;
  /** Whether the stream is a terminal, not a file or a pipe. */
  isTerminal(stream: Stream): boolean;
  /** Whether a person can be asked: stdin and stderr are both a terminal. */
  canAsk(): boolean;
  /**
   * Waits for a line that the person types.
   *
   * @returns Undefined at the end of the input (Ctrl+D).
   */
  readLine(): Promise<string | undefined>;
  /** Whether a Worker may be started that has fewer permissions than the program; see `worker_mark.ts`. */
  readonly narrows_workers: boolean;
  /** Characters in a line of the terminal. */
  columns(): number;
  /** The language of the system, e.g. `zh-CN`; `und` or empty where it is not known. */
  language(): string;
  /** The network interfaces of this computer. */
  networkInterfaces(): Deno.NetworkInterfaceInfo[];
  /** Memory of this computer, or of the container around it if that is less, in bytes; undefined where it is not known. */
  memory_bytes(): number | undefined;
  /**
   * Calls the handler whenever the process is asked to stop.
   *
   * @returns Ends the listening.
   */
  onStopRequest(handler: (request: StopRequest) => void): () => void;
  /**
   * Runs another program without a shell; its output is dropped.
   *
   * @returns Whether it ended with exit code 0.
   * @throws {Deno.errors.NotFound} When there is no such program.
   */
  runProgram(name: string, args: readonly string[]): Promise<boolean>;
  /** Ends the process at once. */
  exit(code: number): void;
}

/** `SIGINT` is Ctrl+C, `SIGHUP` a terminal or console that was closed, `SIGBREAK` Ctrl+Break on Windows. */
export type StopRequest = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGBREAK";
