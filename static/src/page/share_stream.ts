/**
 * A tab's end of the event stream. It is shared with other tabs where the browser can do that; otherwise it is closed
 * while the tab is hidden.
 */
import type { Stream, StreamMessage } from "./stream_hub.ts";

/** Beside the page. */
const worker_url = "static/stream.js";

/** Counts up when a new page would not understand the old worker, which lives until its last tab is closed. */
const protocol_version = 1;

/** `EventSource.CONNECTING` and the others. */
const [connecting, open, closed] = [0, 1, 2] as const;

/** Hears what comes. */
type Hear = (message: StreamMessage) => void;

/** Follows a URL that is relative to the page, as `EventSource` does. */
export function shareStream(url: string): Stream {
  return new SharedStream(new URL(url, document.baseURI).href) as unknown as Stream;
}

/** Looks like an `EventSource`; the events come from the worker or from a stream of its own. */
class SharedStream extends EventTarget {
  readyState: number = connecting;
  #leave = () => {};

  constructor(href: string) {
    super();
    const hear = (message: StreamMessage) => this.#hear(message);
    const goAlone = () => {
      this.#leave();
      if (this.readyState !== closed) this.#leave = followAlone(href, hear);
    };
    try {
      this.#leave = joinWorker(href, hear, goAlone);
    } catch {
      goAlone(); // the browser is old, Android's, or blocks cookies
    }
  }

  close(): void {
    this.readyState = closed;
    this.#leave();
  }

  #hear(message: StreamMessage): void {
    if (this.readyState === closed) return;
    if (message.type === "error") {
      this.readyState = message.closed ? closed : connecting;
      this.dispatchEvent(new Event("error"));
    } else {
      this.readyState = open;
      this.dispatchEvent(new MessageEvent(message.type, { data: message.data }));
    }
  }
}

/**
 * Hears by the worker.
 *
 * @param failed Called when its script can't be had.
 * @throws Where there are no shared workers.
 */
function joinWorker(href: string, hear: Hear, failed: () => void): () => void {
  const worker = new SharedWorker(worker_url, { name: `${protocol_version} ${href}` });
  const { port } = worker;
  const leaving = new AbortController();
  const { signal } = leaving;
  port.onmessage = ({ data }) => hear(data as StreamMessage);
  worker.addEventListener("error", failed, { signal });
  // A worker does not notice that a tab is closed; one that comes back from the browser's memory joins again.
  addEventListener("pagehide", () => port.postMessage("leave"), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && port.postMessage("join"), { signal });
  port.postMessage("join");
  return () => {
    leaving.abort();
    port.postMessage("leave");
    port.close();
  };
}

/** Follows by a stream of this tab, which is closed while the tab is hidden. Otherwise a seventh tab would not load. */
function followAlone(href: string, hear: Hear): () => void {
  let stream: EventSource | undefined;
  const leaving = new AbortController();
  function follow(): void {
    stream?.close();
    if (document.hidden) return;
    const opened = stream = new EventSource(href);
    for (const type of ["snapshot", "change"] as const) {
      opened.addEventListener(type, ({ data }) => hear({ type, data }));
    }
    opened.addEventListener("error", () => hear({ type: "error", closed: opened.readyState === closed }));
  }
  document.addEventListener("visibilitychange", follow, { signal: leaving.signal });
  follow();
  return () => {
    leaving.abort();
    stream?.close();
  };
}
