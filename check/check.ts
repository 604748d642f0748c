/** What a check is, and what it may use. The checks themselves are in `stage_1.ts`, `stage_2.ts` and `stage_3.ts`. */
import type { Finding } from "./causes.ts";
import type { RandomWords } from "./random.ts";
import type { Session } from "./session.ts";

/** The checks, in their order. Scripts read the names in the JSON. */
export const check_ids = [
  "connect",
  "envelope",
  "bad_json",
  "no_op",
  "unknown_op",
  "peers",
  "register",
  "listed",
  "register_list",
  "scheme",
  "no_addr",
  "time",
  "time_value",
  "time_zone",
] as const;

/** Names a check. */
export type CheckId = typeof check_ids[number];

/** 1: envelope and errors; 2: register and peers; 3: the homework `time`. */
export type Stage = 1 | 2 | 3;

/** All stages. */
export const stages: readonly Stage[] = [1, 2, 3];

/** What a check found out. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** Whether checks that need this one can go on; a fault that can be forgiven does not stop them. */
  readonly is_usable: boolean;
}

/** What checks of one run share. */
export interface CheckContext {
  readonly session: Session;
  readonly words: RandomWords;
  readonly url: string;
  /** Abbreviation that `time_zone` should have; undefined: any. */
  readonly zone: string | undefined;
  readonly memory: Memory;
}

/** What an earlier check leaves for a later one. */
export interface Memory {
  /** Addresses that were sent to `register` so far and should be listed, oldest first. */
  readonly registered: string[];
  /** The node loses addresses when others come, or on other connections. It is reported once. */
  is_lossy?: boolean;
  /** The value of `time` and when it came. */
  time?: {
    readonly value: unknown;
    readonly sent_ms: number;
    readonly got_ms: number;
    readonly frame: number;
  };
  /** For a report: the answer to `time`, and the right one. */
  time_shown?: { readonly frame: number; readonly wanted?: string };
  zone?: { readonly value: unknown; readonly frame: number };
}

/** One check. */
export interface Check {
  readonly id: CheckId;
  readonly stage: Stage;
  readonly points: number;
  /** Checks that must have been usable before. */
  readonly needs: readonly CheckId[];
  /** Sends what some programs don't survive. So it runs after all others. */
  readonly is_risky?: true;
  run(context: CheckContext): Promise<Outcome>;
}
