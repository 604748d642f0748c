/** A slow machine: bytes that come in parts with pauses between them, a program that gets a part of its time only. */
import { freePort } from "./test_place.ts";
import { openTunnel, type Passage, type Tunnel } from "./tunnel.ts";

/** Bytes of each packet after the first pause, and those after the second: an answer is torn in its middle. */
const torn_bytes = 24;

/** A passage that tears what passes into parts, with a pause before each. */
export function slowPassage(pause_ms: number): Passage {
  return () =>
    new TransformStream({
      async transform(bytes, controller) {
        for (const part of [bytes.slice(0, torn_bytes), bytes.slice(torn_bytes)]) {
          if (part.length === 0) continue;
          await new Promise((resolve) => setTimeout(resolve, pause_ms));
          controller.enqueue(part);
        }
      },
    });
}

/** A way to a node whose port opens late, and on which every packet is slow. */
export class LateAndSlow implements AsyncDisposable {
  readonly port = freePort();
  readonly #timer: ReturnType<typeof setTimeout>;
  #tunnel: Tunnel | undefined;

  constructor(target_port: number, late_ms: number, pause_ms: number) {
    this.#timer = setTimeout(
      () => this.#tunnel = openTunnel(target_port, slowPassage(pause_ms), this.port),
      late_ms,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#tunnel?.[Symbol.asyncDispose]();
  }
}

/**
 * Lets a process run for a part of the time only, as on a machine that has too much to do.
 *
 * @returns Ends that: the process runs freely again.
 */
export function starve(process: { kill(signal: Deno.Signal): void }, runs_ms: number, stands_ms: number) {
  let runs = true;
  let timer = setTimeout(change, runs_ms);
  function change(): void {
    runs = !runs;
    process.kill(runs ? "SIGCONT" : "SIGSTOP");
    timer = setTimeout(change, runs ? runs_ms : stands_ms);
  }
  return () => {
    clearTimeout(timer);
    process.kill("SIGCONT");
  };
}
