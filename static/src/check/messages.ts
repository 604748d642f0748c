/** The messages between the page and the worker that checks. */
import type { CheckResult, Report } from "../../../check/result.ts";
import type { Frame } from "../../../check/session.ts";

/** What is to be checked. */
export interface Order {
  /** `ws:` or `wss:` URL of the node. */
  readonly url: string;
  readonly seed: string;
  readonly agent: string;
}

/** What the worker tells: each check as it ends, with the frames so far, then the whole. */
export type Told =
  | { readonly result: CheckResult; readonly frames: readonly Frame[] }
  | { readonly report: Report };
