/** The options of `serve`. */
import type { NetworkFlags } from "./network_options.ts";
import type { PlaceFlags } from "./place_options.ts";

/** What a node is started with, as the command line gives it. */
export interface ServeOptions extends NetworkFlags, PlaceFlags {
  readonly proxy: readonly string[];
  /** Name of the node among those that share a Redis server. */
  readonly nodeId?: string;
  /** MB. */
  readonly memoryMax?: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Path of a class list. */
  readonly names?: string;
  /** Path of a folder. */
  readonly ops?: string;
  readonly without: readonly string[];
  readonly debug?: boolean;
  readonly log: "text" | "json";
}
