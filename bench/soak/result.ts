/** What a soak measured. */
import type { Machine } from "../machine.ts";
import type { NodeUse } from "./child_node.ts";
import type { ClientsLine } from "./clients_program.ts";

/** One look at one node. */
export interface Moment {
  /** Seconds since the start. */
  readonly at_s: number;
  readonly node: string;
  /** Missing while the process was away. */
  readonly use?: NodeUse | undefined;
  /** The wait of `GET /healthz`, as a measure of the event loop's delay; missing where no answer came in 5 s. */
  readonly healthz_ms?: number | undefined;
  /** What its clients saw in the ten seconds before. */
  readonly clients?: ClientsLine | undefined;
}

/** One fault and what it left. */
export interface Happened {
  readonly at_s: number;
  readonly fault: string;
  readonly node: string;
  /** After the fault's end, until `GET /healthz` was answered; missing where a minute was too short. */
  readonly back_ms?: number | undefined;
  /** Of 20 addresses that were acknowledged before the fault, those that were not listed after it. */
  readonly missing?: number | undefined;
}

/** A whole soak. */
export interface SoakResult {
  /** ISO 8601. */
  readonly began: string;
  readonly minutes: number;
  readonly machine: Machine;
  /** Of the whole machine, the soak included. */
  readonly load_average: { readonly least: number; readonly most: number };
  readonly clients: { readonly lecture: number; readonly trackers: number; readonly pages: number };
  readonly crowd: number;
  /** Faults that this machine did not allow, with the cause. */
  readonly not_run: readonly string[];
  readonly happened: readonly Happened[];
  readonly moments: readonly Moment[];
}
