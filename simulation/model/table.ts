/** Puts the model together: one row for each size of the network. Pure; `model.ts` prints it. */
import { announce_ms, served_s, spread_rate } from "../../discovery/limits.ts";
import { knownShare, listedShare } from "./books.ts";
import { capacity, connectionsAt, joinsPerSecond } from "./entry_point.ts";
import { drawLinks, reachUnder } from "./flood.ts";
import { visit_cpu_us, wire_beside_payload } from "./measured.ts";
import { entryMemory, nodeMemory } from "./memory.ts";
import {
  announcePayload,
  announceWire,
  busiestPayload,
  fittedSample,
  hello_bytes,
  idlePayload,
} from "./traffic.ts";

/** What is assumed of the people. */
export interface Assumed {
  readonly nodes: number;
  /** Mean time from a node's start to its end. */
  readonly lifetime_s: number;
}

/** What a network of one size costs. Shares are 0 to 1, traffic is in B/s, memory in MiB. */
export interface Costs {
  readonly nodes: number;
  /** Starts of nodes, and announcements: each start and each week of each node is one. */
  readonly joins_per_second: number;
  readonly announced_per_second: number;
  readonly payload: number;
  readonly wire: number;
  readonly memory: number;
  readonly network_wire: number;
  readonly entry_payload: number;
  readonly entry_connections: number;
  readonly entry_memory: number;
  readonly entry_processor_share: number;
  /** When all nodes start at once. */
  readonly cold_start_s: number;
  readonly told_by_flood: number;
  readonly told_with_news: number;
  readonly known_share: number;
  readonly listed_share: number;
}

/** Works out one row. */
export function costsOf({ nodes, lifetime_s }: Assumed): Costs {
  const sample = fittedSample();
  const joins = nodes / lifetime_s;
  const announced = joins + nodes * 1000 / announce_ms;
  const reach = reachUnder(drawLinks(nodes, 1), announced, 1);
  const heard = announced * reach.flood;
  const redials = nodes / redials_s;
  const visits = joins + redials;
  const connections = connectionsAt(joins, redials);
  const wire = idlePayload(sample) + wire_beside_payload + announceWire(heard);
  return {
    nodes,
    joins_per_second: joins,
    announced_per_second: announced,
    payload: idlePayload(sample) + announcePayload(heard),
    wire,
    memory: nodeMemory(nodes),
    // Each byte is counted at both ends and crosses the network once.
    network_wire: nodes * wire / 2,
    entry_payload: busiestPayload(sample) + visits * (hello_bytes + sample) + announcePayload(heard),
    entry_connections: connections,
    entry_memory: entryMemory(nodes, connections),
    entry_processor_share: visits * visit_cpu_us / 1e6,
    cold_start_s: nodes / joinsPerSecond(capacity()),
    told_by_flood: reach.flood,
    told_with_news: reach.news,
    known_share: knownShare(nodes),
    listed_share: listedShare(nodes),
  };
}

/** An entry point that was not reached for an hour is redialled, so each node comes by once an hour at most. */
const redials_s = served_s;

/** Nodes at which as many announcements are made as one node passes on. */
export function floodedUpTo(lifetime_s: number): number {
  return spread_rate.per_second / (1 / lifetime_s + 1000 / announce_ms);
}

/** A node that runs for a day. */
export const usual_lifetime_s = 24 * 3600;
