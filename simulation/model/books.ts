/** How much of the network one node knows, and for how long an address stays known. */
import {
  feeler_ms,
  heard_max,
  heard_per_source_group_max,
  outbound_default,
  peers_page_default,
  sample_ms,
  sample_want_max,
  served_s,
  tried_max,
} from "../../discovery/limits.ts";

/** Share of all others that a book can hold, 0 to 1. */
export function knownShare(nodes: number): number {
  return Math.min(1, (heard_max + tried_max) / (nodes - 1));
}

/** Share of all others in one default answer of `peers`. */
export function listedShare(nodes: number): number {
  return Math.min(1, peers_page_default / (nodes - 1));
}

/**
 * Seconds until a row that one peer told is pushed out by what the same peer tells, in a network far larger than the book.
 * Each answer of `sample` is then new, and a random row of that source's quota leaves for each.
 */
export function heardFor_s(): number {
  return heard_per_source_group_max / (sample_want_max * 1000 / sample_ms);
}

/** Addresses that a node of a large network serves at a time: those that it reached within the last hour. */
export function servedRows(): number {
  return Math.min(tried_max, outbound_default + served_s * 1000 / feeler_ms);
}

/**
 * Share of the served addresses that are dead, if no death were ever told: the age of a served row is anything from 0 to
 * the hour.
 *
 * @param lifetime_s Mean time from a node's start to its end.
 */
export function deadShareMax(lifetime_s: number): number {
  const hazard = served_s / lifetime_s;
  return 1 - (1 - Math.exp(-hazard)) / hazard;
}
