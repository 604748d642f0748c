/** Something in a message that is wrong, or that the node will probably refuse. */

/** `error`: no JSON; `warning`: the node will refuse it; `info`: it may be meant so. */
export type Severity = "error" | "warning" | "info";

/** Where, how badly, and what. */
export interface Fault {
  /** Characters from the start of the message. */
  readonly from: number;
  readonly to: number;
  readonly severity: Severity;
  readonly words: string;
}
