/** Reads a node's `GET /events` as a page does; for tests. */
import { setTimeout as delay } from "node:timers/promises";
import type { Change, Snapshot } from "../../static/live_messages.ts";

/** One open stream. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Opens the stream of the node on a port of this machine. */
  static async open(port: number, query = "", headers: Record<string, string> = {}): Promise<EventReader> {
    return await EventReader.of(await fetch(`http://127.0.0.1:${port}/events${query}`, { headers }));
  }

  /** Reads the answer of a node, or of a proxy that passes the stream on. */
  static async of(answer: Response): Promise<EventReader> {
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return new EventReader(answer.body!);
  }

  /** The next event; undefined at the end of the stream. Comments are skipped. */
  async next(): Promise<{ readonly event: string; readonly data: string } | undefined> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        const found = /^event: (.*)\ndata: (.*)$/.exec(block);
        if (found !== null) return { event: found[1]!, data: found[2]! };
        continue;
      }
      const { done, value } = await this.#reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) return undefined;
      this.#text += value;
    }
  }

  /** The snapshot at the beginning. */
  async snapshot(): Promise<Snapshot> {
    const first = await this.next();
    if (first?.event !== "snapshot") throw new Error(`expected a snapshot, got ${first?.event}`);
    return JSON.parse(first.data);
  }

  /** Reads changes until one fits; fails after 20 s. */
  async until(fits: (change: Change) => boolean): Promise<Change> {
    const late = new AbortController();
    const timer = delay(20_000, undefined, { signal: late.signal }).then(() => this.close(), () => {});
    try {
      for (;;) {
        const next = await this.next();
        if (next === undefined) throw new Error("the stream ended");
        const change = JSON.parse(next.data);
        if (fits(change)) return change;
      }
    } finally {
      late.abort();
      await timer;
    }
  }

  /** Closes the stream. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => {});
  }
}
