/** How many nodes can join through entry points, and what holds them up. */
import {
  dial_timeout_ms,
  inbound_max,
  outbound_default,
  overflow_linger_ms,
} from "../../discovery/limits.ts";
import { visit_cpu_us } from "./measured.ts";

/** Places of an entry point for everybody but its own machine: `clients_max` of `node/limits.ts`. */
export const places = 2_048;

/** A round trip in the simulated internet, in the mean: each end is 5 to 75 ms from its middle. */
export const round_trip_ms = 160;

/** A visitor asks at once to be dialled back, so a full node keeps its place for this long, see `discovery/inbound.ts`. */
export const visit_ms = 2 * round_trip_ms + dial_timeout_ms + overflow_linger_ms;

/** How long it would keep the place if it closed a second after its answer to `verify`: a dial-back takes 3 round trips. */
export const answered_visit_ms = 5 * round_trip_ms + overflow_linger_ms;

/** Visits per second of one entry point, by what bounds them. */
export interface Capacity {
  readonly by_places: number;
  readonly by_processor: number;
}

/** What one entry point with one core can take while its places for peers are full. */
export function capacity(held_ms = visit_ms): Capacity {
  return { by_places: (places - inbound_max) * 1000 / held_ms, by_processor: 1e6 / visit_cpu_us };
}

/** A node that only looks whether the entry point lives leaves after the answer to its hello. */
export const redial_held_ms = 3 * round_trip_ms;

/** Connections of one entry point while so many join it and so many look after it: Little's law. */
export function connectionsAt(joins_per_second: number, redials_per_second = 0): number {
  const visitors = (joins_per_second * visit_ms + redials_per_second * redial_held_ms) / 1000;
  return outbound_default + inbound_max + visitors;
}

/**
 * Joins per second through some entry points.
 *
 * @param shares True: a joiner visits one of them, as behind a load balancer. False: it visits each, as with `--join`.
 */
export function joinsPerSecond(
  { by_places, by_processor }: Capacity,
  entry_points = 3,
  shares = false,
): number {
  return Math.min(by_places, by_processor) * (shares ? entry_points : 1);
}
