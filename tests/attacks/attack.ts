/** What an attack by load is: a declaration that says what it sends and where it stops, and the program that sends it. */
import type { Bounds } from "./kit/bounds.ts";
import type { Target } from "./kit/target.ts";

/** What a node under attack must still keep to, beside what holds for all attacks. */
export interface Limits {
  /** Processor time of the node after the first 2 s, in percent of a core. */
  readonly cpu_percent_max?: number;
  /** Descriptors that may stay lost; none unless it says otherwise. */
  readonly descriptors_max?: number;
  /** A local client is answered again within this, where it is not the usual 3 s. */
  readonly local_wait_ms_max?: number;
  /** 99 of 100 answers to another public client come within this. */
  readonly p99_ms_max?: number;
}

/** How the node is started that the attack is meant for. */
export interface NodeSetup {
  /** `ulimit -n`. */
  readonly open_files?: number;
  /** Nobody reads its stderr. */
  readonly stderr_unread?: boolean;
  /** What it listens on, where that is not 127.0.0.1. */
  readonly host?: string;
  /** It takes part in the network. */
  readonly network?: boolean;
  /** Addresses it knows when the attack begins. */
  readonly stored?: number;
}

/** One attack. */
export interface Attack {
  /** Words with hyphens; `deno task attack NAME` runs it alone. */
  readonly name: string;
  /** What it sends, for the table. */
  readonly sends: string;
  readonly bounds: Bounds;
  /** The same for the small variant that runs with the tests; left out where there is none. */
  readonly small?: Bounds;
  /** How often it is repeated against one process. */
  readonly repeats?: number;
  /** Each repeat comes from other addresses than the one before. */
  readonly moving?: boolean;
  readonly node?: NodeSetup;
  readonly limits?: Limits;
  /** Sends it, in a process of its own. All figures are measured from outside. */
  run(target: Target): Promise<void>;
}

/** Identity, but lets a file say what it exports. */
export function attack(declaration: Attack): Attack {
  return declaration;
}
