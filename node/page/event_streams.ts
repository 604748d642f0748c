/**
 * `GET /events`: the page's server-sent events. Read-only. The number of streams is bounded, and so is what waits for a
 * slow reader.
 */
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import {
  changes_unread_max,
  event_keep_alive_ms,
  event_streams_elsewhere_max,
  event_streams_max,
} from "./limits.ts";
import type { Log } from "../../ops/context.ts";
import { type Caller, isForeignPage } from "../sockets/caller.ts";
import type { LiveFeed } from "./live_feed.ts";

/** What the streams need of the node. */
export interface EventStreamsOptions {
  readonly feed: LiveFeed;
  readonly log: Log;
}

/** The open streams of one node. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #streams = new Set<EventStream>();
  #ended = false;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  /** Streams that are open. */
  get size(): number {
    return this.#streams.size;
  }

  /** Opens a stream, or answers why not. */
  answer(c: Context, caller: Caller): Response {
    if (isForeignPage(c.req.raw.headers)) {
      return c.text("Only the node's own page may follow its events.\n", 403);
    }
    if (!this.#hasPlace(caller)) {
      return c.text("This node has no place for more readers of its events. Try again later.\n", 503);
    }
    const { feed, log } = this.#options;
    const stream = new EventStream(caller.local, c.req.query("traffic") === "1");
    this.#streams.add(stream);
    // Otherwise nginx collects events until its buffer is full.
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (sse) => {
      try {
        feed.listen(stream);
        await stream.run(sse, JSON.stringify(feed.snapshot()));
      } catch (error) {
        log.fault("events", error);
      } finally {
        this.#streams.delete(stream);
        feed.leave(stream);
      }
    });
  }

  /** Ends every stream, and takes no new one. */
  end(): void {
    this.#ended = true;
    this.interrupt();
  }

  /** Ends every stream; their readers connect again. */
  interrupt(): void {
    for (const stream of this.#streams) stream.end();
  }

  #hasPlace(caller: Caller): boolean {
    if (this.#ended || this.#streams.size >= event_streams_max) return false;
    const elsewhere = [...this.#streams].filter(({ local }) => !local).length;
    return caller.local || elsewhere < event_streams_elsewhere_max;
  }
}

/** One open stream. */
class EventStream {
  /** Changes that wait for the reader. An empty text is a keep-alive. */
  readonly #unread: string[] = [];
  #sse: SSEStreamingApi | undefined;
  #wake = () => {};
  #ended = false;

  constructor(readonly local: boolean, readonly traffic: boolean) {}

  /** Takes a change. A reader with too many waiting changes is dropped. */
  hear(change: string): void {
    if (this.#unread.push(change) > changes_unread_max) this.end();
    this.#wake();
  }

  /** Ends the stream, also one whose reader does not read. */
  end(): void {
    this.#ended = true;
    this.#sse?.abort();
    this.#wake();
  }

  /** Sends the snapshot, then each change, until the reader leaves or is dropped. */
  async run(sse: SSEStreamingApi, snapshot: string): Promise<void> {
    this.#sse = sse;
    sse.onAbort(() => this.end());
    const keep_alive = setInterval(() => this.hear(""), event_keep_alive_ms);
    try {
      await sse.writeSSE({ event: "snapshot", data: snapshot });
      while (!this.#ended) {
        const change = this.#unread.shift();
        if (change === undefined) await new Promise<void>((resolve) => this.#wake = resolve);
        else if (change === "") await sse.write(": still here\n\n");
        else await sse.writeSSE({ event: "change", data: change });
      }
    } finally {
      clearInterval(keep_alive);
      sse.abort();
    }
  }
}
