/**
 * The load generator: a program of its own that keeps WebSocket connections busy and prints what it saw as one JSON
 * line. Every connection sends its next request when the answer to the last one is complete. It writes frames by hand,
 * because a WebSocket client would cost more than the servers it is to measure, and runs under Deno, Node and Bun.
 */
import process from "node:process";
import { fail, openConnection } from "./client.ts";
import { AnswerReader, frameOf } from "./frames.ts";

/** What to send, and for how long; the program's only argument, as JSON. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  /** Request text. `{n}` becomes a number that no other request of this run has. */
  readonly request: string;
  /** Copies of `item` (each with a number of its own) that take the place of `{list}` in `request`. */
  readonly list?: { readonly item: string; readonly length: number };
  /** What every answer begins with; anything else ends the run with an error. */
  readonly expect: string;
  readonly warmup_ms: number;
  readonly duration_ms: number;
}

/** What one run measured. */
export interface LoadResult {
  readonly answers: number;
  readonly duration_ms: number;
  readonly p50_us: number;
  readonly p99_us: number;
  readonly max_us: number;
  /** Processor time of the generator itself while it measured. */
  readonly generator_cpu_ms: number;
  /** Bytes of one answer, for comparison between servers. */
  readonly answer_bytes: number;
}

/** Latencies in microseconds, in a block that is allocated once. */
class Latencies {
  readonly #values = new Uint32Array(4_000_000);
  count = 0;

  add(ms: number): void {
    if (this.count < this.#values.length) this.#values[this.count] = ms * 1000;
    this.count++;
  }

  quantiles(...shares: number[]): number[] {
    const sorted = this.#values.subarray(0, Math.min(this.count, this.#values.length)).sort();
    return shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  }
}

/** Prepared once where it can be; a numbered request is written anew each time. */
function frameMaker({ request, list }: LoadPlan): () => Uint8Array {
  if (!request.includes("{n}") && list === undefined) {
    const frame = frameOf(request);
    return () => frame;
  }
  let n = 0;
  const numbered = (text: string) => text.replaceAll("{n}", () => String(n++));
  if (list === undefined) return () => frameOf(numbered(request));
  const [head, tail] = request.split("{list}");
  return () =>
    frameOf(head + Array.from({ length: list.length }, () => numbered(list.item)).join(",") + tail);
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const sockets = await Promise.all(
    Array.from({ length: plan.connections }, () => openConnection(plan.port)),
  );
  const latencies = new Latencies();
  const nextFrame = frameMaker(plan);
  let measuring = false;
  let stopping = false;
  let answer_bytes = 0;

  for (const socket of sockets) {
    let sent_ms = 0;
    const ask = () => {
      sent_ms = performance.now();
      socket.write(nextFrame());
    };
    const reader = new AnswerReader(plan.expect, (bytes) => {
      if (measuring) latencies.add(performance.now() - sent_ms);
      answer_bytes = bytes;
      if (!stopping) ask();
    });
    socket.on("data", (chunk: Uint8Array) => {
      const fault = reader.read(chunk);
      if (fault !== undefined) fail(`Unexpected answer: ${fault}`);
    });
    socket.on("close", () => stopping || fail("The server closed a connection."));
    ask();
  }

  await delay(plan.warmup_ms);
  const began_ms = performance.now();
  const cpu = process.cpuUsage();
  console.log("measuring");
  measuring = true;
  await delay(plan.duration_ms);
  measuring = false;
  const duration_ms = performance.now() - began_ms;
  const { user, system } = process.cpuUsage(cpu);
  console.log("measured");
  stopping = true;
  for (const socket of sockets) socket.destroy();
  const [p50_us, p99_us, max_us] = latencies.quantiles(0.5, 0.99, 1) as [number, number, number];
  const generator_cpu_ms = (user + system) / 1000;
  return { answers: latencies.count, duration_ms, p50_us, p99_us, max_us, generator_cpu_ms, answer_bytes };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

console.log(JSON.stringify(await run(JSON.parse(process.argv[2]!) as LoadPlan)));
process.exit(0);
