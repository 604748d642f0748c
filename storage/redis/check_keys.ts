/** Looks whether the keys of a network are foxchain's, and of this layout. */
import type { Command, Reply } from "./server/connection.ts";
import { foreignKey, newerFormat } from "./server/faults.ts";
import { format_version, key_types, type RedisKeys } from "./rows/keys.ts";
import type { RedisPlace } from "./server/redis_url.ts";

type KeyName = keyof typeof key_types;

/**
 * Changes nothing.
 *
 * @param names Keys that are used; by default all.
 * @returns Whether foxchain has written there before.
 * @throws {StorageError} `foreign` or `newer`.
 */
export async function checkKeys(
  send: (command: Command) => Promise<Reply>,
  place: RedisPlace,
  keys: RedisKeys,
  names: readonly KeyName[] = Object.keys(key_types) as KeyName[],
): Promise<boolean> {
  for (const name of names) {
    const found = await send(["TYPE", keys[name]]);
    if (found !== "none" && found !== key_types[name]) throw foreignKey(place, keys[name], String(found));
  }
  const version = await send(["GET", keys.format]);
  if (version !== null && version !== format_version) throw newerFormat(place, String(version));
  return version !== null;
}
