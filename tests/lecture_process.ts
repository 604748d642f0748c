/** The lecture's own kind of node, in Python with Tornado, in a process of its own. */
import { fileURLToPath } from "node:url";
import { killProcess } from "./kill_process.ts";

const script = fileURLToPath(new URL("./fixtures/lecture_node.py", import.meta.url));

/** Pythons that may have Tornado: the one on PATH, and Debian's, whose packages others do not see. */
const pythons = ["python3", "/usr/bin/python3"];

/** The first that has Tornado (Debian: python3-tornado; elsewhere: pip install tornado); undefined: none has. */
export const python = await pythonWith("tornado.websocket");

/** Whether this machine can run a lecture node. */
export const has_tornado = python !== undefined;

/** The first that can import these modules. */
export async function pythonWith(modules: string): Promise<string | undefined> {
  for (const path of pythons) {
    const trial = new Deno.Command(path, {
      args: ["-c", `import ${modules}`],
      stdout: "null",
      stderr: "null",
    });
    if (await trial.output().then(({ success }) => success, () => false)) return path;
  }
}

/** A running lecture node. `await using` ends it. */
export class LectureProcess implements AsyncDisposable {
  /** What it has written so far. */
  stdout = "";
  /** Its tracebacks, and whatever else Tornado complains about. */
  stderr = "";
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<unknown>;

  /** @param seed Where it tracks from; without it only answers. `unfinished`: its op `time` fails. */
  constructor(seed?: string | "unfinished") {
    const args = [script, ...(seed === undefined ? [] : [seed])];
    this.#child = new Deno.Command(python!, { args, stdin: "null", stdout: "piped", stderr: "piped" })
      .spawn();
    this.#reading = Promise.all([this.#read("stdout"), this.#read("stderr")]);
  }

  /** 0 until it listens. */
  get port(): number {
    return Number(/^port (\d+)$/m.exec(this.stdout)?.[1] ?? 0);
  }

  /** Stops it where it is: its connections stay open, and nothing is answered. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  /** Sends a signal. */
  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Ends it as a power cut does. */
  async [Symbol.asyncDispose](): Promise<void> {
    killProcess(this.#child);
    await Promise.all([this.#child.status, this.#reading]);
  }

  async #read(stream: "stdout" | "stderr"): Promise<void> {
    for await (const text of this.#child[stream].pipeThrough(new TextDecoderStream())) this[stream] += text;
  }
}
