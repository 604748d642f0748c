/** The lecture's own kind of node, in Python with Tornado, in a process of its own. */
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./fixtures/lecture_node.py", import.meta.url));

/** Pythons that may have Tornado: the one on PATH, and Debian's, whose packages others do not see. */
const pythons = ["python3", "/usr/bin/python3"];

/** The first that has Tornado (Debian: python3-tornado; elsewhere: pip install tornado); undefined: none has. */
export const python = await firstWithTornado();

/** Whether this machine can run a lecture node. */
export const has_tornado = python !== undefined;

async function firstWithTornado(): Promise<string | undefined> {
  for (const path of pythons) {
    const trial = new Deno.Command(path, {
      args: ["-c", "import tornado.websocket"],
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
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  /** @param seed Where it tracks from; without it only answers. */
  constructor(seed?: string) {
    const args = [script, ...(seed === undefined ? [] : [seed])];
    this.#child = new Deno.Command(python!, { args, stdin: "null", stdout: "piped", stderr: "inherit" })
      .spawn();
    this.#reading = this.#read();
  }

  /** 0 until it listens. */
  get port(): number {
    return Number(/^port (\d+)$/m.exec(this.stdout)?.[1] ?? 0);
  }

  /** Ends it as a power cut does. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
    await Promise.all([this.#child.status, this.#reading]);
  }

  async #read(): Promise<void> {
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) this.stdout += text;
  }
}
