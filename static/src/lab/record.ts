/**
 * What the lab keeps in the browser beside the console's history. For each node: when the lab was started over, the
 * exchanges that proved a step, and what kind of node it is. (The history drops old exchanges, and can be cleared.) The
 * progress follows from both.
 */
import type { Evidence } from "./evidence.ts";

/** What is kept of one node. */
export interface NodeRecord {
  /** Exchanges up to this time count no more; milliseconds since 1970. */
  readonly started_ms: number;
  /** When starting over was taken back, if it was; milliseconds since 1970. */
  readonly taken_back_ms?: number;
  /** Oldest first. */
  readonly kept: readonly Evidence[];
  /** Whether it answered `ops` with its ops. */
  readonly describes_ops?: boolean;
}

/** By the node's URL, the one last spoken to at the end. */
export type LabRecord = ReadonlyMap<string, NodeRecord>;

/** Nodes remembered: a student's own few. */
export const nodes_max = 8;

/**
 * Longest answer that is kept, in characters: browsers give a page about 5 million. A longer one counts only while the
 * history has it.
 */
export const kept_characters_max = 50_000;

const fresh: NodeRecord = { started_ms: 0, kept: [] };

/** What is kept of a node; of one never spoken to, nothing. */
export function nodeRecord(record: LabRecord, url: string): NodeRecord {
  return record.get(url) ?? fresh;
}

/** The record with another entry for a node, which becomes the last one. */
export function withNode(record: LabRecord, url: string, entry: NodeRecord): LabRecord {
  const others = [...record].filter(([other]) => other !== url);
  const kept = entry.kept.filter(({ request, answer }) =>
    request.length + answer.length <= kept_characters_max
  );
  return new Map([...others.slice(1 - nodes_max), [url, { ...entry, kept }]]);
}

/** Merges the records of two tabs. The later start-over counts, or its later undo. */
export function mergeRecords(ours: LabRecord, theirs: LabRecord): LabRecord {
  const merged = new Map(theirs);
  for (const [url, our] of ours) {
    const their = theirs.get(url);
    if (their === undefined || decided_ms(their) < decided_ms(our)) merged.set(url, our);
    else if (decided_ms(their) === decided_ms(our)) {
      merged.set(url, { ...their, ...our, kept: allThatCounts(our, their.kept) });
    }
  }
  return merged;
}

function decided_ms({ started_ms, taken_back_ms = 0 }: NodeRecord): number {
  return Math.max(started_ms, taken_back_ms);
}

/**
 * All that counts of what was said with a node: what was kept and what the history has, each once, oldest first.
 *
 * @param heard From the history, of this node.
 */
export function allThatCounts(
  { started_ms, kept }: NodeRecord,
  heard: readonly Evidence[],
): readonly Evidence[] {
  const by_time = new Map(
    [...kept, ...heard].map((evidence) => [`${evidence.sent_ms} ${evidence.number}`, evidence]),
  );
  return [...by_time.values()].filter(({ sent_ms }) => sent_ms > started_ms)
    .sort((a, b) => a.number - b.number || a.sent_ms - b.sent_ms);
}

/** As it is stored. */
export function writeRecord(record: LabRecord): string {
  return JSON.stringify([...record]);
}

/** From storage. What is not as this version writes it, is left out. */
export function readRecord(text: string | null): LabRecord {
  try {
    const entries = JSON.parse(text ?? "[]") as [unknown, Partial<NodeRecord>][];
    return new Map(
      entries.flatMap(([url, { started_ms, taken_back_ms, kept, describes_ops }]) =>
        typeof url === "string" && typeof started_ms === "number" && Array.isArray(kept) &&
          kept.every(isEvidence)
          ? [[url, {
            started_ms,
            kept,
            ...(typeof taken_back_ms === "number" ? { taken_back_ms } : {}),
            ...(typeof describes_ops === "boolean" ? { describes_ops } : {}),
          }]]
          : []
      ),
    );
  } catch {
    return new Map();
  }
}

function isEvidence(value: Partial<Evidence> | null): boolean {
  return typeof value?.number === "number" && typeof value.request === "string" &&
    typeof value.answer === "string" && typeof value.sent_ms === "number" &&
    typeof value.round_trip_ms === "number";
}
