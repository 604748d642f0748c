/** The honest clients beside an attack, in a process of their own: what they waited, and what that means. */
import { TextLineStream } from "./lines.ts";
import { now_ms } from "./clock.ts";
import type { HonestLine, HonestProgramPlan } from "./honest_program.ts";
import { foreign_origin } from "../kit/target.ts";

/** A question and its wait; null where no answer came before the end. */
interface Asked {
  readonly due_ms: number;
  readonly waited_ms: number | null;
}

/** What one client saw of a stretch of time. */
export interface Service {
  /** Questions that came due. */
  readonly asked: number;
  /** Share of them that was answered within a second, in percent. */
  readonly share_percent: number;
  readonly longest_ms: number;
  readonly p99_ms: number;
}

/** Clients that idle behind one public IP. */
export const class_size = 60;
/** An answer later than this is none to a person. */
const answered_ms_max = 1_000;

/** The running clients: `local` and `public`, and the class. */
export class Honest implements AsyncDisposable {
  /** Connected clients of the class. */
  class_room = 0;
  readonly #asked = new Map<string, Asked[]>([["local", []], ["public", []]]);
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  constructor(port: number) {
    const url = `ws://127.0.0.1:${port}/ws`;
    const plan: HonestProgramPlan = {
      clients: { local: { url }, public: { url, from: "127.200.0.1", origin: foreign_origin } },
      class_room: { url, count: class_size, from: "127.201.0.1", origin: foreign_origin },
    };
    const program = new URL("honest_program.ts", import.meta.url).pathname;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", program, JSON.stringify(plan)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#reading = this.#read();
  }

  /** Ends them, so that every question has its wait or none. */
  async end(): Promise<void> {
    await this.#child.stdin.close().catch(() => {});
    await this.#reading;
    await this.#child.status;
  }

  /** What a client saw of the questions that came due in a stretch. An unanswered one waited until now at least. */
  service(client: "local" | "public", from_ms: number, to_ms: number): Service {
    const asked = this.#asked.get(client)!.filter(({ due_ms }) => due_ms >= from_ms && due_ms < to_ms);
    const end_ms = now_ms();
    const waits_ms = asked.map(({ due_ms, waited_ms }) => waited_ms ?? end_ms - due_ms).sort((a, b) => a - b);
    const prompt = waits_ms.filter((waited_ms) => waited_ms <= answered_ms_max).length;
    return {
      asked: asked.length,
      share_percent: asked.length === 0 ? 0 : Math.round(100 * prompt / asked.length),
      longest_ms: Math.round(waits_ms.at(-1) ?? Infinity),
      p99_ms: Math.round(waits_ms[Math.ceil(waits_ms.length * 0.99) - 1] ?? Infinity),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  async #read(): Promise<void> {
    for await (
      const text of this.#child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
    ) {
      const line: HonestLine = JSON.parse(text);
      if ("client" in line) this.#asked.get(line.client)!.push(line);
      else this.class_room = line.class_room;
    }
  }
}
