/**
 * What students' ops cost others: the lecture's `time` with and without 50 calls a second of an own op beside it, in short
 * turns. `deno run --allow-all bench/own_ops.ts`
 *
 * Between two windows with own calls lies one without. So each window with them has two neighbours to be compared with, and
 * two neighbours without tell how much such figures differ by themselves.
 */
import { Command as Program } from "commander";
import { join } from "node:path";
import { worker_flags, worker_mark } from "../cli/worker_mark.ts";
import { Child } from "./child.ts";
import { load } from "./machine.ts";
import { median } from "./median.ts";
import type { OwnCallsOrder } from "./own_calls.ts";
import { bench_folder } from "./servers.ts";

/** Requests of `time` in a second. */
const time_rate = 500;
/** Calls of the own op in a second. */
const own_rate = 50;

const own_op =
  'export const args = { text: "text" };\nexport default ({ text }) => ({ characters: [...text].length });\n';

const { pairs, seconds } = new Program("bench/own_ops.ts")
  .option("--pairs <n>", "windows with own calls", Number, 15)
  .option("--seconds <n>", "length of a window", Number, 2)
  .parse(["deno", "bench", ...Deno.args])
  .opts<{ pairs: number; seconds: number }>();

/** One window's figures, in milliseconds. */
interface Window {
  readonly p50: number;
  readonly p99: number;
}

/** Asks at a steady pace over one connection, and notes how long each answer takes. */
class Asker implements Disposable {
  waits_ms: number[] = [];
  readonly #socket: WebSocket;
  readonly #text: string;
  readonly #sent_ms: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(socket: WebSocket, text: string) {
    this.#socket = socket;
    this.#text = text;
    socket.onmessage = ({ data }) => {
      if (!String(data).startsWith('{"status":200')) throw new Error(String(data));
      this.waits_ms.push(performance.now() - this.#sent_ms.shift()!);
    };
  }

  static async open(port: string, text: string): Promise<Asker> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Asker(socket, text);
  }

  /** Asks until {@linkcode rest}. The moments are random, so that two askers are in no step with each other. */
  begin(per_second: number): void {
    const next = (due_ms: number) => {
      this.#timer = setTimeout(() => {
        this.#sent_ms.push(performance.now());
        this.#socket.send(this.#text);
        next(due_ms + 2 * Math.random() * 1000 / per_second);
      }, Math.max(0, due_ms - performance.now()));
    };
    next(performance.now());
  }

  rest(): void {
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    this.rest();
    this.#socket.close();
  }
}

/** What calls the own op: a thread of its own, since its work would hold up the measurement here. */
class OwnCalls implements Disposable {
  readonly #worker = new Worker(new URL("./own_calls.ts", import.meta.url), { type: "module" });

  static async open(port: string): Promise<OwnCalls> {
    const calls = new OwnCalls();
    calls.tell({ port });
    await new Promise((resolve) => calls.#worker.onmessage = resolve);
    return calls;
  }

  tell(order: OwnCallsOrder): void {
    this.#worker.postMessage(order);
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

async function window(time: Asker, own: OwnCalls | undefined): Promise<Window> {
  time.waits_ms = [];
  own?.tell({ per_second: own_rate });
  await new Promise((go) => setTimeout(go, 1000 * seconds));
  own?.tell({ per_second: 0 });
  const sorted = time.waits_ms.sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * sorted.length)]!;
  return { p50: at(0.5), p99: at(0.99) };
}

const folder = await Deno.makeTempDir({ prefix: "foxchain_bench_" });
await Deno.mkdir(join(folder, "ops"));
await Deno.writeTextFile(join(folder, "ops", "count.ts"), own_op);
const main = join(bench_folder, "..", "main.ts");
const where = ["--no-dial", "--host", "127.0.0.1", "--port", "0", "--db", join(folder, "p.sqlite")];
const node = new Child({
  name: "foxchain",
  command: [
    Deno.execPath(),
    "run",
    "--quiet",
    "-A",
    ...worker_flags.filter((flag) => !/^--no-/.test(flag)),
    main,
    worker_mark,
    ...where,
    "--ops",
    join(folder, "ops"),
  ],
});
try {
  const [, port] = await node.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/);
  await node.line(/loaded as the op count/);
  using time = await Asker.open(port!, '{"op":"time"}');
  using own = await OwnCalls.open(port!);
  time.begin(time_rate);
  for (const _warm_up of [1, 2]) await window(time, own);
  const without = [await window(time, undefined)];
  const beside: Window[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    beside.push(await window(time, own));
    without.push(await window(time, undefined));
  }
  const ratios = beside.map(({ p99 }, n) => 2 * p99 / (without[n]!.p99 + without[n + 1]!.p99)).sort((a, b) =>
    a - b
  );
  const control = without.slice(1).map(({ p99 }, n) => p99 / without[n]!.p99);
  const quarter = (part: number) => ratios[Math.floor(part * ratios.length)]!.toFixed(2);
  const of = (windows: readonly Window[], field: keyof Window) =>
    median(windows.map((one) => one[field])).toFixed(2);
  console.log(
    `${navigator.hardwareConcurrency} processors, load ${
      load().toFixed(1)
    }; ${pairs} windows of ${seconds} s each
without own calls: median ${of(without, "p50")} ms, p99 ${of(without, "p99")} ms
beside ${own_rate} own calls a second: median ${of(beside, "p50")} ms, p99 ${of(beside, "p99")} ms
p99 beside : without = ${median(ratios).toFixed(2)} (quarters ${quarter(0.25)} to ${quarter(0.75)})
p99 without : the window before without = ${median(control).toFixed(2)}`,
  );
} finally {
  await node.stop();
  await Deno.remove(folder, { recursive: true });
}
