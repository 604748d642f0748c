/** Runs a check in its worker, and ends it. */
import type { Order, Told } from "./messages.ts";

/** Beside the page. */
const worker_url = "static/check_worker.js";

/** Who is told. */
export interface CheckListener {
  heard(told: Told): void;
  /** The worker's file can't be loaded, or the worker broke. */
  failed(): void;
}

/** Starts a check. Returns a function that stops it; then the listener is not called any more. */
export function runCheck(order: Order, { heard, failed }: CheckListener): () => void {
  const worker = new Worker(worker_url, { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<Told>) => {
    if ("report" in data) worker.terminate();
    heard(data);
  };
  worker.onerror = failed;
  worker.postMessage(order);
  return () => worker.terminate();
}
