/** Copies what the ops of students keep. */
import { mib } from "../../discovery/units.ts";
import type { OpValues, ValuePlace } from "../op_values.ts";

/** A value where it lies. */
export interface StoredValue extends ValuePlace {
  /** JSON. */
  readonly value: string;
}

/** Characters of values that wait for the disk together. */
const waiting_characters_max = mib;

/**
 * Copies each value whose place is free in TO; what lies there stays.
 *
 * @returns How many were copied.
 * @throws {StorageError} `full` where an op has no room left, or `unwritable`. What was copied before stays.
 */
export async function copyValues(
  values: Iterable<StoredValue>,
  target: OpValues,
  isStopped: () => boolean,
): Promise<number> {
  let copied = 0;
  let waiting: Promise<boolean>[] = [];
  let characters = 0;
  const settle = async () => {
    copied += (await Promise.all(waiting)).filter((is_new) => is_new).length;
    [waiting, characters] = [[], 0];
  };
  for (const { owner, space, key, value } of values) {
    if (isStopped()) break;
    waiting.push(target.swap({ owner, space, key }, undefined, value));
    characters += value.length;
    if (characters > waiting_characters_max) await settle();
  }
  await settle();
  return copied;
}
