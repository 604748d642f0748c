/** The messages between the node and the Worker of an op. Values are plain data. */

/** Where a call comes from, and when. */
export interface CallFacts {
  /** Seconds since 1970 with a fraction. */
  readonly now: number;
  readonly from: { readonly ip: string; readonly scope: string };
}

/** Bounds that the Worker itself holds. */
export interface WorkerBounds {
  readonly compute_ms: number;
  readonly heap_bytes_max: number;
  readonly answer_bytes_max: number;
  readonly value_bytes_max: number;
  readonly log_characters_max: number;
  readonly ask_args_bytes_max: number;
  readonly ask_peers_default: number;
}

/** Node to Worker. */
export type ToWorker =
  | { readonly kind: "load"; readonly code: string; readonly look: string; readonly bounds: WorkerBounds }
  | {
    readonly kind: "call";
    readonly id: number;
    /** `tick`: there are no args. */
    readonly what: "default" | "tick";
    readonly args: unknown;
    readonly facts: CallFacts;
  }
  | { readonly kind: "reply"; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "ping" };

/** What a file exports beside its function, as JSON values. */
export interface Exports {
  readonly args?: unknown;
  readonly response?: unknown;
  readonly summary?: unknown;
  readonly examples?: unknown;
  /** Not a JSON value, since JSON has no NaN. A text where it is not a number. */
  readonly every?: number | string;
  /** Its `typeof`; missing where the file exports none. */
  readonly tick?: string;
}

/** What went wrong in the student's code. */
export interface Thrown {
  /** `time`, `memory`: it was ended by a check. */
  readonly why: "threw" | "time" | "memory";
  readonly message: string;
  /** Place in the text with checks. */
  readonly line?: number;
  readonly column?: number;
}

/** What a call asks of the node. Keys are the student's; values are JSON texts. */
export type Asked =
  | { readonly what: "get"; readonly space: string | null; readonly key: string }
  | { readonly what: "set"; readonly space: string | null; readonly key: string; readonly text: string }
  | {
    readonly what: "swap";
    readonly space: string | null;
    readonly key: string;
    /** What must be stored now; null for nothing. */
    readonly old: string | null;
    readonly text: string;
  }
  | { readonly what: "delete"; readonly space: string | null; readonly key: string }
  | { readonly what: "list"; readonly space: string | null; readonly prefix: string; readonly after: string }
  | { readonly what: "peers"; readonly limit: number }
  /** `args`: JSON text, null for none. */
  | { readonly what: "ask"; readonly addr: string; readonly op: string; readonly args: string | null }
  | { readonly what: "ask_peers"; readonly max: number; readonly op: string; readonly args: string | null };

/** Worker to node. */
export type FromWorker =
  | { readonly kind: "loaded"; readonly exports: Exports }
  | { readonly kind: "broken"; readonly thrown: Thrown }
  | { readonly kind: "started"; readonly id: number }
  | { readonly kind: "answer"; readonly id: number; readonly text: string }
  | { readonly kind: "refused"; readonly id: number; readonly status: number; readonly message: string }
  | { readonly kind: "failed"; readonly id: number; readonly thrown: Thrown }
  | { readonly kind: "request"; readonly id: number; readonly call: number; readonly asked: Asked }
  | { readonly kind: "log"; readonly call: number | null; readonly text: string }
  | { readonly kind: "pong" };
