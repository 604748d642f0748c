/** A class board as a lecturer starts it, in this process, with a class of nodes. */
import { fileURLToPath } from "node:url";
import { run } from "../cli/program.ts";
import { TestTerminal } from "../cli/test_terminal.ts";

/** A running board. `await using` stops it as Ctrl+C does. */
export class RunningBoard implements AsyncDisposable {
  readonly folder: string;
  /** `http://localhost:PORT/board`. */
  readonly url: string;
  /** The same with the key. */
  readonly link: string;
  readonly key: string;
  readonly #terminal: TestTerminal;
  readonly #ended: Promise<number>;

  private constructor(folder: string, link: string, terminal: TestTerminal, ended: Promise<number>) {
    this.folder = folder;
    this.link = link;
    [this.url, this.key] = link.split("#key=") as [string, string];
    this.#terminal = terminal;
    this.#ended = ended;
  }

  /**
   * Starts it on a free port.
   *
   * @param list The class list.
   * @param more Further words of the command line.
   */
  static async start(list: string, ...more: string[]): Promise<RunningBoard> {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_board_" });
    await Deno.writeTextFile(`${folder}/roster.csv`, list);
    const { promise: link, resolve, reject } = Promise.withResolvers<string>();
    const terminal = new TestTerminal({
      terminals: ["stderr"],
      onNote: (_line, { stderr }) => {
        const told = /https?:\S+\/board#key=[\w-]+/.exec(stderr)?.[0];
        if (told !== undefined) resolve(told);
      },
    });
    const place = ["--host", "127.0.0.1", "--port", "0", "--db", `${folder}/peers.sqlite`];
    const ended = run(["class", `${folder}/roster.csv`, "--board", ...place, ...more], terminal);
    void ended.then((code) => reject(new Error(`The board ended with ${code}: ${terminal.stderr}`)));
    return new RunningBoard(folder, await link, terminal, ended);
  }

  /** What it has logged. */
  get log(): string {
    return this.#terminal.stderr;
  }

  /** Saves the class list anew. */
  async save(list: string): Promise<void> {
    await Deno.writeTextFile(`${this.folder}/roster.csv`, list);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#terminal.ask("SIGTERM");
    await this.#ended;
    await Deno.remove(this.folder, { recursive: true });
  }
}

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const config = fileURLToPath(new URL("../deno.json", import.meta.url));

/** A board in a process of its own, for its memory. */
export class BoardProcess implements AsyncDisposable {
  readonly url: string;
  readonly key: string;
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  private constructor(url: string, key: string, child: Deno.ChildProcess, reading: Promise<void>) {
    this.url = url;
    this.key = key;
    this.#child = child;
    this.#reading = reading;
  }

  /** Starts it; `key_file` is where it keeps its key. */
  static async start(words: readonly string[], key_file: string): Promise<BoardProcess> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "--config", config, main, "--worker-options", ...words],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { promise: url, resolve, reject } = Promise.withResolvers<string>();
    const reading = (async () => {
      let log = "";
      for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
        log += text;
        const told = /http:\/\/[^/\s]+\/board/.exec(log)?.[0];
        if (told !== undefined) resolve(told);
      }
      reject(new Error(log));
    })();
    return new BoardProcess(await url, (await Deno.readTextFile(key_file)).trim(), child, reading);
  }

  /** The most memory that it has held so far, in kB. */
  get peak_kb(): number {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${this.#child.pid}/status`))![1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await Promise.all([this.#child.status, this.#reading]);
  }
}

/** Names of a class, as many as wanted: Chinese ones of two and three characters, and some longer ones. */
export function studentNames(count: number): string[] {
  const family = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
  const given = ["伟", "芳", "小明", "秀英", "思远", "雨桐", "浩然", "子涵", "静", "建国", "欣怡", "梓轩"];
  const long = ["Alexander Müller", "Mohammed Al-Rashid", "欧阳修远", "Nguyễn Thị Minh Khai"];
  return Array.from(
    { length: count },
    (_, n) =>
      n % 15 === 14
        ? `${long[Math.floor(n / 15) % long.length]}${n >= 60 ? ` ${n}` : ""}`
        : `${family[n % family.length]}${
          given[(n % family.length + Math.floor(n / family.length)) % given.length]
        }`,
  );
}

/** A class list of these nodes. */
export function listOf(urls: readonly string[]): string {
  const names = studentNames(urls.length);
  const rows = urls.map((url, n) => `${2021001 + n},${names[n]},计科${1 + n % 2}班,${url}`);
  return ["学号,姓名,班级,url", ...rows].join("\n") + "\n";
}
