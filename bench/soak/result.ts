/** What a soak measured. */
import type { Machine } from "../machine.ts";
import type { Kept } from "./acknowledged.ts";
import type { NodeUse } from "./child_node.ts";
import type { ClientsLine } from "./clients_program.ts";
import type { Watched } from "./watch.ts";

/** One look at one node, at Redis, or at the machine. */
export interface Moment {
  /** Seconds since the start. */
  readonly at_s: number;
  /** Its name; `redis` and `machine` are no nodes. */
  readonly node: string;
  /** Missing while the process was away. */
  readonly use?: NodeUse | undefined;
  /** The wait of `GET /healthz`, as a measure of the event loop's delay; missing where no answer came in 5 s. */
  readonly healthz_ms?: number | undefined;
  /** What its clients saw in the ten seconds before. */
  readonly clients?: ClientsLine | undefined;
  /** Load average of the last minute: only of the machine. */
  readonly load?: number | undefined;
}

/** One fault and what it left at one node. */
export interface Happened extends Omit<Watched, "accepted">, Partial<Kept> {
  readonly at_s: number;
  readonly fault: string;
  readonly node: string;
  /** After the fault's end, until `GET /healthz` was answered; missing where a minute was too short. */
  readonly back_ms?: number | undefined;
  /** Registers that were accepted while it lasted, and the first one after it. */
  readonly accepted: number;
  /** These, those before the fault, and those of the other nodes on the same store: all must be listed after it. */
  readonly acknowledged: number;
}

/** A node that is measured. */
export interface MeasuredNode {
  readonly name: string;
  readonly store: "SQLite" | "Redis";
  /** Parts of all clients that ask it. */
  readonly share: number;
}

/** A whole soak. */
export interface SoakResult {
  /** ISO 8601. */
  readonly began: string;
  readonly minutes: number;
  /** A fault comes so often. */
  readonly fault_s: number;
  readonly machine: Machine;
  readonly nodes: readonly MeasuredNode[];
  readonly clients: { readonly lecture: number; readonly trackers: number; readonly pages: number };
  readonly crowd: number;
  /** Faults that this machine did not allow, with the cause. */
  readonly not_run: readonly string[];
  /** Faults that the measuring program itself could not bring about or follow to their end. */
  readonly broken: readonly string[];
  readonly happened: readonly Happened[];
  readonly moments: readonly Moment[];
}
