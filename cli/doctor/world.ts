/** All that the doctor may touch, so that a test can play any network. `real_world.ts` is the real one. */
import type { FoundNode } from "../../lan/service.ts";
import type { Interface } from "../../lan/places.ts";
import type { Bind } from "../../node/sockets/places.ts";
import type { Clock } from "../../ops/context.ts";
import type { Words } from "../language.ts";
import type { OpenSession } from "./session.ts";

/** What the doctor is asked to look at. */
export interface DoctorOptions {
  /** Another node; undefined where none was named. */
  readonly url?: string;
  readonly port: number;
  readonly host: string;
  readonly db: string;
  readonly net: string;
  readonly timeout_ms: number;
}

/** The world around it. */
export interface DoctorWorld {
  readonly os: typeof Deno.build.os;
  readonly clock: Pick<Clock, "now_s" | "zone">;
  readonly open: OpenSession;
  readonly bind: Bind;
  interfaces(): readonly Interface[];
  /**
   * Starts a node for a moment where none runs, so that others can try to reach it. Returns a function that ends it.
   */
  startNode(options: DoctorOptions): Promise<() => Promise<void>>;
  /** Looks for nodes without an address. */
  look(options: DoctorOptions): Promise<{ readonly nodes: readonly FoundNode[]; readonly fault?: string }>;
  /** Tries whether the store could be written; gives the cause where not. Leaves nothing behind. */
  tryStore(db: string): Promise<{ readonly fault?: "in use" | "other"; readonly cause?: Words }>;
  /** Whether a node on this port of this computer says that it can write. */
  isReady(port: number): Promise<boolean>;
}
