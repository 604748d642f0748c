/**
 * One event stream for all tabs. A browser opens six connections to a host, and each stream holds one: the seventh tab
 * of a node would never load. It runs in the shared worker and does not touch the browser.
 */
import type { Change, Snapshot } from "../../live_messages.ts";
import { LiveState } from "./live_state.ts";

/** What a tab is told. */
export type StreamMessage =
  | { readonly type: "snapshot" | "change"; readonly data: string }
  /** The stream broke. Closed: the node refused it, and it is opened again when a tab joins. */
  | { readonly type: "error"; readonly closed: boolean };

/** The way to a tab. */
export interface Tab {
  postMessage(message: StreamMessage): void;
}

/** What of `EventSource` is used. */
export type Stream = Pick<EventSource, "addEventListener" | "close" | "readyState">;

/** `EventSource.CLOSED`. */
const closed = 2;

/** The tabs and their stream. */
export class StreamHub {
  readonly #open: () => Stream;
  readonly #tabs = new Set<Tab>();
  readonly #state = new LiveState();
  #stream: Stream | undefined;
  #status: "connecting" | "open" | "lost" = "connecting";

  /** Opens nothing before the first tab joins. */
  constructor(open: () => Stream) {
    this.#open = open;
  }

  /** A tab joins: it gets what is known at once, then all that follows. */
  join(tab: Tab): void {
    this.#tabs.add(tab);
    if (this.#stream === undefined) this.#follow();
    else if (this.#status === "lost") tab.postMessage({ type: "error", closed: false });
    else if (this.#status === "open") {
      tab.postMessage({ type: "snapshot", data: JSON.stringify(this.#state.snapshot()) });
    }
  }

  /** A tab leaves. With the last one the stream is closed: a node has places for few. */
  leave(tab: Tab): void {
    this.#tabs.delete(tab);
    if (this.#tabs.size === 0) this.#end();
  }

  #follow(): void {
    const stream = this.#open();
    this.#stream = stream;
    this.#status = "connecting";
    const hear = (type: "snapshot" | "change", take: (data: string) => void) =>
      stream.addEventListener(type, ({ data }) => {
        if (stream !== this.#stream) return;
        this.#status = "open";
        take(data);
        this.#tell({ type, data });
      });
    hear("snapshot", (data) => this.#state.restart(JSON.parse(data) as Snapshot));
    hear("change", (data) => this.#state.apply(JSON.parse(data) as Change));
    stream.addEventListener("error", () => {
      if (stream !== this.#stream) return;
      this.#status = "lost";
      const is_closed = stream.readyState === closed;
      this.#tell({ type: "error", closed: is_closed });
      if (is_closed) {
        this.#tabs.clear(); // each joins again when it tries again
        this.#end();
      }
    });
  }

  #end(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }

  #tell(message: StreamMessage): void {
    for (const tab of this.#tabs) tab.postMessage(message);
  }
}
