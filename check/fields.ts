/** Finds a field in an object, also under a wrong name or in a wrong place. The way it was found is the diagnosis. */
import { fault, type Finding, type Values } from "./causes.ts";
import { isNearKey } from "./near.ts";

/** Any object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is looked for. */
export interface Wanted {
  readonly key: string;
  /** Whether a value could be this field's. It tells a renamed key from a foreign one. */
  fits(value: unknown): boolean;
  /** Keys of other fields, which are never taken for this one. */
  readonly others: readonly string[];
  /** Points that a wrong name or place costs. */
  readonly cost: number;
}

/** A field as it was found. */
export interface Found {
  /** Undefined: not there. */
  readonly value: unknown;
  /** The object that holds it. Other fields are looked for in the same object. */
  readonly holder: Fields;
  readonly findings: readonly Finding[];
}

/** Levels of objects, and of lists of one, that are searched. */
const depth_max = 3;

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Looks for a field: under its name, under a near name, deeper inside, and last under any name with a fitting value.
 *
 * @example
 * ```ts
 * import { findField } from "./fields.ts";
 * import assert from "node:assert/strict";
 *
 * const wanted = { key: "peers", fits: Array.isArray, others: [], cost: 3 };
 * assert.equal(findField({ peer: [] }, wanted).findings[0]?.cause, "key_near");
 * assert.equal(findField({ nodes: [] }, wanted).findings[0]?.cause, "key_renamed");
 * assert.equal(findField({ data: { peers: [] } }, wanted).findings[0]?.cause, "level_extra");
 * ```
 */
export function findField(holder: Fields, wanted: Wanted): Found {
  const { key, fits, others, cost } = wanted;
  if (Object.hasOwn(holder, key)) {
    const inside = fits(holder[key]) ? undefined : findDeeper({ [key]: holder[key] }, wanted);
    return inside ?? { value: holder[key], holder, findings: [] };
  }
  const strangers = Object.keys(holder).filter((name) => !others.includes(name));
  const found = (name: string, cause: "key_near" | "key_renamed"): Found => ({
    value: holder[name],
    holder,
    findings: [fault(cause, cost, { key, got: name })],
  });
  const near = strangers.find((name) => isNearKey(name, key));
  if (near !== undefined) return found(near, "key_near");
  const deeper = findDeeper(holder, wanted);
  if (deeper !== undefined) return deeper;
  const fitting = strangers.filter((name) => fits(holder[name]));
  if (fitting.length === 1) return found(fitting[0]!, "key_renamed");
  return { value: undefined, holder, findings: [missing(key, cost, holder)] };
}

function missing(key: string, cost: number, holder: Fields): Finding {
  const values: Values = {
    key,
    keys: Object.keys(holder).slice(0, 8).map((name) => name.slice(0, 40)).join(", "),
  };
  return fault("key_missing", cost, values);
}

function findDeeper(holder: Fields, { key, cost }: Wanted): Found | undefined {
  let level: readonly (readonly [path: string, value: unknown])[] = Object.entries(holder);
  for (let depth = 1; depth <= depth_max; depth++) {
    const inside = level.map(([path, value]) => [path, alone(value)] as const)
      .filter((entry): entry is readonly [string, Fields] => isFields(entry[1]));
    for (const [path, fields] of inside) {
      const name = Object.hasOwn(fields, key)
        ? key
        : Object.keys(fields).find((name) => isNearKey(name, key));
      if (name === undefined) continue;
      const findings = [fault("level_extra", cost, { key, path: `${path}.${name}` })];
      return { value: fields[name], holder: fields, findings };
    }
    level = inside.flatMap(([path, fields]) =>
      Object.entries(fields).map(([name, value]) => [`${path}.${name}`, value] as const)
    );
  }
}

/** A list of one counts as its item. */
function alone(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
