/** What a node keeps in memory, in MiB. Nothing is fitted: two measured ends and a line between them. */
import { heard_max, outbound_default, tried_max } from "../../discovery/limits.ts";
import { connection_kib, full_rows, memory_mib } from "./measured.ts";

/** Memory of a row, in MiB; what belongs to 100,000 stored rows is in it, so it is high rather than low. */
export const row_mib = (memory_mib.full - memory_mib.empty) / full_rows;

/** Rows of public addresses in the memory of one node: all others, or as many as the tables hold. */
export function rowsOf(nodes: number): number {
  return Math.min(nodes - 1, heard_max + tried_max);
}

/** Resident memory beyond the bare runtime with so many rows and connections. */
export function memoryOf(rows: number, connections: number): number {
  return memory_mib.empty + rows * row_mib + connections * connection_kib.thousand / 1024;
}

/** Resident memory of a usual node beyond the runtime: as many inbound connections as outbound ones. */
export function nodeMemory(nodes: number): number {
  return memoryOf(rowsOf(nodes), 2 * outbound_default);
}

/** The same of an entry point with so many connections. */
export function entryMemory(nodes: number, connections: number): number {
  return memoryOf(rowsOf(nodes), connections);
}
